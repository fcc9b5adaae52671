import { z } from 'zod';
import { timeSchema } from '#core/model/common.ts';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

/** As stored: ISO 8601 or milliseconds since 1970; null: none. */
const storedTimeSchema = z.union([z.string(), z.number()]).nullable();

const shared = {
  nodeId: z.string(),
  nodeName: z.string(),
  /** Of the trigger itself; null when it has none. */
  name: z.string().nullable(),
  /** False: switched off by a person. */
  active: z.boolean(),
  /** Whether it fires now: switched on, and its pipeline is installed, or paused and keeps its triggers. */
  listening: z.boolean(),
  /** When the node was last started by a trigger, and how many cycles that has made so far. */
  lastFiredAt: timeSchema.nullable(),
  started: z.int().min(0),
};

export const triggerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    ...shared,
    resource: z.string(),
    actions: z.array(z.string()),
    mode: z.enum(['Once', 'Always']),
    /** DQL as a JSON text; empty: everything. */
    filter: z.string(),
  }),
  z.object({
    kind: z.literal('cron'),
    ...shared,
    cron: z.string(),
    startAt: storedTimeSchema,
    endAt: storedTimeSchema,
    /** When it fires next; null: not any more, or not as things are. */
    nextAt: timeSchema.nullable(),
  }),
]);
export type Trigger = z.infer<typeof triggerSchema>;

export const triggers = {
  /** The next five times of a timed trigger, from now. `pipeline-invalid`: the times cannot be read. */
  'triggers.times': query(
    z.strictObject({
      cron: z.string().max(200),
      startAt: storedTimeSchema.default(null),
      endAt: storedTimeSchema.default(null),
    }),
    z.object({ times: z.array(timeSchema) }),
  ),
  /** Of the version that runs; of the latest before the first install. */
  'triggers.list': query(z.strictObject({ pipelineId: pipelineIdSchema }), z.array(triggerSchema)),
  /**
   * Switches the triggers of a node off or on, over all installs. What happens while they are off starts nothing later.
   * Answers all triggers of the pipeline.
   */
  'triggers.setActive': mutation(
    z.strictObject({ pipelineId: pipelineIdSchema, nodeId: z.string(), active: z.boolean() }),
    z.array(triggerSchema),
  ),
} as const;
