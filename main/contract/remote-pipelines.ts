/** Pipelines of this workspace at remotes, which run them on machines of their own. */
import { z } from 'zod';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { pipelineSchema } from '#core/model/pipeline.ts';
import { orderSchema, pipelineThereSchema, remotePipelineSchema } from '#core/model/remote-pipeline.ts';
import { remoteIdSchema } from '#core/model/sync.ts';
import { mutation, query } from './define.ts';

export const remotePipelines = {
  /** Those that are at a remote or on their way there, with what it said of them last and what it has still to do. */
  'sync.pipelines': query(z.strictObject({}), z.array(remotePipelineSchema)),
  /**
   * Has the remote do something with a pipeline, as soon as it can be reached; orders for one pipeline are carried out one
   * after the other. A `save` takes along what the pipeline is now. `wrong-state`: nothing of its project is linked to the
   * remote, a node names a dataset that is not, or it is not there and nothing on the way puts it there.
   */
  'sync.order': mutation(
    z.strictObject({ remoteId: remoteIdSchema, pipelineId: pipelineIdSchema, order: orderSchema }),
    z.object({ seq: z.int() }),
  ),
  /** All that there are in the linked projects of the remote, those that were made there, too; it is asked. */
  'sync.pipelinesThere': query(
    z.strictObject({ remoteId: remoteIdSchema }),
    z.array(
      pipelineThereSchema.pick({ name: true, status: true, cycles: true }).extend({
        idThere: z.string(),
        /** The one of this workspace that it goes with. */
        pipelineId: pipelineIdSchema.nullable(),
      }),
    ),
  ),
  /**
   * Makes a pipeline here that is as the one there, or makes the one that goes with it as that is now, as another version.
   * `conflict`: it was changed here since both were the same; `not-found`: it is not there.
   */
  'sync.takePipeline': mutation(
    z.strictObject({ remoteId: remoteIdSchema, idThere: z.string().min(1).max(100) }),
    pipelineSchema,
  ),
  /** An order that was refused: it is tried again, or given up together with those that wait for it. */
  'sync.unorder': mutation(z.strictObject({ seq: z.int(), how: z.enum(['again', 'drop']) }), z.null()),
} as const;
