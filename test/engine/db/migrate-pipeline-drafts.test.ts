/** A workspace from before drafts were kept keeps them. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { findDraft, putDraft, removeDraft } from '#engine/db/queries/drafts.ts';

test('a pipeline that was there has no draft, and can have one', () => {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const [project = '', pipeline = ''] = ['1', '2'].map((digit) => digit.repeat(24));
  const before = MIGRATIONS.findIndex(({ name }) => name === '0210-pipeline-drafts');
  migrate(db, MIGRATIONS.slice(0, before));
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('${project}', 'p', 0);
    INSERT INTO pipeline (id, project_id, name, status, version, creator, settings, created_at, updated_at)
    VALUES ('${pipeline}', '${project}', 'q', 'Created', 1, 'me', '{}', 0, 0)`);
  migrate(db);
  expect(findDraft(db, pipeline)).toBeNull();
  const graph = { nodes: [], connections: [], startNodes: [], zeta: 1, alpha: 2 };
  const draft = { graph, fromVersion: 1, drawnBy: 'me', drawnAt: 5 };
  db.write((tx) => putDraft(tx, pipeline, draft));
  db.write((tx) => putDraft(tx, pipeline, { ...draft, drawnAt: 6 }));
  expect(JSON.stringify(findDraft(db, pipeline))).toBe(JSON.stringify({ ...draft, drawnAt: 6 }));
  db.write((tx) => removeDraft(tx, pipeline));
  expect(findDraft(db, pipeline)).toBeNull();
});
