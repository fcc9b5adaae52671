/** What a person who writes a filter is told of the items that are there: bounded work, however many there are. */
import type { Handlers } from '#contract/index.ts';
import { itemEntity } from '#core/filters/entities.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { sampleFields } from '#core/filters/sample-fields.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import { listItemIdsMatching } from '../db/queries/filters.ts';
import { idAfter, listItems } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';

/** Items that a filter is tried on, over all datasets. */
const TRIED = 10_000;

/** Items of a dataset whose fields are looked at: so many of the first, and as many of the last. */
const SAMPLED = 100;

const LIVE = { text: '', kind: null, status: null, trashed: false } as const;

export function itemSampleHandlers(ctx: EngineContext): Handlers<`items.${'fields' | 'matching'}`> {
  const { db } = ctx;
  // A graph may name a dataset that is no longer there.
  const datasets = (ids: readonly DatasetId[]): Dataset[] =>
    [...new Set(ids)].flatMap((id) => findDataset(db, id) ?? []);

  function sampleOf({ id, itemCount }: Dataset) {
    const first = listItems(db, id, LIVE, { after: null, limit: SAMPLED });
    const skip = Math.max(itemCount - SAMPLED, first.length);
    const after = skip > 0 ? idAfter(db, id, LIVE, { after: null, skip }) : null;
    return after === null ? first : [...first, ...listItems(db, id, LIVE, { after, limit: SAMPLED })];
  }

  return {
    'items.fields': ({ datasetIds }) =>
      sampleFields(
        datasets(datasetIds).flatMap((dataset) => sampleOf(dataset).map((item) => itemEntity(item))),
      ),
    'items.matching': ({ datasetIds, filter }) => {
      const parsed = parseFilter(filter);
      const there = datasets(datasetIds);
      let [matching, looked] = [0, 0];
      for (const { id, itemCount } of there) {
        const left = TRIED - looked;
        if (left <= 0) break;
        const upTo = idAfter(db, id, LIVE, { after: null, skip: left });
        matching += listItemIdsMatching(db, {
          datasetIds: [id],
          filter: parsed,
          after: null,
          upTo,
          limit: left,
        }).length;
        looked += Math.min(itemCount, left);
      }
      const total = there.reduce((sum, { itemCount }) => sum + itemCount, 0);
      return { matching, looked, total, names: there.map(({ name }) => name) };
    },
  };
}
