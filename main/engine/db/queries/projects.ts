/** Projects and their datasets. */
import type { Dataset } from '#core/model/dataset.ts';
import type { DatasetId, ProjectId } from '#core/model/ids.ts';
import type { Project } from '#core/model/project.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type ProjectRow = Omit<Project, 'extra'> & { readonly extra: string };

const PROJECT = `SELECT id, name, creator, extra, created_at AS createdAt, ifnull(updated_at, created_at) AS updatedAt
  FROM project WHERE deleted_at IS NULL`;

const toProject = (row: ProjectRow): Project => ({ ...row, extra: JSON.parse(row.extra) });

type DatasetRow = Omit<Dataset, 'extra'> & { readonly extra: string };

const DATASET = `SELECT id, project_id AS projectId, name, recipe_id AS recipeId, item_count AS itemCount, creator, extra,
  created_at AS createdAt, ifnull(updated_at, created_at) AS updatedAt FROM dataset WHERE deleted_at IS NULL`;

const toDataset = (row: DatasetRow): Dataset => ({ ...row, extra: JSON.parse(row.extra) });

export function listProjects(db: ReadableDb): Project[] {
  return db.all<ProjectRow>(`${PROJECT} ORDER BY id`).map(toProject);
}

export function findProject(db: ReadableDb, id: ProjectId): Project | null {
  const row = db.get<ProjectRow>(`${PROJECT} AND id = :id`, { id });
  return row ? toProject(row) : null;
}

export function insertProject(db: WritableDb, project: Project): void {
  db.run(
    `INSERT INTO project (id, name, creator, extra, created_at, updated_at)
     VALUES (:id, :name, :creator, :extra, :createdAt, :updatedAt)`,
    { ...project, extra: JSON.stringify(project.extra) },
  );
}

export function updateProject(db: WritableDb, { id, name, extra, updatedAt }: Project): void {
  const sql = 'UPDATE project SET name = :name, extra = :extra, updated_at = :updatedAt WHERE id = :id';
  db.run(sql, { id, name, updatedAt, extra: JSON.stringify(extra) });
}

/** Gone from every list, with its recipes and ontologies; the rows stay, for what refers to them. */
export function setProjectDeleted(db: WritableDb, id: ProjectId, at: number): void {
  db.run('UPDATE project SET deleted_at = :at WHERE id = :id', { id, at });
  db.run('UPDATE recipe SET deleted_at = :at WHERE project_id = :id AND deleted_at IS NULL', { id, at });
  db.run('UPDATE ontology SET deleted_at = :at WHERE project_id = :id AND deleted_at IS NULL', { id, at });
}

export function listDatasets(db: ReadableDb, projectId: ProjectId): Dataset[] {
  const sql = `${DATASET} AND project_id = :projectId ORDER BY id`;
  return db.all<DatasetRow>(sql, { projectId }).map(toDataset);
}

export function findDataset(db: ReadableDb, id: DatasetId): Dataset | null {
  const row = db.get<DatasetRow>(`${DATASET} AND id = :id`, { id });
  return row ? toDataset(row) : null;
}

export function findDatasetByName(db: ReadableDb, projectId: ProjectId, name: string): Dataset | null {
  const row = db.get<DatasetRow>(`${DATASET} AND project_id = :projectId AND name = :name`, {
    projectId,
    name,
  });
  return row ? toDataset(row) : null;
}

export function insertDataset(db: WritableDb, dataset: Omit<Dataset, 'itemCount'>): void {
  db.run(
    `INSERT INTO dataset (id, project_id, name, recipe_id, creator, extra, created_at, updated_at)
     VALUES (:id, :projectId, :name, :recipeId, :creator, :extra, :createdAt, :updatedAt)`,
    { ...dataset, extra: JSON.stringify(dataset.extra) },
  );
}

export function updateDataset(
  db: WritableDb,
  { id, name, recipeId, extra, updatedAt }: Omit<Dataset, 'itemCount'>,
): void {
  db.run(
    `UPDATE dataset SET name = :name, recipe_id = :recipeId, extra = :extra, updated_at = :updatedAt WHERE id = :id`,
    { id, name, recipeId, updatedAt, extra: JSON.stringify(extra) },
  );
}

/** Gone from every list, its name free for another; its rows stay, for what refers to them. */
export function setDatasetDeleted(db: WritableDb, id: DatasetId, at: number): void {
  // Names are unique within a project: the id makes room.
  db.run(`UPDATE dataset SET deleted_at = :at, name = name || ' (' || id || ')' WHERE id = :id`, { id, at });
}

/** Folders that hold items, with how many, in order. */
export function listFolders(db: ReadableDb, datasetId: DatasetId): { folder: string; items: number }[] {
  return db.all(
    `SELECT folder, count(*) AS items FROM item WHERE dataset_id = :datasetId AND trashed = 0
     GROUP BY folder ORDER BY folder`,
    { datasetId },
  );
}

/** How many annotations the live items of a dataset have together, and how many items have any. */
export function countAnnotated(db: ReadableDb, datasetId: DatasetId): { annotations: number; items: number } {
  const sql = `SELECT ifnull(sum(annotation_count), 0) AS annotations, count(*) AS items FROM item
    WHERE dataset_id = :datasetId AND trashed = 0 AND annotation_count > 0`;
  return db.get(sql, { datasetId }) ?? { annotations: 0, items: 0 };
}
