/** Recipes, with the labels and attributes of their ontologies. */
import type { ProjectId, RecipeId } from '#core/model/ids.ts';
import type { Recipe } from '#core/model/recipe.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Json = 'labels' | 'attributes' | 'tools' | 'extra';
type Row = Omit<Recipe, Json> & Record<Json, string>;

const SELECT = `SELECT recipe.id, recipe.project_id AS projectId, recipe.title, recipe.ontology_id AS ontologyId,
  ontology.labels, ontology.attributes, recipe.tools, recipe.instructions, recipe.creator, recipe.extra,
  recipe.created_at AS createdAt, recipe.updated_at AS updatedAt
  FROM recipe JOIN ontology ON ontology.id = recipe.ontology_id`;

const toRecipe = (row: Row): Recipe => ({
  ...row,
  labels: JSON.parse(row.labels),
  attributes: JSON.parse(row.attributes),
  tools: JSON.parse(row.tools),
  extra: JSON.parse(row.extra),
});

export function listRecipes(db: ReadableDb, projectId: ProjectId): Recipe[] {
  const sql = `${SELECT} WHERE recipe.project_id = :projectId AND recipe.deleted_at IS NULL ORDER BY recipe.id`;
  return db.all<Row>(sql, { projectId }).map(toRecipe);
}

/** Null when it was deleted. */
export function findRecipe(db: ReadableDb, id: RecipeId): Recipe | null {
  const row = db.get<Row>(`${SELECT} WHERE recipe.id = :id AND recipe.deleted_at IS NULL`, { id });
  return row ? toRecipe(row) : null;
}

/** Also a deleted one: a task keeps the recipe that it was made with. */
export function findRecipeOfTask(db: ReadableDb, id: RecipeId): Recipe | null {
  const row = db.get<Row>(`${SELECT} WHERE recipe.id = :id`, { id });
  return row ? toRecipe(row) : null;
}

/** Inserts or replaces the recipe of that id; labels and attributes are its ontology's. */
export function saveRecipe(db: WritableDb, recipe: Omit<Recipe, 'labels' | 'attributes'>): void {
  const { id, projectId, title, ontologyId, instructions, creator, createdAt, updatedAt } = recipe;
  db.run(
    `INSERT INTO recipe (id, project_id, title, ontology_id, labels, tools, instructions, creator, extra,
       created_at, updated_at)
     VALUES (:id, :projectId, :title, :ontologyId, '[]', :tools, :instructions, :creator, :extra, :createdAt, :updatedAt)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, ontology_id = excluded.ontology_id, tools = excluded.tools,
       instructions = excluded.instructions, extra = excluded.extra, updated_at = excluded.updated_at`,
    {
      ...{ id, projectId, title, ontologyId, instructions, creator, createdAt, updatedAt },
      tools: JSON.stringify(recipe.tools),
      extra: JSON.stringify(recipe.extra),
    },
  );
}

/** Datasets lose it; tasks that were made with it keep it. */
export function setRecipeDeleted(db: WritableDb, id: RecipeId, at: number): void {
  db.run('UPDATE recipe SET deleted_at = :at WHERE id = :id', { id, at });
  db.run('UPDATE dataset SET recipe_id = NULL WHERE recipe_id = :id', { id });
}

/** The names of datasets that use it. */
export function listDatasetsOfRecipe(db: ReadableDb, id: RecipeId): string[] {
  const sql = 'SELECT name FROM dataset WHERE recipe_id = :id AND deleted_at IS NULL ORDER BY id';
  return db.all<{ name: string }>(sql, { id }).map((row) => row.name);
}
