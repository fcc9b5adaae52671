/** Projects, datasets and recipes of a workspace from before the API keep what they have, and get ontologies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datasetIdSchema, ontologyIdSchema, projectIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findOntology, listOntologies } from '#engine/db/queries/ontologies.ts';
import { findDataset, findProject } from '#engine/db/queries/projects.ts';
import { findRecipe } from '#engine/db/queries/recipes.ts';

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-migrate-api-'));
  db = openDatabase(join(folder, 'a.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const PROJECT = projectIdSchema.parse('1'.repeat(24));
const RECIPE = recipeIdSchema.parse('2'.repeat(24));
const DATASET = datasetIdSchema.parse('3'.repeat(24));
const LABELS = [{ name: 'vehicle.car', color: '#ff0000' }];

test('labels of a recipe become those of an ontology of its own', () => {
  const at = MIGRATIONS.findIndex(({ name }) => name === '0080-api');
  migrate(db, MIGRATIONS.slice(0, at));
  db.write((tx) => {
    tx.run('INSERT INTO project VALUES (:id, :name, 5)', { id: PROJECT, name: 'p' });
    tx.run(
      `INSERT INTO recipe (id, project_id, title, labels, tools, instructions, created_at, updated_at)
       VALUES (:id, :project, 'Boxes', :labels, '["box"]', 'look', 6, 7)`,
      { id: RECIPE, project: PROJECT, labels: JSON.stringify(LABELS) },
    );
    tx.run(
      `INSERT INTO dataset (id, project_id, name, recipe_id, created_at) VALUES (:id, :project, 'd', :recipe, 8)`,
      { id: DATASET, project: PROJECT, recipe: RECIPE },
    );
  });
  migrate(db);
  expect(findProject(db, PROJECT)).toEqual({
    id: PROJECT,
    name: 'p',
    creator: '',
    extra: {},
    createdAt: 5,
    updatedAt: 5,
  });
  expect(findDataset(db, DATASET)).toMatchObject({
    name: 'd',
    recipeId: RECIPE,
    createdAt: 8,
    updatedAt: 8,
    extra: {},
  });
  const recipe = findRecipe(db, RECIPE);
  expect(recipe).toMatchObject({
    title: 'Boxes',
    labels: LABELS,
    attributes: [],
    instructions: 'look',
    // A later step lifts the bound to boxes, which were all there was to draw.
    tools: [],
  });
  const ontologyId = ontologyIdSchema.parse(recipe?.ontologyId);
  expect(findOntology(db, ontologyId)).toMatchObject({
    title: 'Boxes',
    labels: LABELS,
    attributes: [],
    updatedAt: 7,
  });
  expect(listOntologies(db, PROJECT)).toHaveLength(1);
  expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
});
