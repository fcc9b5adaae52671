/** Copies of items and of datasets, and what else is done with all items of a dataset, that somebody asks for. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { Command, CommandType } from '#core/model/command.ts';
import type { Metadata } from '#core/model/common.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { cloneItem } from '../clones.ts';
import type { EngineContext } from '../context.ts';
import { createDataset } from '../datasets.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findCommand } from '../db/queries/commands.ts';
import { boundItems } from '../db/queries/item-windows.ts';
import { findItem, findItemAt } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findRecipe } from '../db/queries/recipes.ts';
import { listFoldersOfProject } from '../db/queries/watched-folders.ts';
import type { Ingest } from '../ingest/ingest.ts';
import { addCommand, noteDone } from '../pipelines/commands.ts';
import type { SetCommandSpec } from '../sets/parts.ts';
import type { Tx } from '../unit.ts';

type CloneCalls =
  | 'items.clone'
  | `datasets.${'clone' | 'merge' | 'split' | 'updateItems' | 'sync' | 'unlock'}`;

/** Looks through a watched folder again. */
type Watching = { readonly folders: Pick<Ingest['folders'], 'rescan'> };

export function cloneHandlers(ctx: EngineContext, { folders }: Watching): Handlers<CloneCalls> {
  const { db } = ctx;
  const noted = (id: Command['id']): Command => {
    const command = findCommand(db, id);
    if (!command) throw new SluiceError('not-found', 'This command is not there any more.', { id });
    return command;
  };
  const act = (work: (tx: Tx) => Command['id']): Command => noted(ctx.unit(ctx.settings().person, work));
  const done = (type: CommandType, reply: Command['reply']) => act((tx) => noteDone(tx, type, reply));
  /** Read before anything is made: a filter that cannot be read leaves nothing behind. */
  const counted = (datasets: readonly Dataset[], filter: Metadata): number => {
    const items = datasets.reduce((sum, { itemCount }) => sum + itemCount, 0);
    const datasetIds = datasets.map(({ id }) => id);
    return boundItems(db, { datasetIds, filter: parseFilter(filter) }, items);
  };

  return {
    'items.clone': ({ itemId, metadata, allowMany, ...wish }) =>
      act((tx) => {
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
        const id = cloneItem(tx, item, { place: { datasetId, folder, name }, metadata, what: wish });
        return noteDone(tx, 'clone', { returnedModelId: [id] });
      }),
    'datasets.clone': ({ datasetId, to, folder, filter, ...what }) => {
      const source = requireDataset(db, datasetId);
      const total = counted([source], filter);
      return act((tx) => {
        const { projectId, recipeId, extra } = source;
        const isNew = 'name' in to;
        const target = isNew
          ? createDataset(tx, { projectId, name: to.name, recipeId, extra })
          : requireDataset(tx.db, to.targetId);
        const asked = { datasetIds: [datasetId], filter, upTo: tx.id() };
        const taken = isNew ? ('number' as const) : ('skip' as const);
        const spec = { ...asked, targetId: target.id, folder, taken, ...what };
        const reply = { returnedModelId: target.id };
        return addCommand(tx, null, { type: 'clone', spec, reply }, total);
      });
    },
    'datasets.merge': ({ datasetIds, name, projectId, ...what }) => {
      const sources = [...new Set(datasetIds)].map((id) => requireDataset(db, id));
      const [first] = sources;
      if (!first) throw new SluiceError('invalid-input', 'Name the datasets that are to be merged.');
      const total = counted(sources, {});
      return act((tx) => {
        const { recipeId } = first;
        const target = createDataset(tx, { projectId: projectId ?? first.projectId, name, recipeId });
        const asked = { datasetIds: sources.map(({ id }) => id), filter: {}, upTo: tx.id() };
        const spec = { ...asked, targetId: target.id, folder: '/', taken: 'number' as const, ...what };
        // Clients look for the configuration; the dataset is what people look for.
        const mergeDatasetsConfiguration = { name, datasetsIds: asked.datasetIds };
        const message = missingLabels(tx.db, first, sources);
        const warned = message === null ? {} : { message };
        const reply = { returnedModelId: target.id, mergeDatasetsConfiguration, ...warned };
        return addCommand(tx, null, { type: 'merge', spec, reply }, total);
      });
    },
    'datasets.split': ({ datasetId, filter, shares }) =>
      forItems(datasetId, filter, (asked) => ({
        type: 'split',
        spec: { ...asked, shares, seed: asked.upTo },
      })),
    'datasets.updateItems': ({ datasetId, filter, ...change }) =>
      forItems(datasetId, filter, (asked) => ({ type: 'update-items', spec: { ...asked, ...change } })),
    'datasets.sync': ({ datasetId }) => {
      const { projectId } = requireDataset(db, datasetId);
      const watched = listFoldersOfProject(db, projectId).filter((one) => one.datasetId === datasetId);
      const at = watched.map(({ path, paused }) => (paused ? `${path} (paused, so not there)` : path));
      for (const { id, paused } of watched) if (!paused) folders.rescan(id);
      const message =
        watched.length === 0
          ? 'No folder is watched for this dataset, so there is nothing to look for.'
          : `Looking through watched folders again: ${at.join(', ')}.`;
      return done('sync', { datasetId, message });
    },
    'datasets.unlock': ({ datasetId }) => {
      requireDataset(db, datasetId);
      return done('unlock', { datasetId });
    },
  };

  type Asked = { readonly datasetIds: DatasetId[]; readonly filter: Metadata; readonly upTo: string };

  function forItems(datasetId: DatasetId, filter: Metadata, make: (asked: Asked) => SetCommandSpec): Command {
    const total = counted([requireDataset(db, datasetId)], filter);
    return act((tx) => {
      const command = make({ datasetIds: [datasetId], filter, upTo: tx.id() });
      return addCommand(tx, null, { ...command, reply: { datasetId } }, total);
    });
  }
}

/** Labels that a message names; more than these are counted. */
const NAMED = 10;

/** What whoever merges datasets should know: labels of one recipe need not be in another. Null when all are. */
function missingLabels(db: ReadableDb, first: Dataset, others: readonly Dataset[]): string | null {
  const labelsOf = ({ recipeId }: Dataset) =>
    (recipeId === null ? [] : (findRecipe(db, recipeId)?.labels ?? [])).map(({ name }) => name);
  const offered = new Set(labelsOf(first));
  const missing = [...new Set(others.flatMap(labelsOf))].filter((label) => !offered.has(label));
  if (missing.length === 0) return null;
  const named = missing.slice(0, NAMED).map((label) => `"${label}"`);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  return `The recipes differ: the new dataset has that of "${first.name}", without ${named.join(', ')}${more}. Annotations keep these labels; add them to the recipe to offer them.`;
}

function requireDataset(db: ReadableDb, datasetId: DatasetId): Dataset {
  const found = findDataset(db, datasetId);
  if (!found) throw new SluiceError('not-found', `There is no dataset ${datasetId}.`, { datasetId });
  return found;
}
