import { z } from 'zod';
import { timeSchema } from '#core/model/common.ts';
import { graphSchema } from '#core/model/graph.ts';
import { pipelineIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

const byPipeline = z.strictObject({ pipelineId: pipelineIdSchema });

/** A graph that is drawn and not saved. */
export const draftSchema = z.object({
  graph: graphSchema,
  /** The version that the drawing began from; the latest may be newer. */
  fromVersion: z.int().min(1),
  drawnBy: z.string(),
  drawnAt: timeSchema,
});
export type Draft = z.infer<typeof draftSchema>;

export const drafts = {
  /** Null: nothing is drawn that is not saved. */
  'pipelines.draft': query(byPipeline, draftSchema.nullable()),
  /** Keeps what is drawn, in the place of what was kept; it changes no version. May be sent again. */
  'pipelines.saveDraft': mutation(
    byPipeline.extend({ graph: graphSchema, fromVersion: z.int().min(1) }),
    z.null(),
  ),
  /** Nothing happens when there is none. May be sent again. */
  'pipelines.discardDraft': mutation(byPipeline, z.null()),
} as const;
