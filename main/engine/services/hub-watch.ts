/** Tells workstations that there is something to fetch. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { hasFed, isFed, isOfEra } from '../db/queries/feed.ts';
import { findDataset } from '../db/queries/projects.ts';
import type { Watchers } from '../sync/watchers.ts';

export function hubWatchHandlers(
  { db }: Pick<EngineContext, 'db'>,
  watchers: Watchers,
): Handlers<'hub.watch'> {
  return {
    'hub.watch': async ({ places, about, wait }) => {
      for (const { datasetId } of places) {
        if (findDataset(db, datasetId)) continue;
        throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
      }
      const isBehind = () =>
        about !== watchers.about() ||
        places.some(
          ({ datasetId, era, after }) =>
            !isFed(db, datasetId) || !isOfEra(db, era, after) || hasFed(db, datasetId, after),
        );
      const changed = await watchers.wait(isBehind, wait * 1000);
      return { changed, about: watchers.about() };
    },
  };
}
