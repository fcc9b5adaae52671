/** A workspace that was kept in step before recipes could be changed here notes such changes from then on. */
import { expect, onTestFinished, test } from 'vitest';
import { ontologyIdSchema, projectIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { remoteIdSchema } from '#core/model/sync.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { saveOntology } from '#engine/db/queries/ontologies.ts';
import { quietly } from '#engine/db/queries/outbox.ts';
import { countRecipes, listDirtyRecipes, saveRecipeCopy } from '#engine/db/queries/recipe-copies.ts';
import { saveRecipe } from '#engine/db/queries/recipes.ts';
import { deleteRemote } from '#engine/db/queries/remotes.ts';

test('a change of a recipe of a remote is noted, one that comes from there is not', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const step = MIGRATIONS.findIndex(({ name }) => name === '0420-recipe-copies');
  migrate(db, MIGRATIONS.slice(0, step));
  const remoteId = remoteIdSchema.parse('1'.repeat(24));
  const projectId = projectIdSchema.parse('2'.repeat(24));
  db.script(`INSERT INTO remote (id, kind, address, account, settings, created_at)
      VALUES ('${remoteId}', 'sluice', 'https://hub.example/api/v1', 'ada', '{}', 5);
    INSERT INTO project (id, name, created_at) VALUES ('${projectId}', 'p', 0)`);
  migrate(db);
  const stamps = { projectId, creator: 'ada', createdAt: 0, updatedAt: 0, extra: {} };
  const ontology = {
    id: ontologyIdSchema.parse('3'.repeat(24)),
    title: 'Roads',
    labels: [],
    attributes: [],
    ...stamps,
  };
  const said = { title: 'Roads', instructions: '', tools: [] };
  const recipe = { id: recipeIdSchema.parse('4'.repeat(24)), ontologyId: ontology.id, ...said, ...stamps };
  const label = { name: 'car', color: '#111111' };
  db.write((tx) => {
    saveOntology(tx, ontology);
    saveRecipe(tx, recipe);
    const base = { ...said, labels: [], attributes: [] };
    saveRecipeCopy(tx, { recipeId: recipe.id, remoteId, base, dirty: false, refused: null, clashes: [] });
  });
  const count = () => countRecipes(db, remoteId).queued;
  db.write((tx) => saveRecipe(tx, { ...recipe, updatedAt: 9 }));
  expect(count()).toBe(0);
  db.write((tx) => quietly(tx, () => saveOntology(tx, { ...ontology, labels: [label] })));
  expect(count()).toBe(0);
  db.write((tx) => saveOntology(tx, ontology));
  expect(listDirtyRecipes(db, remoteId)).toMatchObject([{ recipeId: recipe.id, dirty: true, refused: null }]);
  db.write((tx) => deleteRemote(tx, remoteId));
  expect(count()).toBe(0);
});
