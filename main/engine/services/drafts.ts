/** What is drawn of a pipeline and not saved. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { findDraft, putDraft, removeDraft } from '../db/queries/drafts.ts';
import { findPipeline, hasVersion } from '../db/queries/pipelines.ts';

export function draftHandlers(
  ctx: EngineContext,
): Handlers<`pipelines.${'draft' | 'saveDraft' | 'discardDraft'}`> {
  const { db } = ctx;

  function requirePipeline(pipelineId: string): void {
    if (findPipeline(db, pipelineId)) return;
    throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
  }

  return {
    'pipelines.draft': ({ pipelineId }) => {
      requirePipeline(pipelineId);
      return findDraft(db, pipelineId);
    },
    'pipelines.saveDraft': ({ pipelineId, graph, fromVersion }) => {
      requirePipeline(pipelineId);
      if (!hasVersion(db, pipelineId, fromVersion)) {
        throw new SluiceError('not-found', `The pipeline has no version ${fromVersion}.`, { fromVersion });
      }
      ctx.unit(ctx.settings().person, (tx) =>
        putDraft(tx.db, pipelineId, { graph, fromVersion, drawnBy: tx.actor, drawnAt: tx.now }),
      );
      return null;
    },
    'pipelines.discardDraft': ({ pipelineId }) => {
      requirePipeline(pipelineId);
      ctx.unit(ctx.settings().person, (tx) => removeDraft(tx.db, pipelineId));
      return null;
    },
  };
}
