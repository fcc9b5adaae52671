/** A script's way through a workspace, on a real server: items with their files, annotations of every kind, tasks and pipelines. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BadRequest, type Dataset, Filters, NotFound, nodes, type Project, shapes } from '#sdk/index.ts';
import { unzip } from '#test/support/unzip.ts';
import { type Served, serve } from './support/server.ts';

let served: Served;
let folder: string;
let project: Project;
let dataset: Dataset;
beforeAll(async () => {
  served = await serve();
  folder = await mkdtemp(join(tmpdir(), 'sluice-work-'));
  project = await served.session.projects.create('Work');
  dataset = await project.datasets.create('Pictures', { labels: ['car', 'person'] });
});
afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

async function picture(colour: string): Promise<Buffer> {
  return await sharp({ create: { width: 64, height: 48, channels: 3, background: colour } })
    .png()
    .toBuffer();
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a file goes up and comes down as it was; what is there is skipped, or gets the new content', async () => {
  const [blue, red] = [await picture('#0000ff'), await picture('#ff0000')];
  await writeFile(join(folder, 'a.png'), blue);
  const item = await dataset.items.upload(join(folder, 'a.png'), {
    remotePath: '/in',
    metadata: { user: { k: 1 } },
  });
  expect(item.json).toMatchObject({
    filename: '/in/a.png',
    dir: '/in',
    metadata: { user: { k: 1 }, system: { size: blue.byteLength, width: 64, height: 48 } },
  });
  const same = await dataset.items.upload(red, { remotePath: '/in', remoteName: 'a.png' });
  expect(same.id).toBe(item.id);
  expect(hashOf(await same.bytes())).toBe(hashOf(blue));
  const other = await dataset.items.upload(red, {
    remotePath: '/in',
    remoteName: 'a.png',
    mode: 'overwrite',
  });
  expect(hashOf(await other.bytes())).toBe(hashOf(red));
  const path = await other.download(`${folder}/down/`);
  expect(hashOf(await readFile(path))).toBe(hashOf(red));
  expect((await sharp(await other.thumbnail()).metadata()).width).toBeGreaterThan(0);
  expect(await other.delete()).toBe(true);
});

test('many go up at once; what is no picture stops no other', async () => {
  const good = await Promise.all(
    Array.from({ length: 12 }, async (_, at) => ({
      source: await picture(`#0000${(at + 16).toString(16)}`),
      remoteName: `${at}.png`,
    })),
  );
  const bad = { source: new Blob(['words']), remoteName: 'words.txt' };
  const report = await dataset.items.uploadMany([...good, bad], { remotePath: '/many' });
  expect(report.counts).toEqual({ created: 12, overwritten: 0, skipped: 0 });
  expect(report.failed).toMatchObject([{ filename: 'words.txt', error: { status: 400 } }]);
  expect(new Set(report.items.map(({ filename }) => filename)).size).toBe(12);
});

test('lists by filters, pages of ids, paths, changes and deletions', async () => {
  const shades = await Promise.all(
    Array.from({ length: 7 }, (_, n) => picture(`#10${(n + 16).toString(16)}00`)),
  );
  const entries = shades.map((source, n) => ({ source, remoteName: `${n}.png`, metadata: { user: { n } } }));
  await dataset.items.uploadMany(entries, { remotePath: '/list' });
  const filters = () => new Filters({ pageSize: 3 }).add('dir', '/list');
  const listed = await dataset.items.list({ filters: filters() }).toArray();
  expect(listed.map(({ name }) => name).toSorted()).toEqual(shades.map((_, n) => `${n}.png`));
  expect(listed.map(({ id }) => id)).toEqual(listed.map(({ id }) => id).toSorted());
  expect(await dataset.items.list({ filters: filters() }).count()).toBe(7);
  const sorted = dataset.items.list({ filters: filters().sortBy('name', 'descending') });
  expect((await sorted.toArray()).map(({ name }) => name)).toEqual(
    [6, 5, 4, 3, 2, 1, 0].map((n) => `${n}.png`),
  );
  const above = dataset.items.list({ filters: filters().add('metadata.user.n', 4, 'gt') });
  expect(await above.count()).toBe(2);
  const item = await dataset.items.get({ filepath: '/list/3.png' });
  await item.update({ metadata: { user: { n: null, seen: true } } });
  expect((await item.reload()).metadata['user']).toEqual({ seen: true });
  await dataset.items.updateAll(filters(), { metadata: { user: { batch: 'b' } } });
  expect((await item.reload()).metadata['user']).toEqual({ seen: true, batch: 'b' });
  const paths = await dataset.items.download(join(folder, 'all'), { filters: filters() });
  expect(paths.toSorted()).toEqual(shades.map((_, n) => join(folder, 'all', 'list', `${n}.png`)));
  await dataset.items.deleteAll(filters());
  expect(await dataset.items.list({ filters: filters() }).count()).toBe(0);
  await expect(dataset.items.get({ filepath: '/list/3.png' })).rejects.toThrow(NotFound);
});

test('a folder is made and filled, and an item that is not there is told', async () => {
  const made = await dataset.items.makeDir('/made');
  expect(await dataset.items.get({ id: made.id })).toMatchObject({
    filename: '/made',
    json: { type: 'dir' },
  });
  const item = await dataset.items.upload(await picture('#0000ff'), { remoteName: 'moving.png' });
  expect(await dataset.items.move('/made/deep', [item.id])).toBe(true);
  expect((await item.reload()).filename).toBe('/made/deep/moving.png');
  const folders = new Filters({ useDefaults: false }).add('type', 'dir').add('dir', '/made');
  expect(await dataset.items.list({ filters: folders }).toArray()).toMatchObject([
    { filename: '/made/deep' },
  ]);
  await dataset.items.delete(made.id);
  await expect(item.reload()).rejects.toThrow(NotFound);
  await expect(dataset.items.get({ id: '0'.repeat(24) })).rejects.toThrow(NotFound);
});

const at = (x: number, y: number) => ({ x, y });

test('annotations of every drawn type go up, are listed, changed, decided and deleted', async () => {
  const item = await dataset.items.upload(await picture('#00ff00'), { remoteName: 'drawn.png' });
  const label = 'car';
  const sides = { left: 1, top: 2, right: 30, bottom: 40 };
  const added = await item.annotations.upload([
    shapes.box({ label, ...sides, attributes: { colour: 'red' } }),
    shapes.box({ label, ...sides, angle: 30 }),
    shapes.polygon({ label, points: [at(0, 0), at(9, 0), at(9, 9)] }),
    shapes.polyline({ label, points: [at(0, 0), at(9, 0)] }),
    shapes.point({ label, x: 5, y: 6 }),
    shapes.ellipse({ label, x: 20, y: 20, rx: 3, ry: 4, angle: 10 }),
    shapes.classification({ label }),
    shapes.mask({ label, png: await picture('#ffffff') }),
    shapes.note({ label, ...sides, text: 'Look', creator: 'ada@example.com', now: 7 }),
    shapes.itemDescription({ text: 'A street' }),
  ]);
  expect(added.map(({ type }) => type)).toEqual([
    'box',
    'box',
    'segment',
    'polyline',
    'point',
    'ellipse',
    'class',
    'binary',
    'note',
    'item_description',
  ]);
  const listed = await item.annotations
    .list({ filters: new Filters({ resource: 'annotations', pageSize: 3 }) })
    .toArray();
  expect(listed.map(({ type }) => type)).toEqual(added.map(({ type }) => type).slice(0, 8));
  const [first, second] = added;
  expect(first?.attributes).toEqual({ colour: 'red' });
  await first?.update({ label: 'person' });
  await first?.updateAttributes({ colour: null, parked: true });
  await first?.updateStatus('issue');
  const again = await item.annotations.get(first?.id ?? '');
  expect(again.json).toMatchObject({
    label: 'person',
    metadata: { system: { status: 'issue', attributes: { parked: true } } },
  });
  expect(again.attributes).toEqual({ parked: true });
  expect(second?.coordinates).toEqual([{ x: 1, y: 2, z: 0 }, { x: 30, y: 40, z: 0 }, 30]);
  await second?.delete();
  await item.annotations.deleteAll();
  expect(
    await item.annotations
      .list({ filters: new Filters({ resource: 'annotations', useDefaults: false }) })
      .count(),
  ).toBe(0);
});

test('tasks: made with items, shared out, decided, reviewed, handed on, emptied, deleted', async () => {
  const item = await dataset.items.upload(await picture('#123456'), {
    remotePath: '/task',
    remoteName: 'a.png',
  });
  const filters = new Filters().add('dir', '/task');
  const workload = [{ assigneeId: 'ada@example.com', load: 100 }];
  const task = await project.tasks.create({ name: 'Label', datasetId: dataset.id, filters, workload });
  expect(task.json).toMatchObject({ name: 'Label', totalItems: 1, spec: { type: 'annotation' } });
  const [assignment] = await task.assignments.list().toArray();
  expect(assignment?.annotator).toBe('ada@example.com');
  expect((await task.items.list().toArray()).map(({ id }) => id)).toEqual([item.id]);
  await item.reload();
  expect(item.refs.map(({ id, type }) => [type, id])).toEqual([
    ['task', task.id],
    ['assignment', assignment?.id],
  ]);
  await item.updateStatus('completed');
  expect([item.status(task.id), item.status(assignment?.id ?? '')]).toEqual(['completed', 'completed']);
  const review = await project.tasks.createQaTask(task, { workload });
  expect(review.json).toMatchObject({
    name: 'Label_qa',
    totalItems: 1,
    spec: { type: 'qa', parentTaskId: task.id },
  });
  await item.updateStatus('completed', { taskId: task.id, clear: true });
  expect(item.status(task.id)).toBeNull();
  await assignment?.setItemStatus(item.id, 'discard');
  expect((await item.reload()).status(task.id)).toBe('discard');
  await task.setItemStatus(item.id, 'discard', { clear: true });
  await assignment?.reassign('grace@example.com');
  expect((await task.assignments.list().toArray()).map(({ annotator }) => annotator)).toContain(
    'grace@example.com',
  );
  await task.update({ name: 'Draw', priority: 3 });
  expect((await project.tasks.get({ name: 'Draw' })).json.priority).toBe(3);
  await task.removeItems(filters);
  expect((await task.reload()).json.totalItems).toBe(0);
  expect(await task.items.list().toArray()).toEqual([]);
  await task.addItems(filters, { workload });
  expect((await task.reload()).json.totalItems).toBe(1);
  expect(await project.tasks.list().toArray()).toHaveLength(2);
  expect(await review.delete()).toBe(true);
  await expect(project.tasks.get({ id: review.id })).rejects.toThrow(NotFound);
});

test('pipelines: built, installed, executed, looked at, paused, reset, deleted', async () => {
  const item = await dataset.items.upload(await picture('#654321'), {
    remotePath: '/flow',
    remoteName: 'a.png',
  });
  const done = await project.datasets.create('Done');
  const pipeline = await project.pipelines.create('Flow');
  const mark = pipeline.nodes.add(
    nodes.code({ name: 'Mark', method: 'run', code: 'function run(item) { return item; }' }),
  );
  mark.connect(nodes.dataset({ name: 'Keep', datasetId: done.id, folder: '/done' }));
  const draft = mark.connect(nodes.dataset({ name: 'Not this one', datasetId: done.id }));
  pipeline.nodes.remove(draft.name);
  await pipeline.update({ description: 'Marks and keeps.' });
  expect((await project.pipelines.get({ name: 'Flow' })).json).toMatchObject({
    description: 'Marks and keeps.',
    nodes: [{ name: 'Mark' }, { name: 'Keep' }],
    startNodes: [{ nodeId: mark.id, type: 'root' }],
  });
  expect(await project.pipelines.validate(pipeline.json)).toMatchObject({ valid: true });
  expect((await pipeline.install()).status).toBe('Installed');
  expect((await pipeline.composition())['id']).toBe(pipeline.json.compositionId);
  const cycle = await project.pipelines.execute(pipeline, { item });
  await cycle.wait({ firstMs: 20, signal: AbortSignal.timeout(20_000) });
  expect(cycle.status).toBe('success');
  expect(cycle.nodes.map(({ name, status }) => [name, status])).toEqual([
    ['Mark', 'success'],
    ['Keep', 'success'],
  ]);
  expect((await done.reload()).itemsCount).toBe(1);
  const query = new Filters().add('dir', '/flow').context({ datasets: [dataset.id] });
  await project.pipelines.executeBatch(pipeline, query, { firstMs: 20 });
  expect(await pipeline.pipelineExecutions.list().count()).toBe(2);
  await pipeline.pipelineExecutions.rerun('startFromBeginning', { firstMs: 20 });
  for await (const one of pipeline.pipelineExecutions.list()) await one.wait({ firstMs: 20 });
  const { pipelineExecutionCounters: counts } = await project.pipelines.stats(pipeline);
  expect(counts).toContainEqual({ status: 'success', count: 2 });
  await expect(pipeline.reset()).rejects.toThrow(BadRequest);
  expect((await project.pipelines.reset(pipeline, { stopIfRunning: true })).status).not.toBe('Installed');
  expect(await pipeline.pipelineExecutions.list().count()).toBe(0);
  expect(await project.pipelines.delete(pipeline.id)).toBe(true);
  await expect(project.pipelines.get({ name: 'Flow' })).rejects.toThrow('There is no pipeline "Flow".');
});

test('a graph that the server refuses is told, and nothing of it is stored', async () => {
  const pipeline = await project.pipelines.create('Bad');
  const first = pipeline.nodes.add(nodes.dataset({ name: 'Keep', datasetId: dataset.id }));
  first.connect(first);
  await expect(pipeline.update()).rejects.toThrow('Infinite Loop');
  expect((await pipeline.reload()).nodes.size).toBe(0);
});

test('datasets and items are copied, merged and split, each waited for to its end', async () => {
  const source = await project.datasets.create('Copied', { labels: ['car'] });
  const item = await source.items.upload(await picture('#00ff00'), { remotePath: '/', remoteName: 'a.png' });
  const second = await item.clone({ filename: '/b/c.png', metadata: { user: { n: 1 } } });
  expect([second.filename, second.metadata['user']]).toEqual(['/b/c.png', { n: 1 }]);
  await expect(item.clone()).rejects.toMatchObject({ status: 409 });
  const percents: number[] = [];
  const copy = await source.clone('Copy', {
    filters: new Filters().add('filename', '/b/*'),
    onProgress: (percent) => percents.push(percent),
    firstMs: 5,
  });
  expect([copy.name, copy.itemsCount, percents.at(-1)]).toEqual(['Copy', 1, 100]);
  const all = await project.datasets.merge('All', [source, copy.id], { firstMs: 5 });
  expect([all.name, all.itemsCount]).toEqual(['All', 3]);
  await all.split({ train: 100, validation: 0, test: 0 }, { firstMs: 5 });
  const exported = await all.export({ firstMs: 5 });
  expect(exported.map((one) => one['filename']).toSorted()).toEqual(['/a.png', '/b/c (2).png', '/b/c.png']);
  const place = await all.exportZip(join(folder, 'all.zip'), { firstMs: 5 });
  const files = await unzip(place);
  expect([...files.keys()]).toEqual(['a.json', 'b/c (2).json', 'b/c.json']);
  const full = await all.exportZip(`${folder}/zips/`, { fullNames: true, annotations: false, firstMs: 5 });
  expect([...(await unzip(full)).keys()]).toEqual(['a.png.json', 'b/c (2).png.json', 'b/c.png.json']);
  const marked = new Filters().add('metadata.system.tags.train', true);
  expect(await all.items.list({ filters: marked }).count()).toBe(3);
  await expect(all.split({ train: 1, validation: 0, test: 0 })).rejects.toThrow(BadRequest);
});
