/** What runs and what starts it, versions, templates and copies: the SDK's words on a real server. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dataset, Filters, NotFound, nodes, type Project } from '#sdk/index.ts';
import { type Served, serve } from './support/server.ts';

const BLUE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwAQMAAACbhe5cAAAAA1BMVEUzZpk7I4HSAAAADklEQVQY02NgGAVDCQAAAbAAAYdw2p4AAAAASUVORK5CYII=',
  'base64',
);

let served: Served;
let project: Project;
let dataset: Dataset;
beforeAll(async () => {
  served = await serve();
  project = await served.session.projects.create('Running');
  dataset = await project.datasets.create('Pictures', { labels: ['car'] });
});
afterAll(async () => await served.close());

const code = (text: string) => nodes.code({ name: 'Mark', method: 'run', code: text });

test('executions are listed, looked at and run again; cycles are ended', async () => {
  const item = await dataset.items.upload(BLUE, { remoteName: 'a.png' });
  const pipeline = await project.pipelines.create('Fails');
  pipeline.nodes.add(code('function run(item) { throw new Error("no"); }'));
  await pipeline.update();
  await pipeline.install();
  const cycle = await pipeline.execute({ item });
  await cycle.wait({ firstMs: 20, signal: AbortSignal.timeout(20_000) });
  expect(cycle.status).toBe('failed');
  const [execution] = await pipeline.executions.list().toArray();
  expect(execution?.status).toBe('failed');
  expect(execution?.json.pipeline).toMatchObject({ id: pipeline.id, executionId: cycle.id });
  const same = await served.session.executions.get(execution?.id ?? '');
  expect(same.json).toEqual(execution?.json);
  expect(await same.attempts()).toHaveLength(1);
  await expect(same.progressUpdate({ percentComplete: 5 })).rejects.toThrow('has ended');
  expect((await same.rerun()).id).toBe(same.id);
  await (await cycle.reload()).wait({ firstMs: 20, signal: AbortSignal.timeout(20_000) });
  expect((await same.attempts()).map(({ attempts }) => attempts)).toEqual([1, 2]);
  const filters = new Filters({ resource: 'executions', pageSize: 1 }).add('latestStatus.status', 'failed');
  expect(await pipeline.executions.list({ filters }).toArray()).toHaveLength(1);
  await expect(served.session.executions.get('0'.repeat(24))).rejects.toThrow(NotFound);
  const command = await pipeline.pipelineExecutions.terminate({ firstMs: 20 });
  expect(command.status).toBe('success');
});

test('triggers are listed, switched off and on, and taken away', async () => {
  const pipeline = await project.pipelines.create('Listens');
  const node = code('function run(item) { return item; }');
  pipeline.nodes.add(node);
  const trigger = {
    type: 'Event',
    spec: { filter: {}, resource: 'Item', actions: ['Created'], executionMode: 'Once' },
  };
  const startNodes = [{ nodeId: node.id, type: 'trigger', trigger }];
  await pipeline.update({ startNodes } as object);
  await pipeline.install();
  const [found] = await pipeline.triggers.list().toArray();
  expect(found?.json).toMatchObject({ type: 'Event', active: true, projectId: project.id });
  expect((await project.triggers.list().toArray()).map(({ id }) => id)).toEqual([found?.id]);
  expect((await found?.pause())?.active).toBe(false);
  expect((await served.session.triggers.get(found?.id ?? '')).active).toBe(false);
  expect((await found?.resume())?.active).toBe(true);
  expect((await found?.update({ name: 'New pictures' }))?.name).toBe('New pictures');
  expect(await found?.delete()).toBe(true);
  expect(await pipeline.triggers.list().toArray()).toEqual([]);
});

test('versions are listed and restored, the log tells of it, templates make pipelines', async () => {
  const pipeline = await project.pipelines.create('Changes');
  pipeline.nodes.add(code('function run(item) { return item; }'));
  await pipeline.update();
  pipeline.nodes.remove('Mark');
  await pipeline.update();
  const versions = await pipeline.versions.list().toArray();
  const [latest, before] = versions.map(({ versionNumber }) => versionNumber);
  if (before === undefined || latest === undefined) throw new Error('there are two versions');
  expect((await pipeline.versions.get(before)).nodes).toHaveLength(1);
  expect((await pipeline.versions.restore(before)).nodes).toHaveLength(1);
  expect((await pipeline.versions.list().toArray())[0]?.versionNumber).toBe(latest + 1);
  expect(Array.isArray(await pipeline.logs().toArray())).toBe(true);
  const { templates } = served.session.pipelines;
  const [first] = await templates.list().toArray();
  expect(await templates.get(first?.id ?? '')).toEqual(first);
  const wish = { name: 'From a template', projectId: project.id };
  await expect(templates.create('nowhere', wish)).rejects.toThrow('There is no template "nowhere"');
});

test('items are moved; members and assignments are told', async () => {
  const item = await dataset.items.upload(BLUE, {
    remotePath: '/in',
    remoteName: 'b.png',
    mode: 'overwrite',
  });
  expect((await item.move('/out/')).filename).toBe('/out/b.png');
  expect((await item.move('c.png')).filename).toBe('/c.png');
  expect((await project.members()).map(({ role }) => role)).toContain('owner');
  const workload = [{ assigneeId: 'ada@example.com', load: 100 }];
  const filters = new Filters().add('filename', '/c.png');
  const task = await project.tasks.create({ name: 'Look', datasetId: dataset.id, filters, workload });
  const [assignment] = await task.assignments.list().toArray();
  expect((await assignment?.update({ metadata: { shift: 'night' } }))?.json.metadata).toMatchObject({
    shift: 'night',
  });
  await expect(assignment?.pull()).rejects.toThrow();
});
