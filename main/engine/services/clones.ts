/** Copies of items and of datasets that somebody asks for. */
import { setImmediate } from 'node:timers/promises';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { mergeDiff, without } from '#core/formats/dataloop/json.ts';
import type { Command } from '#core/model/command.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { type CopyPlace, copyAnnotations, copyItem } from '../clones.ts';
import type { EngineContext } from '../context.ts';
import { createDataset } from '../datasets.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findCommand } from '../db/queries/commands.ts';
import { type Found, lookForItems } from '../db/queries/item-windows.ts';
import { findItem, findItemAt } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { noteDone } from '../pipelines/commands.ts';
import type { Tx } from '../unit.ts';

type What = { readonly withAnnotations: boolean; readonly withMetadata: boolean };

/** Items that one transaction copies. */
const AT_ONCE = 200;

export function cloneHandlers(ctx: EngineContext): Handlers<'items.clone' | 'datasets.clone'> {
  const { db } = ctx;
  const noted = (id: Command['id']): Command => {
    const command = findCommand(db, id);
    if (!command) throw new SluiceError('not-found', 'This command is not there any more.', { id });
    return command;
  };
  return {
    'items.clone': ({ itemId, metadata, allowMany, ...wish }) =>
      noted(
        ctx.unit(ctx.settings().person, (tx) => {
          const item = findItem(tx.db, itemId);
          if (!item || item.trashed) {
            throw new SluiceError('not-found', `There is no item ${itemId}.`, { itemId });
          }
          const { datasetId = item.datasetId, folder = item.folder, name = item.name } = wish;
          requireDataset(tx.db, datasetId);
          if (!allowMany && findItemAt(tx.db, { datasetId, folder, name })) {
            const path = `${folder === '/' ? '' : folder}/${name}`;
            throw new SluiceError('conflict', `There is an item "${path}" already. Clone to another path.`);
          }
          const place = { datasetId, folder, name };
          const id = clone(tx, item, { place, metadata, what: wish });
          return noteDone(tx, 'clone', { returnedModelId: [id] });
        }),
      ),
    'datasets.clone': async ({ datasetId, name, filter, ...what }) => {
      const source = requireDataset(db, datasetId);
      const { projectId, recipeId, extra } = source;
      const search = { datasetIds: [datasetId], filter: parseFilter(filter) };
      const { person } = ctx.settings();
      const made = ctx.unit(person, (tx) => createDataset(tx, { projectId, name, recipeId, extra }));
      for (let after: string | null = ''; after !== null; ) {
        const { ids, cursor }: Found = lookForItems(db, { ...search, after, limit: AT_ONCE });
        if (ids.length > 0) {
          ctx.unit(person, (tx) => {
            for (const item of ids.flatMap((id) => findItem(tx.db, id) ?? [])) {
              const place = { datasetId: made.id, folder: item.folder, name: item.name };
              clone(tx, item, { place, metadata: {}, what });
            }
          });
        }
        after = cursor;
        await setImmediate();
      }
      return noted(ctx.unit(person, (tx) => noteDone(tx, 'clone', { returnedModelId: made.id })));
    },
  };
}

type Wish = { readonly place: CopyPlace; readonly metadata: Item['metadata']; readonly what: What };

function clone(tx: Tx, item: Item, { place, metadata, what }: Wish): ItemId {
  const { system } = item.metadata;
  // What Sluice has found out of the file is true of the copy as well.
  const base = what.withMetadata ? item.metadata : system === undefined ? {} : { system };
  const merged = mergeDiff(base, without(metadata, ['system']));
  const id = copyItem(tx, item, { ...place, metadata: merged });
  if (what.withAnnotations) copyAnnotations(tx, item.id, id);
  tx.raise({ resource: 'Item', action: 'Clone', id });
  tx.explain({ itemId: id, kind: 'cloned', text: `Cloned from "${item.name}"` });
  return id;
}

function requireDataset(db: ReadableDb, datasetId: DatasetId) {
  const found = findDataset(db, datasetId);
  if (!found) throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
  return found;
}
