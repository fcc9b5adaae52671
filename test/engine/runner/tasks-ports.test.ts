/** What leaves a task besides its items, what others hear of it, and in which order its work is done. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GraphNode, Port } from '#core/model/graph.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import type { InlineNode, NodeRun } from '#engine/nodes/node.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { consensusOf } from './support/consensus.ts';
import { type Bench, type Flow, graphOf, makeBench, makeFlow, storage, task } from './support/flow.ts';
import { fn, withRunners } from './support/nodes.ts';
import { actAs, byPerson, shares } from './support/people.ts';

let world: World;
let bench: Bench;
/** What nodes have noted. */
let given: unknown[];

const noting = (note: (run: NodeRun) => unknown): InlineNode => ({
  lane: 'inline',
  writes: false,
  run(_tx, run) {
    given.push(note(run));
    return { kind: 'done', outputs: {}, action: null, why: 'noted' };
  },
});

beforeEach(async () => {
  given = [];
  world = await openWorld({
    graphs: withRunners({
      note: noting(({ input }) => input['value']),
      hear: noting(({ node }) => node.id),
    }),
  });
  bench = await makeBench(world);
});

afterEach(async () => {
  expect(wrongCounters(world.db)).toEqual([]);
  await world.close();
});

const PORTS: readonly Port[] = [
  { portId: 'label-task', type: 'Task', name: 'task', actions: ['completed'] },
  { portId: 'label-assignment', type: 'Assignment', name: 'assignment', actions: ['done'] },
];

/** A task whose output for tasks, or for assignments, leads to a node that takes notes. */
async function portFlow(type: 'task' | 'assignment', metadata: object = {}): Promise<Flow> {
  const label = task('label', { ...metadata });
  const withPorts: GraphNode = { ...label, outputs: [...label.outputs, ...PORTS] };
  const note = fn('note', 'note', {
    inputs: { value: type === 'task' ? 'Task' : 'Assignment' },
    outputs: {},
  });
  const action = type === 'task' ? 'completed' : 'done';
  return makeFlow(
    world,
    bench,
    graphOf(
      [storage('start', bench.inbox), withPorts, note, storage('good', await bench.dataset('good'))],
      ['start > label', `label.${type} > note : ${action}`, 'label > good : completed'],
    ),
  );
}

describe('a task that has nothing open any more', () => {
  test('leaves with the decision that left it so, each time', async () => {
    const flow = await portFlow('task');
    const [one, two] = await flow.send('a', 'b');
    if (!one || !two) throw new Error('sent');
    const { id } = await flow.task('label');
    await flow.decide('label', one.id, 'completed');
    expect(given).toEqual([]);
    await flow.decide('label', two.id, 'discard');
    expect(given).toEqual([id]);
    expect((await flow.task('label')).status).toBe('completed');
    await flow.undecide('label', two.id);
    expect((await flow.task('label')).status).toBe('in progress');
    await flow.decide('label', two.id, 'completed');
    expect(given).toEqual([id, id]);
    await flow.send('c');
    expect((await flow.task('label')).counts.open).toBe(1);
    expect(await flow.inDataset(await bench.dataset('good'))).toEqual(['a', 'b']);
  });

  test('items that were sent back are not done', async () => {
    const label = task('label');
    const qa = task('qa', { taskType: 'qa' });
    const note = fn('note', 'note', { inputs: { value: 'Task' }, outputs: {} });
    const ports = PORTS.map((port) => ({ ...port, portId: port.portId.replace('label', 'qa') }));
    const flow = await makeFlow(
      world,
      bench,
      graphOf(
        [storage('start', bench.inbox), label, { ...qa, outputs: [...qa.outputs, ...ports] }, note],
        ['start > label', 'label > qa : completed', 'qa.task > note : completed'],
      ),
    );
    const [one, two] = await flow.send('a', 'b');
    if (!one || !two) throw new Error('sent');
    for (const item of [one, two]) await flow.decide('label', item.id, 'completed');
    const { id: taskId } = await flow.task('qa');
    await world.calls['issues.open']({ taskId, itemId: one.id, text: 'x' });
    await flow.decide('qa', two.id, 'approved');
    expect(given).toEqual([]);
    await flow.decide('label', one.id, 'completed');
    await flow.decide('qa', one.id, 'approved');
    expect(given).toEqual([taskId]);
  });
});

describe('a person who has nothing open any more', () => {
  test('leaves as their assignment', async () => {
    const flow = await portFlow('assignment', { workload: shares('ann', 'ben') });
    await flow.send('a', 'b', 'c', 'd');
    const { id: taskId } = await flow.task('label');
    const people = await world.calls['tasks.assignments']({ taskId });
    const { ann = [], ben = [] } = await byPerson(world, taskId);
    for (const itemId of ben) await flow.decide('label', itemId, 'completed');
    expect(given).toEqual([people.find((one) => one.person === 'ben')?.id]);
    for (const itemId of ann) await flow.decide('label', itemId, 'completed');
    expect(given).toEqual(['ben', 'ann'].map((name) => people.find((one) => one.person === name)?.id));
  });

  test('with copies only when their work is in the items', async () => {
    const flow = await portFlow('assignment', {
      workload: shares('ann', 'ben'),
      consensusTaskType: 'consensus',
      consensusAssignees: 2,
    });
    await flow.send('a', 'b');
    const { id: taskId } = await flow.task('label');
    const { ann = [], ben = [] } = await byPerson(world, taskId);
    for (const itemId of ann) await flow.decide('label', itemId, 'completed');
    expect(given).toEqual([]);
    await flow.decide('label', ben[0] ?? fail(), 'completed');
    expect(given).toEqual([]);
    await flow.decide('label', ben[1] ?? fail(), 'completed');
    const people = await world.calls['tasks.assignments']({ taskId });
    expect(given).toEqual(people.map((one) => one.id));
  });
});

describe('others hear of', () => {
  const EARS = [
    ['Task', 'Created'],
    ['Task', 'Updated'],
    ['Task', 'statusChanged'],
    ['ItemStatus', 'Updated'],
    ['ItemStatus', 'taskAssigned'],
    ['Annotation', 'Created'],
  ] as const;

  /** A pipeline that takes a note of everything that tasks raise. */
  async function listen(): Promise<void> {
    const ears = EARS.map(([resource, action]) => {
      const inputs = { value: resource === 'ItemStatus' ? 'Item' : resource };
      return fn(`${resource} ${action}`, 'hear', { inputs, outputs: {} });
    });
    const startNodes = EARS.map(([resource, action]) => ({
      nodeId: nodeIdSchema.parse(`${resource} ${action}`),
      type: 'trigger' as const,
      trigger: {
        type: 'Event',
        spec: { resource, actions: [action], executionMode: 'Always', filter: '{}' },
      },
    }));
    await makeFlow(world, bench, { ...graphOf(ears, []), startNodes }, { name: 'Ears' });
  }

  /** What was raised meanwhile, in order of its name: which is noted first is the queue's business. */
  async function heard(work: () => Promise<unknown>): Promise<unknown[]> {
    await world.settled();
    given = [];
    await work();
    await world.settled();
    return given.map(String).toSorted();
  }

  const label = (name: string) => ({ ...task('label', { workload: shares('ann') }), name });
  const graph = (name: string) => graphOf([storage('start', bench.inbox), label(name)], ['start > label']);

  test('tasks that are made and changed, items that are handed out, and every status', async () => {
    await listen();
    let made: Flow | null = null;
    const atFirst = await heard(async () => {
      made = await makeFlow(world, bench, graph('label'));
    });
    expect(atFirst).toEqual(['Task Created']);
    const flow: Flow = made ?? fail();
    expect(await heard(() => flow.install())).toEqual([]);
    await flow.update(graph('Labels'));
    expect(await heard(() => flow.install())).toEqual(['Task Updated']);
    expect(await heard(() => flow.send('a', 'b'))).toEqual([
      'ItemStatus taskAssigned',
      'ItemStatus taskAssigned',
    ]);
    const taskId = (await flow.task('label')).id;
    const { ann = [] } = await byPerson(world, taskId);
    const [one = fail(), two = fail()] = ann;
    const give = async () => world.calls['tasks.reassign']({ taskId, itemIds: [one], to: 'ben' });
    expect(await heard(give)).toEqual(['ItemStatus taskAssigned']);
    const decided = ['ItemStatus Updated', 'Task statusChanged'];
    expect(await heard(() => flow.decide('label', one, 'completed'))).toEqual(decided);
    expect(await heard(() => flow.decide('label', two, 'completed'))).toEqual(decided);
    expect(await heard(() => flow.undecide('label', two))).toEqual(['Task statusChanged']);
    await flow.decide('label', two, 'completed');
    expect(await heard(() => flow.run([two]))).toEqual(['ItemStatus taskAssigned', 'Task statusChanged']);
  });

  test('nothing that is done to copies, but what comes of them', async () => {
    await listen();
    const shared = task('label', { workload: shares('ann', 'ben'), consensusTaskType: 'consensus' });
    const graph = graphOf([storage('start', bench.inbox), shared], ['start > label']);
    const flow = consensusOf(world, await makeFlow(world, bench, graph));
    expect(await heard(() => flow.send('a'))).toEqual([]);
    const { ann = [], ben = [] } = await byPerson(world, (await flow.task('label')).id);
    expect(await heard(() => flow.label(ann[0] ?? fail(), 'x'))).toEqual([]);
    expect(await heard(() => flow.decide('label', ann[0] ?? fail(), 'completed'))).toEqual([]);
    expect(await heard(() => flow.decide('label', ben[0] ?? fail(), 'completed'))).toEqual([
      'Annotation Created',
      'ItemStatus Updated',
      'Task statusChanged',
    ]);
  });
});

test('a node’s own priority wins over what led there, except over what a person waits for', async () => {
  const flow = await makeFlow(
    world,
    bench,
    graphOf(
      [
        storage('start', bench.inbox),
        task('high', { priority: 3 }),
        storage('mid', bench.inbox),
        task('low', { priority: 1 }),
      ],
      ['start > high', 'high > mid : completed', 'mid > low'],
    ),
  );
  const [item] = await flow.send('a');
  if (!item) throw new Error('sent');
  actAs(world, 'ann');
  await flow.decide('high', item.id, 'completed');
  const rows = world.db.all<{ nodeId: string; priority: number }>(
    'SELECT node.node_id AS nodeId, priority FROM execution JOIN node ON node.key = node ORDER BY execution.key',
  );
  expect(rows.map((row) => `${row.nodeId} ${row.priority}`)).toEqual([
    'start 2',
    'high 3',
    'mid 10',
    'low 10',
  ]);
  expect(await flow.task('high')).toMatchObject({ priority: 3, dueAt: null });
});

function fail(): never {
  throw new Error('there is one');
}
