/** A workstation and a server that speaks only the reference API, over real HTTP. */
import { readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { AnnotationContent } from '#core/model/annotation.ts';
import type { ItemId } from '#core/model/ids.ts';
import { systemPorts } from '#engine/ports.ts';
import { PIXEL } from '../http/support/parts.ts';
import { openPlainFront, type PlainFront } from './support/plain-front.ts';
import {
  addDataset,
  addPicture,
  BOX as box,
  createTeam,
  linkTo,
  type Side,
  type Team,
} from './support/sides.ts';

const PIXEL_2 = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
  .png()
  .toBuffer();

let team: Team;
let there: Side;
let here: Side;
let front: PlainFront;
let token: string;
let datasetId: CallOutput<'datasets.create'>['id'];
let itemId: ItemId;
/** Milliseconds by which the clock of the workstation has been put forward. */
let ahead: number;

beforeEach(async () => {
  team = createTeam();
  there = await team.open('there', 'lead@example.com');
  ahead = 0;
  const ports = systemPorts({ logFile: null });
  const clock = { ...ports.clock, now: () => ports.clock.now() + ahead };
  here = await team.open('here', 'ada@example.com', { ports: { ...ports, clock } });
  const { address } = await there.host.serve({ port: 0 });
  front = await openPlainFront(address);
  const person = { email: 'ada@example.com', role: 'developer', seconds: 3600 } as const;
  ({ token } = await there.call('api.createToken', person));
  ({ datasetId, itemId } = await addDataset(there));
});

afterEach(async () => {
  await team.close();
  await front.close();
});

const link = () => linkTo(here, front.address, token, datasetId);

const contents = async (side: Side, id: ItemId = itemId) =>
  (await side.call('annotations.list', { itemId: id })).map(({ label, attributes, geometry }) => ({
    ...{ label, attributes, geometry },
  }));

const add = (side: Side, annotations: AnnotationContent[]) =>
  side.call('annotations.add', { itemId, annotations });

describe('a remote that speaks the reference API', () => {
  test('is told from a hub, and from what is neither', async () => {
    const credentials = { token };
    const remote = await here.call('sync.connect', { address: front.address, credentials });
    expect(remote).toMatchObject({ kind: 'dataloop', account: 'ada@example.com' });
    const elsewhere = front.address.replace('/api/v1', '/somewhere');
    await expect(here.call('sync.connect', { address: elsewhere, credentials })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  test('says what it supports and what not, and so does a hub', async () => {
    const extents = async (address: string, role: 'annotator' | 'developer') => {
      const person = { email: 'ada@example.com', role, seconds: 3600 } as const;
      const credentials = { token: (await there.call('api.createToken', person)).token };
      const { id: remoteId } = await here.call('sync.connect', { address, credentials });
      const all = await here.call('sync.abilities', { remoteId });
      return Object.fromEntries(all.map(({ ability, extent, reason }) => [ability, reason ?? extent]));
    };
    const full = { items: 'full', annotations: 'full', statuses: 'full', issues: 'full', deletions: 'full' };
    const hub = { ...full, trash: 'full', live: 'full', leases: 'full', recipes: 'full', pipelines: 'full' };
    const { address } = await there.host.serve({ port: 0 });
    expect(await extents(address, 'developer')).toEqual(hub);
    expect(await extents(address, 'annotator')).toEqual({ ...hub, recipes: 'refused', pipelines: 'refused' });
    expect(await extents(front.address, 'developer')).toEqual({
      ...{ ...hub, annotations: 'last-wins', issues: 'on-objects', deletions: 'gone-through' },
      ...{ trash: 'gone-for-good', live: 'asked', leases: 'unknown-there' },
    });
  });

  test('gives what it has, and gets what is done here', async () => {
    await there.call('annotations.add', { itemId, annotations: [{ ...box, attributes: { colour: 'red' } }] });
    const { remoteId, dataset } = await link();
    expect(dataset).toMatchObject({ id: datasetId, name: 'Frames' });
    expect(await here.call('items.get', { itemId })).toMatchObject({ name: 'a.png', storage: 'remote' });
    expect(await contents(here)).toEqual(await contents(there));

    const polygon: AnnotationContent = {
      ...{ label: 'tree', attributes: { kind: 'oak' } },
      geometry: {
        type: 'segment',
        coordinates: [
          [
            { x: 0, y: 0 },
            { x: 1, y: 0 },
            { x: 0, y: 1 },
          ],
        ],
      },
      metadata: { user: { sluice: { occluded: true } } },
    };
    const [made] = await add(here, [polygon]);
    expect(await here.call('sync.now', { remoteId })).toMatchObject({ state: 'idle', queued: 0, parked: 0 });
    expect(await contents(there)).toEqual(await contents(here));
    // It is the same object still, and says the same, when the remote tells of it.
    await here.call('sync.now', { remoteId });
    const again = await here.call('annotations.get', { annotationId: made?.id ?? ('' as never) });
    expect(again).toMatchObject({ ...polygon, creator: 'ada@example.com' });
    expect(await here.call('sync.states', {})).toMatchObject([{ queued: 0 }]);

    const files = await here.call('media.resolve', { itemId, variant: 'original' });
    expect(readFileSync(files.path)).toEqual(Buffer.from(PIXEL));
  });

  test('what is changed and deleted on either side is so on the other', async () => {
    const [first, second] = await add(there, [box, { ...box, label: 'bus' }]);
    const { remoteId } = await link();
    const change = { annotationId: first?.id ?? ('' as never), rev: 1 };
    await there.call('annotations.change', { ...change, content: { ...box, label: 'van' } });
    await here.call('annotations.remove', { annotationId: second?.id ?? ('' as never) });
    await here.call('sync.now', { remoteId });
    expect(await contents(here)).toEqual([{ ...box, label: 'van' }]);
    expect(await contents(there)).toEqual([{ ...box, label: 'van' }]);
    const mine = await here.call('annotations.get', { annotationId: change.annotationId });
    const moved = { ...box, label: 'van', geometry: { ...box.geometry, right: 0.5 } as typeof box.geometry };
    await here.call('annotations.change', { ...change, rev: mine.rev, content: moved });
    await here.call('sync.now', { remoteId });
    expect(await contents(there)).toEqual([moved]);
  });

  test('different fields are put together, the same field is a conflict that can be decided', async () => {
    const [made] = await add(there, [box]);
    const { remoteId } = await link();
    const annotationId = made?.id ?? ('' as never);
    const edit = async (side: Side, content: AnnotationContent) => {
      const { rev } = await side.call('annotations.get', { annotationId });
      await side.call('annotations.change', { annotationId, rev, content });
    };
    await edit(there, { ...box, label: 'van', attributes: { a: 1 } });
    await edit(here, { ...box, label: 'bus', attributes: { b: 2 } });
    await here.call('sync.now', { remoteId });
    const merged = { ...box, label: 'van', attributes: { a: 1, b: 2 } };
    expect(await contents(there)).toEqual([merged]);
    expect(await contents(here)).toEqual([merged]);
    const { conflicts } = await here.call('sync.conflicts', { itemId });
    expect(conflicts).toMatchObject([{ field: '/label', base: 'car', mine: 'bus', theirs: 'van' }]);
    await here.call('sync.solve', { conflictIds: conflicts.map(({ id }) => id), choice: 'mine' });
    await here.call('sync.now', { remoteId });
    expect(await contents(there)).toEqual([{ ...merged, label: 'bus' }]);
  });

  test('an answer that is lost after the work was done makes nothing double', async () => {
    const { remoteId } = await link();
    const inStep = () =>
      expect
        .poll(async () => (await here.call('sync.now', { remoteId })).queued, { timeout: 10_000 })
        .toBe(0);
    front.loseNext(/^POST \/items\/\w+\/annotations/);
    await add(here, [box, { ...box, label: 'bus' }]);
    await inStep();
    expect(await contents(there)).toHaveLength(2);
    expect(await contents(here)).toEqual(await contents(there));

    front.loseNext(/^PUT \/annotations/);
    const [one] = await here.call('annotations.list', { itemId });
    const content = { ...box, label: 'van' };
    await here.call('annotations.change', {
      annotationId: one?.id ?? ('' as never),
      rev: one?.rev ?? 0,
      content,
    });
    await inStep();
    expect((await contents(there)).map(({ label }) => label)).toEqual(['van', 'bus']);
    expect((await here.call('sync.conflicts', {})).total).toBe(0);

    front.loseNext(/^POST \/datasets\/\w+\/items/);
    const { path } = await here.call('items.uploadPlace', { datasetId });
    writeFileSync(`${path}.png`, PIXEL_2);
    const place = { datasetId, folder: '/new', name: 'b.png', path: `${path}.png`, mode: 'skip' } as const;
    const { item } = await here.call('items.upload', { ...place, metadata: { user: { road: 'A1' } } });
    await here.call('annotations.add', { itemId: item.id, annotations: [box] });
    await inStep();
    const { items } = await there.call('items.list', { datasetId });
    expect(items).toHaveLength(2);
    expect(items.find(({ name }) => name === 'b.png')).toMatchObject({ folder: '/new', annotationCount: 1 });
    expect((await here.call('items.list', { datasetId })).items).toHaveLength(2);
  });

  test('the same work done twice by two requests is taken back once', async () => {
    const { remoteId } = await link();
    const [made] = await add(here, [box]);
    await here.call('sync.now', { remoteId });
    const [one] = await there.call('annotations.list', { itemId });
    const { label, geometry, attributes, metadata } = one ?? box;
    const twin = { label, geometry, attributes, ...(metadata ? { metadata } : {}) };
    await add(there, [twin]);
    // Somebody copied it there and moved the copy: that one is another object.
    await add(there, [{ ...twin, geometry: { ...box.geometry, right: 0.5 } as typeof box.geometry }]);
    await here.call('sync.now', { remoteId });
    expect(await contents(there)).toHaveLength(2);
    const listed = await here.call('annotations.list', { itemId });
    expect(listed).toHaveLength(2);
    expect(listed.map(({ id }) => id)).toContain(made?.id);
  });

  test('what is deleted there is found when everything is gone through: items are in the trash here then', async () => {
    const other = await addPicture(there, datasetId, 'b.png', PIXEL_2);
    const [made] = await add(there, [box, { ...box, label: 'bus' }]);
    const { remoteId } = await link();
    expect((await here.call('items.list', { datasetId })).items).toHaveLength(2);
    await there.call('items.trash', { itemIds: [other] });
    await there.call('annotations.remove', { annotationId: made?.id ?? ('' as never) });
    ahead += 10 * 60_000;
    expect(await here.call('sync.now', { remoteId })).toMatchObject({ state: 'idle', queued: 0 });
    expect((await here.call('items.list', { datasetId })).items.map(({ id }) => id)).toEqual([itemId]);
    expect(await here.call('items.get', { itemId: other })).toMatchObject({ trashed: true });
    expect((await contents(here)).map(({ label }) => label)).toEqual(['bus']);
    // Taken out of the trash it is here again, and the remote is not what stands in for it.
    await here.call('items.restore', { itemIds: [other] });
    await here.call('annotations.add', { itemId: other, annotations: [box] });
    expect(await here.call('sync.now', { remoteId })).toMatchObject({ state: 'idle', queued: 0 });
    expect((await here.call('sync.parked', {})).map(({ code }) => code)).toContain('not-found');
    expect(await contents(here, other)).toHaveLength(1);
  });

  test('more changes of one moment than an answer holds all come', async () => {
    const { remoteId } = await link();
    await add(
      there,
      Array.from({ length: 1100 }, (_, at) => ({ ...box, label: `car ${at}` })),
    );
    await here.call('sync.now', { remoteId });
    expect(await contents(here)).toEqual(await contents(there));
  });

  test('name, folder and metadata of an item go there; what is put into the trash here is not deleted there', async () => {
    const { remoteId } = await link();
    await here.call('items.update', {
      itemId,
      name: 'z.png',
      folder: '/day 1',
      metadata: { user: { a: 1 } },
      system: false,
    });
    await here.call('sync.now', { remoteId });
    const moved = await there.call('items.get', { itemId });
    expect(moved).toMatchObject({ name: 'z.png', folder: '/day 1' });
    expect(moved.metadata['user']).toEqual({ a: 1 });
    await here.call('items.trash', { itemIds: [itemId] });
    expect(await here.call('sync.now', { remoteId })).toMatchObject({ parked: 1 });
    expect((await there.call('items.get', { itemId })).trashed).toBe(false);
    expect(await here.call('sync.parked', {})).toMatchObject([{ kind: 'item', code: 'unsupported' }]);
  });
});

describe('tasks of such a remote', () => {
  async function linkWithTask() {
    const { projectId } = await there.call('datasets.get', { datasetId });
    const people = [{ person: 'ada@example.com', load: 1 }];
    const draft = { projectId, datasetId, filter: {}, reply: {} } as const;
    const recipe = await there.call('recipes.list', { projectId });
    const labelling = await there.call('tasks.create', {
      ...draft,
      name: 'Label',
      type: 'annotation',
      people,
    });
    const review = await there.call('tasks.create', {
      ...{ ...draft, name: 'Review', type: 'qa', people },
      parentTaskId: labelling.task.id,
    });
    const tasks = { labelling: labelling.task.id, review: review.task.id };
    await expect
      .poll(async () => (await there.call('tasks.get', { taskId: tasks.review })).counts.total)
      .toBe(1);
    return { ...tasks, recipe, ...(await link()) };
  }
  const place = async (side: Side, taskId: CallOutput<'tasks.get'>['id']) =>
    (await side.call('tasks.view', { taskId, itemId })).taskItem;

  test('are here with their people, and what is decided here is decided there', async () => {
    const { labelling, review, remoteId, dataset } = await linkWithTask();
    const tasks = await here.call('tasks.list', { projectId: dataset.projectId });
    expect(tasks.map(({ name, type }) => [name, type])).toEqual([
      ['Label', 'annotation'],
      ['Review', 'qa'],
    ]);
    expect(await here.call('tasks.assignments', { taskId: labelling })).toMatchObject([
      { person: 'ada@example.com', items: 1, open: 1 },
    ]);
    await here.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
    expect(await here.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
    expect(await place(there, labelling)).toMatchObject({
      status: 'completed',
      decidedBy: 'ada@example.com',
    });
    await here.call('sync.now', { remoteId });
    expect(await place(here, review)).toMatchObject({ state: 'open' });
  });

  test('decided differently there meanwhile, it is shown', async () => {
    const { labelling, remoteId } = await linkWithTask();
    await here.call('tasks.setStatus', { taskId: labelling, itemId, status: 'discard' });
    await there.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
    await here.call('sync.now', { remoteId });
    expect(await place(here, labelling)).toMatchObject({ status: 'completed' });
    const { conflicts } = await here.call('sync.conflicts', {});
    expect(conflicts).toMatchObject([{ kind: 'standing', mine: 'done:discard', theirs: 'done:completed' }]);
  });

  test('an issue on an object goes there, and its fix comes back', async () => {
    const { labelling, review, remoteId } = await linkWithTask();
    const [made] = await add(here, [box]);
    await here.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
    await here.call('sync.now', { remoteId });
    await here.call('sync.now', { remoteId });
    const annotationId = made?.id ?? ('' as never);
    await here.call('issues.open', { taskId: review, itemId, annotationId, text: 'Too wide' });
    expect(await here.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
    expect(await place(there, labelling)).toMatchObject({ state: 'rework' });
    await there.call('tasks.setStatus', { taskId: labelling, itemId, status: 'completed' });
    await here.call('sync.now', { remoteId });
    expect(await here.call('issues.list', { itemId })).toMatchObject([
      { status: 'review', text: 'Too wide' },
    ]);
    expect(await place(here, review)).toMatchObject({ state: 'review' });
  });
});
