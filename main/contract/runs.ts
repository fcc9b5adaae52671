import { z } from 'zod';
import { metadataSchema } from '#core/model/common.ts';
import {
  attemptSchema,
  cycleSchema,
  executionReportSchema,
  executionSchema,
  nodeProgressSchema,
} from '#core/model/cycle.ts';
import { executionIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

const byExecution = z.strictObject({ executionId: executionIdSchema });

const searchSchema = z.strictObject({
  /** DQL, over the fields that clients see. */
  filter: metadataSchema.default({}),
  /** Null: of all projects. */
  projectIds: z.array(z.string()).max(10_000).nullable().default(null),
  order: z
    .strictObject({ by: z.enum(['created', 'updated']), descending: z.boolean() })
    .default({ by: 'created', descending: true }),
  offset: z.int().min(0).max(1_000_000_000).default(0),
  limit: z.int().min(1).max(1000).default(100),
});

function found<T extends z.ZodType>(element: T) {
  return z.object({ items: z.array(element), total: z.int().min(0) });
}

/** Cycles and executions wherever they are, and what is done with single ones. */
export const runs = {
  /** `pipeline-invalid` for a filter that cannot be read. */
  'cycles.search': query(searchSchema, found(cycleSchema)),
  'executions.search': query(searchSchema, found(executionSchema)),
  /** How far what runs in a pipeline has come, by node; nodes in which nothing tells are left out. */
  'executions.progress': query(z.strictObject({ pipelineId: pipelineIdSchema }), z.array(nodeProgressSchema)),
  /** All attempts, the first one first: what the log has of those that ended, and the execution as it stands. */
  'executions.attempts': query(byExecution, z.array(attemptSchema)),
  /**
   * Keeps what somebody tells of an execution that has not ended: how far it has come, in words or in percent. What is
   * not told stays as it was. `wrong-state` for one that has ended.
   */
  'executions.report': mutation(byExecution.extend(executionReportSchema.partial().shape), executionSchema),
  /**
   * Ends one execution that has not ended; an item leaves the task in which it waited. Its cycle goes on with the rest,
   * and is terminated when nothing else of it is open and nothing has failed.
   */
  'executions.terminate': mutation(byExecution, executionSchema),
  /**
   * Runs an execution that has ended again, and what comes after it: what failed in place, what succeeded as a new
   * execution, which is answered. `wrong-state` for one that has not ended, or counts no more.
   */
  'executions.rerun': mutation(byExecution, executionSchema),
} as const;
