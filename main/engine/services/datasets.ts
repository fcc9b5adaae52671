/** Datasets. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { DatasetId, RecipeId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import { createDataset, refuseNameTaken } from '../datasets.ts';
import {
  countAnnotated,
  findDataset,
  listDatasets,
  listFolders,
  setDatasetDeleted,
  updateDataset,
} from '../db/queries/projects.ts';
import { findRecipe } from '../db/queries/recipes.ts';
import { listFoldersOfProject } from '../db/queries/watched-folders.ts';
import { createOntology, createRecipe } from '../recipes.ts';
import type { Tx } from '../unit.ts';

type DatasetCalls = `datasets.${'list' | 'get' | 'create' | 'update' | 'delete' | 'folders' | 'annotated'}`;

export function datasetHandlers(ctx: EngineContext): Handlers<DatasetCalls> {
  const { db } = ctx;

  function dataset(datasetId: DatasetId): Dataset {
    const found = findDataset(db, datasetId);
    if (!found) throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
    return found;
  }

  function requireRecipe(recipeId: RecipeId | null | undefined): void {
    if (!recipeId || findRecipe(db, recipeId)) return;
    throw new SluiceError('not-found', 'This recipe is not there any more.', { recipeId });
  }

  return {
    'datasets.list': ({ projectId }) => listDatasets(db, projectId),
    'datasets.get': ({ datasetId }) => dataset(datasetId),
    'datasets.create': ({ createRecipe: withRecipe, ...made }) => {
      requireRecipe(made.recipeId);
      return ctx.unit(ctx.settings().person, (tx) => {
        const created = createDataset(tx, made);
        if (!withRecipe || made.recipeId) return created;
        const changed = { ...created, recipeId: recipeFor(tx, created) };
        updateDataset(tx.db, changed);
        return changed;
      });
    },
    'datasets.update': ({ datasetId, name, recipeId, extra }) => {
      const before = dataset(datasetId);
      requireRecipe(recipeId);
      return ctx.unit(ctx.settings().person, (tx) => {
        const after: Dataset = {
          ...before,
          name: name ?? before.name,
          recipeId: recipeId === undefined ? before.recipeId : recipeId,
          extra: extra ?? before.extra,
          updatedAt: tx.now,
        };
        if (after.name !== before.name) refuseNameTaken(tx, after);
        updateDataset(tx.db, after);
        tx.raise({ resource: 'Dataset', action: 'Updated', id: datasetId });
        tx.changes.project(before.projectId);
        return after;
      });
    },
    'datasets.delete': ({ datasetId }) => {
      const { name, projectId } = dataset(datasetId);
      const folder = listFoldersOfProject(db, projectId).find((one) => one.datasetId === datasetId);
      if (folder) {
        const message = `The folder ${folder.path} is watched for "${name}". Stop watching it before deleting the dataset.`;
        throw new SluiceError('conflict', message, { datasetId });
      }
      ctx.unit(ctx.settings().person, (tx) => {
        setDatasetDeleted(tx.db, datasetId, tx.now);
        tx.raise({ resource: 'Dataset', action: 'Deleted', id: datasetId, gone: { id: datasetId, name } });
        tx.changes.project(projectId);
      });
      return null;
    },
    'datasets.folders': ({ datasetId }) => listFolders(db, dataset(datasetId).id),
    'datasets.annotated': ({ datasetId }) => countAnnotated(db, dataset(datasetId).id),
  };
}

/** An empty recipe for a new dataset. */
function recipeFor(tx: Tx, { projectId, name }: Dataset): RecipeId {
  const ontology = createOntology(tx, { projectId, title: name, labels: [] });
  return createRecipe(tx, { projectId, title: name, ontology }).id;
}
