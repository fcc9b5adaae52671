/** Projects and their datasets. */
import type { Dataset } from '#core/model/dataset.ts';
import type { DatasetId, ProjectId, RecipeId } from '#core/model/ids.ts';
import type { Project } from '#core/model/project.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type ProjectRow = { id: ProjectId; name: string; created_at: number };
type DatasetRow = {
  id: DatasetId;
  project_id: ProjectId;
  name: string;
  recipe_id: RecipeId | null;
  item_count: number;
  created_at: number;
};

const toProject = (row: ProjectRow): Project => ({ id: row.id, name: row.name, createdAt: row.created_at });
const toDataset = (row: DatasetRow): Dataset => ({
  id: row.id,
  projectId: row.project_id,
  name: row.name,
  recipeId: row.recipe_id,
  itemCount: row.item_count,
  createdAt: row.created_at,
});

export function listProjects(db: ReadableDb): Project[] {
  return db.all<ProjectRow>('SELECT * FROM project ORDER BY id').map(toProject);
}

export function findProject(db: ReadableDb, id: ProjectId): Project | null {
  const row = db.get<ProjectRow>('SELECT * FROM project WHERE id = :id', { id });
  return row ? toProject(row) : null;
}

export function insertProject(db: WritableDb, project: Project): void {
  db.run('INSERT INTO project VALUES (:id, :name, :createdAt)', project);
}

export function listDatasets(db: ReadableDb, projectId: ProjectId): Dataset[] {
  return db
    .all<DatasetRow>('SELECT * FROM dataset WHERE project_id = :projectId ORDER BY id', { projectId })
    .map(toDataset);
}

export function findDataset(db: ReadableDb, id: DatasetId): Dataset | null {
  const row = db.get<DatasetRow>('SELECT * FROM dataset WHERE id = :id', { id });
  return row ? toDataset(row) : null;
}

export function findDatasetByName(db: ReadableDb, projectId: ProjectId, name: string): Dataset | null {
  const sql = 'SELECT * FROM dataset WHERE project_id = :projectId AND name = :name';
  const row = db.get<DatasetRow>(sql, { projectId, name });
  return row ? toDataset(row) : null;
}

export function insertDataset(db: WritableDb, dataset: Omit<Dataset, 'itemCount'>): void {
  db.run(
    `INSERT INTO dataset (id, project_id, name, recipe_id, created_at)
     VALUES (:id, :projectId, :name, :recipeId, :createdAt)`,
    dataset,
  );
}
