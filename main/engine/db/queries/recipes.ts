/** Recipes. */
import type { ProjectId, RecipeId } from '#core/model/ids.ts';
import type { Recipe } from '#core/model/recipe.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = {
  id: RecipeId;
  project_id: ProjectId;
  title: string;
  labels: string;
  tools: string;
  instructions: string;
  created_at: number;
  updated_at: number;
};

const toRecipe = (row: Row): Recipe => ({
  id: row.id,
  projectId: row.project_id,
  title: row.title,
  labels: JSON.parse(row.labels),
  tools: JSON.parse(row.tools),
  instructions: row.instructions,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export function listRecipes(db: ReadableDb, projectId: ProjectId): Recipe[] {
  return db
    .all<Row>('SELECT * FROM recipe WHERE project_id = :projectId ORDER BY id', { projectId })
    .map(toRecipe);
}

export function findRecipe(db: ReadableDb, id: RecipeId): Recipe | null {
  const row = db.get<Row>('SELECT * FROM recipe WHERE id = :id', { id });
  return row ? toRecipe(row) : null;
}

/** Inserts or replaces the recipe of that id. */
export function saveRecipe(db: WritableDb, recipe: Recipe): void {
  db.run(
    `INSERT INTO recipe VALUES (:id, :projectId, :title, :labels, :tools, :instructions, :createdAt, :updatedAt)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, labels = excluded.labels, tools = excluded.tools,
       instructions = excluded.instructions, updated_at = excluded.updated_at`,
    { ...recipe, labels: JSON.stringify(recipe.labels), tools: JSON.stringify(recipe.tools) },
  );
}
