/** Workspaces of the version before, in which one switch ran the items that were there and heard of new ones. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { MIGRATIONS, migrate } from '#engine/db/migrate.ts';
import { workspaceFiles } from '#engine/files.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { graphOf, storage } from './support/flow.ts';

let world: World | undefined;

afterEach(() => world?.close());

const id = (last: string) => last.padStart(24, '0');
const [PIPELINE, DATASET] = [id('a'), id('d')];
const ITEMS = ['1', '2', '3'].map(id);

/** With one item that has started the pipeline, and two that have not. */
function oldWorkspace(status: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-old-'));
  const db = openDatabase(workspaceFiles(folder).database);
  migrate(db, MIGRATIONS.slice(0, 1));
  const node = storage('in', DATASET as never);
  node.metadata['triggerToPipeline'] = { active: true };
  const graph = JSON.stringify(graphOf([node], []));
  const items = ITEMS.map(
    (
      item,
    ) => `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage,
      location, metadata, created_at, updated_at)
      VALUES ('${item}', '${DATASET}', '${item}', 'image', 'a.png', '/', 'image/png', 1, 1, 1, 'stored', 'a', '{}', 1, 1);`,
  );
  db.script(`
    INSERT INTO project VALUES ('${id('b')}', 'Old', 1);
    INSERT INTO dataset VALUES ('${DATASET}', '${id('b')}', 'inbox', NULL, 0, 1);
    INSERT INTO pipeline VALUES ('${PIPELINE}', '${id('b')}', 'Old', '${status}', 1, 1, 1);
    INSERT INTO pipeline_version VALUES ('${PIPELINE}', 1, '${graph}', 1);
    ${items.join('\n')}
    INSERT INTO trigger_fired VALUES ('${PIPELINE}', 'in', '${ITEMS[0]}');`);
  db.close();
  return folder;
}

async function startedItems(open: World): Promise<string[]> {
  await open.settled();
  return open.db
    .all<{ item: string }>('SELECT item_id AS item FROM cycle ORDER BY key')
    .map((row) => row.item);
}

const pipelineId = PIPELINE as never;

test('an installed pipeline goes on with new items, and starts no old one', async () => {
  world = await openWorld({ folder: oldWorkspace('Installed') });
  const made = world.arrive(DATASET, 'new.png').id;
  expect(await startedItems(world)).toEqual([made]);
  await world.calls['pipelines.install']({ pipelineId });
  expect(await startedItems(world)).toEqual([made]);
  expect(await world.calls['triggers.list']({ pipelineId })).toMatchObject([
    { nodeId: 'in', mode: 'Once', listening: true, started: 2 },
  ]);
});

test('a paused pipeline makes up for what has not started, at its next install', async () => {
  world = await openWorld({ folder: oldWorkspace('Uninstalled') });
  const made = world.arrive(DATASET, 'new.png').id;
  expect(await startedItems(world)).toEqual([]);
  await world.calls['pipelines.install']({ pipelineId });
  expect(await startedItems(world)).toEqual([ITEMS[1], ITEMS[2], made]);
});

test('a pipeline that was never installed runs what is there at its first install', async () => {
  world = await openWorld({ folder: oldWorkspace('Created') });
  await world.calls['pipelines.install']({ pipelineId });
  expect(await startedItems(world)).toEqual([ITEMS[1], ITEMS[2]]);
});
