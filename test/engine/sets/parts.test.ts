/** What is done with all items of a dataset goes on after a crash, does nothing twice, and can be given up. */
import { statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallArgs } from '#contract/index.ts';
import { type DatasetId, datasetIdSchema, itemIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { unzip } from '#test/support/unzip.ts';

const MANY = 300;

let world: World;
let datasetId: DatasetId;

beforeEach(async () => {
  world = await openWorld();
  const project = await world.calls['projects.create']({ name: 'p' });
  const projectId = projectIdSchema.parse(project.id);
  datasetId = (await world.calls['datasets.create']({ projectId, name: 'source' })).id;
  for (let at = 0; at < MANY; at += 1) world.arrive(datasetId, `${at}.png`);
});
afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const command = async (commandId: CallArgs<'commands.get'>['commandId']) =>
  await world.calls['commands.get']({ commandId });
const turn = async () => await new Promise((resolve) => setImmediate(resolve));
const itemsIn = async (id: DatasetId) => (await world.calls['items.count']({ datasetId: id })).count;

test('a clone goes on where it was after every crash, and copies nothing twice', async () => {
  const { id, reply } = await world.calls['datasets.clone']({ datasetId, to: { name: 'copy' } });
  const made = datasetIdSchema.parse(reply['returnedModelId']);
  let crashes = 0;
  while ((await command(id)).status === 'in-progress') {
    await turn();
    await world.crash();
    world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
    crashes += 1;
  }
  expect(crashes).toBeGreaterThan(2);
  expect(await command(id)).toMatchObject({ status: 'success', done: MANY, total: MANY });
  expect(await itemsIn(made)).toBe(MANY);
  const names = world.db.all('SELECT DISTINCT name FROM item WHERE dataset_id = :made', { made });
  expect(names).toHaveLength(MANY);
});

test('an archive goes on where it was after every crash, and is whole in the end', async () => {
  const { id, reply } = await world.calls['datasets.export']({ datasetId, format: 'zip' });
  const exportId = itemIdSchema.parse(reply['outputItemId']);
  let crashes = 0;
  while ((await command(id)).status === 'in-progress') {
    await turn();
    await world.crash();
    world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
    crashes += 1;
  }
  expect(crashes).toBeGreaterThan(2);
  expect(await command(id)).toMatchObject({ status: 'success', done: MANY, total: MANY });
  const { path, size } = await world.calls['exports.get']({ exportId });
  expect(statSync(path).size).toBe(size);
  expect((await unzip(path)).size).toBe(MANY);
});

test('given up by a person: what was copied stays, nothing comes after', async () => {
  const { id, reply } = await world.calls['datasets.clone']({ datasetId, to: { name: 'copy' } });
  const made = datasetIdSchema.parse(reply['returnedModelId']);
  await turn();
  await world.calls['commands.abort']({ commandId: id });
  const { done, status } = await command(id);
  await world.settled();
  expect(status).toBe('aborted');
  expect(done).toBeLessThan(MANY);
  expect(await itemsIn(made)).toBe(done);
});

test('a dataset that is deleted meanwhile ends the command with the reason', async () => {
  const { id, reply } = await world.calls['datasets.merge']({ datasetIds: [datasetId], name: 'all' });
  await world.calls['datasets.delete']({ datasetId: datasetIdSchema.parse(reply['returnedModelId']) });
  await world.settled();
  const { status, error } = await command(id);
  expect([status, error]).toEqual(['failed', expect.stringContaining('was deleted')]);
});

test('split keeps its shares across crashes', async () => {
  const shares = { train: 70, validation: 20, test: 10 };
  const { id } = await world.calls['datasets.split']({ datasetId, shares });
  while ((await command(id)).status === 'in-progress') {
    await turn();
    await world.crash();
    world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
  }
  const sql = `SELECT json_extract(metadata, '$.system.tags') AS tags, count(*) AS count FROM item GROUP BY tags ORDER BY tags`;
  expect(world.db.all(sql)).toEqual([
    { tags: '{"test":true}', count: 30 },
    { tags: '{"train":true}', count: 210 },
    { tags: '{"validation":true}', count: 60 },
  ]);
});
