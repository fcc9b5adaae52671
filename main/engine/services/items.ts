/** Items of datasets. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { JobId } from '#core/model/ids.ts';
import type { IngestMode } from '#core/model/watched-folder.ts';
import type { EngineContext } from '../context.ts';
import { listItemEvents } from '../db/queries/events.ts';
import { countItems, findItem, idAfter, listItems } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import type { Uploads } from '../ingest/uploads.ts';
import { putTrashed } from '../item-trash.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { explainEvent } from '../pipelines/explain.ts';

type ItemCalls =
  `items.${'list' | 'skip' | 'count' | 'get' | 'history' | 'import' | 'uploadPlace' | 'upload' | 'trash' | 'restore'}`;

/** Takes files in; what `ingest` provides. */
export type Importer = (request: {
  datasetId: string;
  paths: readonly string[];
  mode: IngestMode;
  actor: string;
}) => JobId;

export type Intake = { readonly importPaths: Importer; readonly uploads: Omit<Uploads, 'busy'> };

export function itemHandlers(
  ctx: EngineContext,
  graphs: Graphs,
  { importPaths, uploads }: Intake,
): Handlers<ItemCalls> {
  const { db } = ctx;

  function setAll(itemIds: readonly string[], trashed: boolean): { changed: number } {
    const changed = ctx.unit(ctx.settings().person, (tx) => {
      let count = 0;
      for (const itemId of itemIds) {
        const item = findItem(tx.db, itemId);
        if (item && putTrashed(tx, item, trashed)) count += 1;
      }
      return count;
    });
    return { changed };
  }

  return {
    'items.list': ({ datasetId, filter, after, limit }) => {
      const items = listItems(db, datasetId, filter, { after, limit });
      return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null };
    },
    'items.skip': ({ datasetId, filter, after, count }) => ({
      after: idAfter(db, datasetId, filter, { after, skip: count }),
    }),
    'items.count': ({ datasetId, filter }) => {
      const everything = !filter.text && !filter.kind && !filter.status && !filter.trashed;
      // The dataset's counter answers at once where counting a million rows would take tens of milliseconds.
      const count = everything ? findDataset(db, datasetId)?.itemCount : undefined;
      return { count: count ?? countItems(db, datasetId, filter) };
    },
    'items.get': ({ itemId }) => {
      const item = findItem(db, itemId);
      if (!item) throw new SluiceError('not-found', 'This item is not there any more.', { itemId });
      return item;
    },
    'items.history': ({ itemId, after, limit }) => {
      const before = after === null ? Number.MAX_SAFE_INTEGER : Number(after);
      const items = listItemEvents(db, itemId, { before, limit }).map((event) =>
        explainEvent(db, graphs, event),
      );
      const last = items.at(-1);
      return { items, next: last && items.length === limit ? String(last.seq) : null };
    },
    'items.import': ({ datasetId, paths, mode }) => {
      if (!findDataset(db, datasetId)) {
        throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
      }
      return { jobId: importPaths({ datasetId, paths, mode, actor: ctx.settings().person }) };
    },
    'items.uploadPlace': async ({ datasetId }) => ({ path: await uploads.place(datasetId) }),
    'items.upload': (wish) => uploads.take(wish),
    'items.trash': ({ itemIds }) => setAll(itemIds, true),
    'items.restore': ({ itemIds }) => setAll(itemIds, false),
  };
}
