/** What is drawn and not saved is kept beside the versions, and changes none of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';

let world: World;
let pipelineId: string;
const EMPTY: Graph = { nodes: [], connections: [], startNodes: [] };
const drawn = (description: string): Graph => ({ ...EMPTY, description });

beforeAll(async () => {
  world = await openWorld();
  const project = await world.calls['projects.create']({ name: 'p' });
  const made = await world.calls['pipelines.create']({ projectId: project.id, name: 'q', graph: EMPTY });
  pipelineId = made.id;
});
afterAll(() => world.close());

test('the latest drawing is kept with the version it began from, until it is discarded', async () => {
  expect(await world.calls['pipelines.draft']({ pipelineId })).toBeNull();
  await world.calls['pipelines.saveDraft']({ pipelineId, graph: drawn('one'), fromVersion: 1 });
  await world.calls['pipelines.saveDraft']({ pipelineId, graph: drawn('two'), fromVersion: 1 });
  expect(await world.calls['pipelines.draft']({ pipelineId })).toMatchObject({
    graph: { description: 'two' },
    fromVersion: 1,
  });
  expect(await world.calls['pipelines.get']({ pipelineId })).toMatchObject({ version: 1, graph: EMPTY });
  // Somebody else's version neither takes nor changes it.
  await world.calls['pipelines.update']({ pipelineId, graph: drawn('theirs') });
  expect(await world.calls['pipelines.draft']({ pipelineId })).toMatchObject({ fromVersion: 1 });
  for (let times = 0; times < 2; times += 1) await world.calls['pipelines.discardDraft']({ pipelineId });
  expect(await world.calls['pipelines.draft']({ pipelineId })).toBeNull();
});

test('a version that is not there, and a pipeline that is gone, are refused', async () => {
  const draft = { pipelineId, graph: EMPTY, fromVersion: 9 };
  await expect(async () => world.calls['pipelines.saveDraft'](draft)).rejects.toMatchObject({
    code: 'not-found',
    message: 'The pipeline has no version 9.',
  });
  await world.calls['pipelines.saveDraft']({ ...draft, fromVersion: 1 });
  await world.calls['pipelines.delete']({ pipelineId });
  expect(world.db.all('SELECT * FROM pipeline_draft')).toEqual([]);
  await expect(async () => world.calls['pipelines.draft']({ pipelineId })).rejects.toMatchObject({
    code: 'not-found',
  });
});
