/** What the engine tells without being asked. Events say that something changed; the state is read by calls. */
import { z } from 'zod';
import { wireErrorSchema } from '#core/errors.ts';
import {
  datasetIdSchema,
  itemIdSchema,
  pipelineIdSchema,
  projectIdSchema,
  taskIdSchema,
} from '#core/model/ids.ts';
import { jobSchema } from '#core/model/job.ts';
import { pipelineCountsSchema } from '#core/model/pipeline.ts';
import { syncStateSchema } from '#core/model/sync.ts';
import { watchedFolderSchema } from '#core/model/watched-folder.ts';
import { workspaceSchema } from '#core/model/workspace.ts';

export const events = {
  /** `ready` with an open workspace, `idle` without; `restarting` after a crash, until `ready` again. */
  'engine.state': z.object({
    state: z.enum(['starting', 'idle', 'ready', 'restarting', 'failed']),
    error: wireErrorSchema.nullable(),
  }),
  'workspace.changed': z.object({ workspace: workspaceSchema.nullable() }),
  'projects.changed': z.object({ projectId: projectIdSchema }),
  /** Items of the dataset came, went or changed. At most four times a second. */
  'items.changed': z.object({ datasetId: datasetIdSchema }),
  'annotations.changed': z.object({ itemId: itemIdSchema }),
  /** Items of the task came, went or changed. At most four times a second. */
  'tasks.changed': z.object({ taskId: taskIdSchema }),
  /** At most twice a second. */
  'pipelines.counts': z.object({ pipelineId: pipelineIdSchema, counts: pipelineCountsSchema }),
  /** All jobs there are now. At most four times a second. */
  'jobs.changed': z.object({ jobs: z.array(jobSchema) }),
  'watchedFolders.changed': z.object({ folder: watchedFolderSchema }),
  /** How remotes stand has changed: see `sync.states`. */
  'sync.changed': z.object({ states: z.array(syncStateSchema) }),
  /** Something went wrong outside of any call, e.g. an execution failed. */
  problem: z.object({ error: wireErrorSchema }),
} as const satisfies Record<string, z.ZodType>;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
/** One event as it crosses a boundary. */
export type EngineEvent = {
  [N in EventName]: { readonly name: N; readonly payload: EventPayload<N> };
}[EventName];
