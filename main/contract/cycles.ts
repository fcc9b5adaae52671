import { z } from 'zod';
import { cyclePrioritySchema, cycleSchema, executionStateSchema } from '#core/model/cycle.ts';
import { cycleIdSchema, executionIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

const byCycle = z.strictObject({ cycleId: cycleIdSchema });

const moveSchema = byCycle.extend({
  fromNodeId: z.string(),
  toNodeId: z.string(),
  /** Of what waits, runs or has failed at the first node; null: all of it. */
  executionIds: z.array(executionIdSchema).min(1).max(1000).nullable().default(null),
});

/** States in which an execution can be put elsewhere. */
const stuckSchema = executionStateSchema.exclude(['success', 'terminated']);

const namedNode = z.object({ nodeId: z.string(), name: z.string() });

/** What would become of things if they were put to another node. */
export const cycleMovePlanSchema = z.object({
  /** Of the graph on which the cycle runs. */
  version: z.int().min(1),
  /** How many would go. */
  count: z.int().min(0),
  /** Why it cannot be done, as a sentence; null: it can. */
  obstacle: z.string().nullable(),
  /** What ends where they are now, by state. */
  cancelled: z.array(z.object({ state: stuckSchema, count: z.int().min(1) })),
  /** Where they go and may come from there: for the first time in this cycle, and once more. */
  runs: z.array(namedNode),
  runsAgain: z.array(namedNode),
  /** Nodes between the two, which they do not come to. */
  skipped: z.array(namedNode),
});
export type CycleMovePlan = z.infer<typeof cycleMovePlanSchema>;

/** What a person does to the place of a single cycle. */
export const cycles = {
  /**
   * Gives a cycle its own place in the queues of nodes and of tasks; null: as its nodes say again. What a person waits
   * for goes before everything in any case. `wrong-state` for one that a reset has cleared.
   */
  'cycles.setPriority': mutation(byCycle.extend({ priority: cyclePrioritySchema }), cycleSchema),
  'cycles.movePlan': query(moveSchema, cycleMovePlanSchema),
  /**
   * Puts what waits, runs or has failed at one node of a cycle to another one of its version. `wrong-state` with the
   * plan's obstacle when that cannot be.
   * @param why kept in the history, with who.
   */
  'cycles.move': mutation(
    moveSchema.extend({ why: z.string().trim().min(1).max(1000) }),
    z.object({ cycle: cycleSchema, moved: z.int().min(0) }),
  ),
} as const;
