/** Which event starts a cycle at which node, and with what. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { type AnnotationId, annotationIdSchema, type ItemId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { Happening } from '#engine/happening.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { echo, fn, give, withRunners } from './support/nodes.ts';
import { cyclesOf, happen, on, passed, started, startsOn } from './support/starts.ts';

let world: World;
let bench: Bench;
let item: Item;

beforeEach(async () => {
  world = await openWorld({ graphs: withRunners({ give, echo }) });
  bench = await makeBench(world);
  item = world.arrive(bench.inbox, 'before.png');
});

afterEach(async () => {
  await world.settled();
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const taking = (type: string, id = 'start') =>
  fn(id, 'echo', {
    inputs: { words: 'String', item: type },
    outputs: { item: type },
    defaults: { words: 'x' },
  });

const listening = (type: string, spec: Parameters<typeof on>[0]) =>
  makeFlow(world, bench, startsOn(graphOf([taking(type)], []), { start: on(spec) }));

async function draw(itemId: ItemId, label = 'car', id?: AnnotationId): Promise<AnnotationId> {
  const made = id ?? annotationIdSchema.parse(world.ctx.ports.ids.next());
  const at = world.clock.at;
  const after = {
    id: made,
    itemId,
    label,
    geometry: { type: 'box' as const, left: 1, top: 1, right: 5, bottom: 5 },
    attributes: {},
    creator: 'ann',
    createdAt: at,
    updatedAt: at,
    updatedBy: 'ann',
    rev: 1,
  };
  await change(itemId, { id: made, before: null, after });
  return made;
}

async function change(itemId: ItemId, diff: unknown): Promise<void> {
  const changeSetId = world.ctx.ports.ids.next();
  await world.calls['annotations.apply']({ itemId, changeSetId, title: 'x', diffs: [diff as never] });
}

async function drawn(itemId: ItemId, id: AnnotationId) {
  const found = (await world.calls['annotations.list']({ itemId })).find((one) => one.id === id);
  if (!found) throw new Error('it was drawn');
  return found;
}

describe('a resource and its actions', () => {
  const RAISED: readonly [Happening['resource'], Happening['action']][] = [
    ['Item', 'Created'],
    ['Item', 'Updated'],
    ['Item', 'Deleted'],
    ['Item', 'Clone'],
    ['ItemStatus', 'Updated'],
    ['ItemStatus', 'taskAssigned'],
    ['Annotation', 'Created'],
    ['Annotation', 'Updated'],
    ['Annotation', 'Deleted'],
    ['Annotation', 'Clone'],
    ['Dataset', 'Created'],
    ['Dataset', 'Updated'],
    ['Dataset', 'Deleted'],
    ['Task', 'Created'],
    ['Task', 'Updated'],
    ['Task', 'Deleted'],
    ['Task', 'statusChanged'],
    ['Assignment', 'Created'],
    ['Assignment', 'Updated'],
  ];

  /** An entity of that kind that is there. */
  async function entity(resource: Happening['resource']): Promise<string> {
    if (resource === 'Item' || resource === 'ItemStatus') return item.id;
    if (resource === 'Annotation') return draw(item.id);
    if (resource === 'Dataset') return bench.inbox;
    const flow = await makeFlow(world, bench, graphOf([task('label')], []), { name: 'Tasks' });
    const { id } = await flow.task('label');
    if (resource === 'Task') return id;
    return world.db.get<{ id: string }>('SELECT id FROM assignment')?.id ?? '';
  }

  test.each(RAISED)('%s %s starts a cycle with the entity, once or always', async (resource, action) => {
    const id = await entity(resource);
    const type = resource === 'ItemStatus' ? 'Item' : resource;
    const once = await listening(type, { resource, actions: [action] });
    const always = await listening(`${type}[]`, { resource, actions: [action], executionMode: 'Always' });
    for (const other of RAISED) {
      if (other[0] === resource && other[1] === action) continue;
      happen(world, { resource: other[0], action: other[1], id });
    }
    expect(await once.cycles()).toEqual([]);
    for (let time = 0; time < 3; time += 1) happen(world, { resource, action, id });
    await world.settled();
    expect(await started(once)).toEqual([{ nodeId: 'start', input: { item: id } }]);
    expect(await started(always)).toEqual(Array(3).fill({ nodeId: 'start', input: { item: [id] } }));
    const [cycle] = await once.cycles();
    const isOfItem = ['Item', 'ItemStatus', 'Annotation'].includes(resource);
    expect(cycle).toMatchObject({ status: 'success', itemId: isOfItem ? item.id : null });
    const again = 'it has started it before, and is to do so once';
    expect(passed(world)).toEqual([again, again]);
  });

  test('something that is not there starts nothing', async () => {
    const flow = await listening('Item', {});
    const others = await listening('Task', { resource: 'Task' });
    const id = '0'.repeat(24);
    happen(world, { resource: 'Item', action: 'Created', id }, { resource: 'Task', action: 'Created', id });
    // A copy that somebody works on by themselves: no list and no count has it.
    world.ctx.unit('test', (tx) => tx.db.run('UPDATE item SET trashed = 2 WHERE id = :id', { id: item.id }));
    happen(world, { resource: 'Item', action: 'Created', id: item.id });
    expect([await flow.cycles(), await others.cycles()]).toEqual([[], []]);
  });
});

describe('what is done', () => {
  test('an annotation that is drawn, changed, deleted, and all of that undone', async () => {
    const told = await Promise.all(
      (['Created', 'Updated', 'Deleted'] as const).map((action) =>
        listening('Annotation', { resource: 'Annotation', actions: [action], executionMode: 'Always' }),
      ),
    );
    const counts = async () => Promise.all(told.map(async (flow) => (await flow.cycles()).length));
    const id = await draw(item.id);
    expect(await counts()).toEqual([1, 0, 0]);
    const before = await drawn(item.id, id);
    const after = { ...before, label: 'bus', rev: 2 };
    await change(item.id, { id, before, after });
    expect(await counts()).toEqual([1, 1, 0]);
    await change(item.id, { id, before: await drawn(item.id, id), after: null });
    expect(await counts()).toEqual([1, 1, 1]);
    await world.calls['annotations.undo']({ itemId: item.id });
    expect(await counts()).toEqual([2, 1, 1]);
    await world.calls['annotations.redo']({ itemId: item.id });
    expect(await counts()).toEqual([2, 1, 2]);
  });

  test('a deleted annotation is matched as it was', async () => {
    const filter = { label: 'car', type: 'box' };
    const flow = await listening('Annotation', { resource: 'Annotation', actions: ['Deleted'], filter });
    const [car, bus] = [await draw(item.id, 'car'), await draw(item.id, 'bus')];
    for (const id of [car, bus]) await change(item.id, { id, before: await drawn(item.id, id), after: null });
    expect(await started(flow)).toEqual([{ nodeId: 'start', input: { item: car } }]);
    expect(passed(world)).toEqual([expect.stringContaining('label')]);
  });

  test('an item goes to the trash and comes back', async () => {
    const filter = { name: 'before*' };
    const gone = await listening('Item', { actions: ['Deleted'], executionMode: 'Always', filter });
    const back = await listening('Item', { actions: ['Updated'], executionMode: 'Always', filter });
    for (const _ of [1, 2]) {
      await world.calls['items.trash']({ itemIds: [item.id] });
      await world.calls['items.restore']({ itemIds: [item.id] });
    }
    expect([await cyclesOf(gone, [item.id]), await cyclesOf(back, [item.id])]).toEqual([[2], [2]]);
  });

  test('a dataset that is made', async () => {
    const flow = await listening('Dataset', { resource: 'Dataset', filter: { name: 'new*' } });
    await bench.dataset('other');
    const id = await bench.dataset('new one');
    expect(await started(flow)).toEqual([{ nodeId: 'start', input: { item: id } }]);
  });

  test('a clone that a dataset node makes is a clone and something new, and starts a cycle once', async () => {
    const target = await bench.dataset('target');
    const filter = { datasetId: target };
    const flows = await Promise.all(
      [['Clone'], ['Created'], ['Clone', 'Created']].map((actions) =>
        listening('Item', { actions, executionMode: 'Always', filter }),
      ),
    );
    const labels = await listening('Annotation', { resource: 'Annotation', actions: ['Clone'] });
    await draw(item.id);
    const copy = await makeFlow(world, bench, graphOf([storage('out', target)], []));
    await copy.run([item]);
    await copy.run([item]);
    const clone = world.db.get<{ id: string }>('SELECT id FROM item WHERE dataset_id = :target', { target });
    for (const flow of flows) expect(await cyclesOf(flow, [clone?.id ?? ''])).toEqual([1]);
    const ids = (await world.calls['annotations.list']({ itemId: clone?.id as never })).map((one) => one.id);
    expect(await started(labels)).toEqual([{ nodeId: 'start', input: { item: ids[0] } }]);
  });
});

describe('where it listens', () => {
  const inbox = (id: string, dir?: string) => {
    const node = storage(id, bench.inbox);
    return dir === undefined ? node : { ...node, metadata: { ...node.metadata, dir } };
  };
  const start = (node: Graph['nodes'][number], spec = {}) =>
    makeFlow(world, bench, startsOn(graphOf([node], []), { [node.id]: on(spec) }));

  test('a dataset node hears of its own dataset only', async () => {
    const flow = await start(inbox('in'));
    const [here, there] = [
      world.arrive(bench.inbox, 'a.png'),
      world.arrive(await bench.dataset('other'), 'b.png'),
    ];
    await world.settled();
    expect(await cyclesOf(flow, [here.id, there.id])).toEqual([1, 0]);
    expect(passed(world)).toEqual([]);
  });

  test('a dataset node with a folder hears of that folder and those below', async () => {
    const all = await start(inbox('in', '/'));
    const day = await start(inbox('in', '/day 1/'));
    const arrive = (folder: string) => {
      const made = world.arrive(bench.inbox, `${folder}.png`);
      world.ctx.unit('test', (tx) => {
        tx.db.run('UPDATE item SET folder = :folder WHERE id = :id', { id: made.id, folder });
        tx.raise({ resource: 'Item', action: 'Created', id: made.id });
      });
      return made.id;
    };
    const ids = ['/day 1', '/day 1/north', '/day 10', '/'].map(arrive);
    await world.settled();
    expect(await cyclesOf(day, ids)).toEqual([1, 1, 0, 0]);
    expect(await cyclesOf(all, ids)).toEqual([1, 1, 1, 1]);
  });

  test('a dataset that a variable names, whatever its value is by then', async () => {
    const other = await bench.dataset('other');
    const node = storage('in', bench.inbox);
    const metadata = { ...node.metadata, datasetId: undefined, variableDataset: 'where' };
    const graph = startsOn(graphOf([{ ...node, metadata }, task('label')], []), { in: on({}) });
    const variables = [{ name: 'where', type: 'Dataset', value: bench.inbox }];
    const flow = await makeFlow(world, bench, { ...graph, variables });
    const first = [world.arrive(bench.inbox, 'a.png'), world.arrive(other, 'b.png')];
    await world.calls['pipelines.update']({ pipelineId: flow.pipelineId, variables: { where: other } });
    const second = [world.arrive(bench.inbox, 'c.png'), world.arrive(other, 'd.png')];
    const ids = [...first, ...second].map((one) => one.id);
    expect(await cyclesOf(flow, ids)).toEqual([1, 0, 0, 1]);
  });

  test('any other node hears of the whole project, and of no other', async () => {
    const { id: projectId } = await world.calls['projects.create']({ name: 'Elsewhere' });
    const elsewhere = (await world.calls['datasets.create']({ projectId, name: 'inbox' })).id;
    const flow = await listening('Item', {});
    const datasets = await listening('Dataset', { resource: 'Dataset', actions: ['Updated'] });
    const ids = [bench.inbox, await bench.dataset('other'), elsewhere].map(
      (datasetId) => world.arrive(datasetId, 'a.png').id,
    );
    for (const id of [elsewhere, bench.inbox]) happen(world, { resource: 'Dataset', action: 'Updated', id });
    expect(await cyclesOf(flow, ids)).toEqual([1, 1, 0]);
    expect(await started(datasets)).toEqual([{ nodeId: 'start', input: { item: bench.inbox } }]);
  });

  test('several nodes of a pipeline, and several pipelines, each by themselves', async () => {
    const nodes = [inbox('in'), taking('Item', 'any'), taking('Dataset', 'sets')];
    const graph = startsOn(graphOf(nodes, []), {
      in: on({}),
      any: on({ actions: ['Created', 'Updated'], executionMode: 'Always' }),
      sets: on({ resource: 'Dataset' }),
    });
    const flow = await makeFlow(world, bench, graph);
    const twin = await makeFlow(world, bench, graph);
    const made = world.arrive(bench.inbox, 'a.png');
    happen(world, { resource: 'Item', action: 'Updated', id: made.id });
    const set = await bench.dataset('new');
    await world.settled();
    const input = { item: made.id };
    for (const one of [flow, twin]) {
      expect(await started(one)).toEqual([
        { nodeId: 'in', input },
        { nodeId: 'any', input: { item: made.id } },
        { nodeId: 'any', input: { item: made.id } },
        { nodeId: 'sets', input: { item: set } },
      ]);
    }
  });

  test('what is not installed or was deleted hears nothing', async () => {
    const graph = startsOn(graphOf([taking('Item')], []), { start: on({ executionMode: 'Always' }) });
    const { projectId } = bench;
    await world.calls['pipelines.create']({ projectId, name: 'Never', graph });
    const flow = await makeFlow(world, bench, graph);
    await world.calls['pipelines.pause']({ pipelineId: flow.pipelineId, keepTriggersActive: true });
    await world.calls['pipelines.delete']({ pipelineId: flow.pipelineId });
    world.arrive(bench.inbox, 'a.png');
    expect(world.db.all('SELECT key FROM cycle')).toEqual([]);
  });
});

describe('once', () => {
  test('an item and its status are two things', async () => {
    const nodes = [taking('Item')];
    const flow = await makeFlow(world, bench, startsOn(graphOf(nodes, []), { start: on({}) }));
    const made = world.arrive(bench.inbox, 'a.png');
    await flow.update(
      startsOn(graphOf(nodes, []), { start: on({ resource: 'ItemStatus', actions: ['Updated'] }) }),
    );
    await flow.install();
    for (const _ of [1, 2]) happen(world, { resource: 'ItemStatus', action: 'Updated', id: made.id });
    expect(await cyclesOf(flow, [made.id])).toEqual([2]);
  });

  test('holds over versions, pauses and crashes', async () => {
    const flow = await listening('Item', { actions: ['Created', 'Updated'] });
    const made = world.arrive(bench.inbox, 'a.png');
    await flow.update(
      startsOn(graphOf([taking('Item'), task('more')], []), { start: on({ actions: ['Updated'] }) }),
    );
    await flow.pause();
    await flow.install();
    await world.crash();
    world = await openWorld({
      folder: world.folder,
      now: world.clock.at + 1000,
      graphs: withRunners({ echo }),
    });
    happen(world, { resource: 'Item', action: 'Updated', id: made.id });
    expect(world.db.all('SELECT key FROM cycle')).toHaveLength(1);
  });

  test('a transaction that fails has fired nothing', async () => {
    const flow = await listening('Item', { actions: ['Updated'] });
    const fail = () =>
      world.ctx.unit('test', (tx) => {
        tx.raise({ resource: 'Item', action: 'Updated', id: item.id });
        throw new Error('no');
      });
    expect(fail).toThrow('no');
    world.ctx.unit('test', (tx) => {
      const part = () =>
        tx.savepoint(() => {
          tx.raise({ resource: 'Item', action: 'Updated', id: item.id });
          throw new Error('not this part');
        });
      expect(part).toThrow('not this part');
    });
    expect(await flow.cycles()).toEqual([]);
    happen(world, { resource: 'Item', action: 'Updated', id: item.id });
    expect(await cyclesOf(flow, [item.id])).toEqual([1]);
  });
});

describe('a status', () => {
  test('is what a filter may ask for', async () => {
    const spec = { resource: 'ItemStatus', actions: ['statusChanged'], filter: { status: 'approved' } };
    const flow: Flow = await listening('Item', { ...spec, executionMode: 'Always' });
    const set = (status: string) =>
      world.ctx.unit('test', (tx) => {
        tx.db.run('UPDATE item SET status = :status WHERE id = :id', { id: item.id, status });
        tx.raise({ resource: 'ItemStatus', action: 'Updated', id: item.id });
      });
    for (const status of ['completed', 'approved']) set(status);
    expect(await cyclesOf(flow, [item.id])).toEqual([1]);
    expect(passed(world)).toEqual([expect.stringContaining('completed')]);
  });
});
