/** Pipelines of this workspace at a remote: what it is asked to do with them, and how they stand there. */
import { z } from 'zod';
import { metadataSchema, timeSchema } from './common.ts';
import { itemIdSchema, pipelineIdSchema } from './ids.ts';
import { resumeOptionSchema } from './pipeline.ts';
import { remoteIdSchema } from './sync.ts';

/** `save`: makes the pipeline there, or makes the one there as it is here now. */
export const orderSchema = z.discriminatedUnion('verb', [
  z.strictObject({ verb: z.literal('save') }),
  z.strictObject({ verb: z.literal('install'), resumeOption: resumeOptionSchema.nullable().default(null) }),
  z.strictObject({ verb: z.literal('pause') }),
  z.strictObject({
    verb: z.literal('execute'),
    /** An item that the remote has too; null: the pipeline's root needs none. */
    itemId: itemIdSchema.nullable().default(null),
    nodeId: z.string().max(200).nullable().default(null),
  }),
]);
export type Order = z.infer<typeof orderSchema>;

/** Of cycles, by the remote's words for how they stand. */
const countersSchema = z.array(z.object({ status: z.string(), count: z.int().min(0) }));

/** What the remote said of it last. */
export const pipelineThereSchema = z.object({
  name: z.string(),
  status: z.string(),
  cycles: countersSchema,
  /** By node of the graph. */
  executions: z.array(z.object({ nodeId: z.string(), counters: countersSchema })),
  /** Seconds; null where nothing has ended. */
  secondsACycle: z.number().nullable(),
  /** The version of the graph here that was sent last. */
  version: z.int().nullable(),
  at: timeSchema,
});
export type PipelineThere = z.infer<typeof pipelineThereSchema>;

/** An order that the remote has not carried out. */
export const waitingOrderSchema = z.object({
  seq: z.int(),
  order: orderSchema,
  at: timeSchema,
  /** Why the remote did not; null: it was not asked, or did not answer. */
  refused: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type WaitingOrder = z.infer<typeof waitingOrderSchema>;

export const remotePipelineSchema = z.object({
  remoteId: remoteIdSchema,
  pipelineId: pipelineIdSchema,
  name: z.string(),
  /** The latest version of its graph here. */
  version: z.int().min(1),
  /** Null: it is not there yet. */
  idThere: z.string().nullable(),
  there: pipelineThereSchema.nullable(),
  orders: z.array(waitingOrderSchema),
});
export type RemotePipeline = z.infer<typeof remotePipelineSchema>;

/** What a `save` takes along, in the reference's JSON, with ids of this workspace. */
export const savedPipelineSchema = z.object({ version: z.int().min(1), json: metadataSchema });
export type SavedPipeline = z.infer<typeof savedPipelineSchema>;
