/** Recipes from before there was more to draw than boxes are not bounded to them. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';

test('a recipe that allowed boxes allows everything', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const before = MIGRATIONS.findIndex(({ name }) => name === '0300-all-tools');
  migrate(db, MIGRATIONS.slice(0, before));
  const [project, ontology, recipe] = ['1', '2', '3'].map((digit) => digit.repeat(24));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO ontology (id, project_id, title, labels, attributes, extra, creator, created_at, updated_at)
    VALUES ('${ontology}', '${project}', 'o', '[]', '[]', '{}', '', 0, 0);
    INSERT INTO recipe (id, project_id, title, ontology_id, labels, tools, instructions, creator, extra, created_at,
      updated_at)
    VALUES ('${recipe}', '${project}', 'r', '${ontology}', '[]', '["box"]', '', '', '{}', 0, 0)`);
  migrate(db);
  expect(db.get('SELECT tools FROM recipe')).toEqual({ tools: '[]' });
});
