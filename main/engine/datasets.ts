/** Makes datasets inside of a transaction that may make more than that. */
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import { findDatasetByName, findProject, insertDataset } from './db/queries/projects.ts';
import type { Tx } from './unit.ts';

export type NewDataset = Pick<Dataset, 'projectId' | 'name' | 'recipeId'> & Partial<Pick<Dataset, 'extra'>>;

/** @throws SluiceError `not-found` without the project, `conflict` when it has a dataset of that name. */
export function createDataset(tx: Tx, made: NewDataset): Dataset {
  if (!findProject(tx.db, made.projectId)) {
    throw new SluiceError('not-found', 'This project is not there any more.', { projectId: made.projectId });
  }
  refuseNameTaken(tx, made);
  const id = datasetIdSchema.parse(tx.id());
  const dataset: Dataset = {
    extra: {},
    ...made,
    id,
    itemCount: 0,
    creator: tx.actor,
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  insertDataset(tx.db, dataset);
  tx.raise({ resource: 'Dataset', action: 'Created', id });
  tx.changes.project(made.projectId);
  return dataset;
}

/** @throws SluiceError `conflict` when the project has another dataset of that name. */
export function refuseNameTaken(tx: Tx, { projectId, name }: Pick<Dataset, 'projectId' | 'name'>): void {
  if (!findDatasetByName(tx.db, projectId, name)) return;
  throw new SluiceError('conflict', `The project has a dataset "${name}" already. Choose another name.`);
}
