import { describe, expect, it } from 'vitest';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import { clipOf, pasteClip, readClip, writeClip } from '#core/pipeline/edit/clipboard.ts';
import {
  addConnection,
  changeConnection,
  connectionRefusal,
  type Ends,
  insertOnConnection,
  removeConnections,
} from '#core/pipeline/edit/connections.ts';
import { addNode, changeNode, freeName, moveNodes, removeNodes } from '#core/pipeline/edit/nodes.ts';
import { addInParallel } from '#core/pipeline/edit/parallel.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { setRoot, setTrigger, startAt } from '#core/pipeline/edit/starts.ts';
import { parseConfig, type Runnable, runnableOf, SPECS } from '#core/pipeline/specs.ts';
import { validateGraph } from '#core/pipeline/validate.ts';

const EMPTY: Graph = { nodes: [], connections: [], startNodes: [] };
const at = { x: 0, y: 0 };
const node = (kind: Runnable, id: string) => starterNode(kind, { id, at });

const ITEM_COMES = {
  type: 'Event',
  spec: { resource: 'Item', actions: ['Created'], executionMode: 'Once', filter: '' },
};

function graphOf(...nodes: readonly GraphNode[]): Graph {
  return nodes.reduce(addNode, EMPTY);
}

function ends(from: GraphNode, to: GraphNode): Ends {
  return {
    src: { nodeId: from.id, portId: from.outputs[0]?.portId ?? '' },
    tgt: { nodeId: to.id, portId: to.inputs[0]?.portId ?? '' },
  };
}

describe('new nodes', () => {
  it('lack nothing but what only a person can choose', () => {
    const open = (Object.keys(SPECS) as Runnable[]).filter((kind) => {
      const made = node(kind, 'one');
      expect(runnableOf(made)).toBe(kind);
      return !parseConfig(kind, made).success;
    });
    expect(open).toEqual(['storage', 'item.set', 'ml', 'webhook']);
  });

  it('get a name of their own', () => {
    const graph = graphOf(...['Task', 'Task 2'].map((name) => starterNode('task', { id: name, at, name })));
    expect(freeName(graph, 'Task')).toBe('Task 3');
    expect(freeName(graph, 'Review')).toBe('Review');
  });
});

describe('connecting', () => {
  const [task, qa, files] = [node('task', 'label'), node('task', 'qa'), node('storage', 'files')];

  it('takes the decisions of an output one after the other', () => {
    let graph = addConnection(graphOf(task, qa, files), ends(task, qa));
    graph = addConnection(graph, ends(task, files));
    expect(graph.connections.map((one) => one.action)).toEqual(['completed', 'discard']);
    graph = addConnection(graph, ends(task, qa));
    expect(graph.connections.map((one) => one.action)).toEqual(['completed', 'discard', 'discard']);
    expect(connectionRefusal(graph, ends(task, qa))).toMatch(/connected already/);
    expect(addConnection(graph, ends(task, qa))).toBe(graph);
  });

  it('refuses what cannot flow, and says why', () => {
    const write = node('updateVariable', 'write');
    const graph = graphOf(task, write);
    expect(connectionRefusal(graph, ends(task, task))).toMatch(/itself/);
    expect(connectionRefusal(graph, ends(task, write))).toBe(
      '"Labelling task" gives Item, "Update variable" takes Json.',
    );
    expect(connectionRefusal(graph, { src: ends(task, task).tgt, tgt: ends(task, write).tgt })).toMatch(
      /begins at an output/,
    );
  });

  it('moves the start to what feeds it', () => {
    const graph = addConnection(graphOf(task, files), ends(files, task));
    expect(graph.startNodes).toEqual([{ nodeId: 'files', type: 'root', trigger: ITEM_COMES }]);
    // A dataset that is fed starts nothing by itself any more.
    const fed = addConnection(graphOf(files, task), ends(task, files));
    expect(fed.startNodes).toEqual([{ nodeId: 'label', type: 'root' }]);
    const both = setTrigger(graphOf(task, files), files.id, { type: 'Cron', spec: { cron: '0 6 * * *' } });
    expect(addConnection(both, ends(files, task)).startNodes).toEqual([
      { nodeId: 'files', type: 'root', trigger: { type: 'Cron', spec: { cron: '0 6 * * *' } } },
    ]);
  });

  it('leaves a start that somebody set up where it is', () => {
    const started = setTrigger(graphOf(task, files), task.id, { type: 'Event', spec: {} });
    expect(addConnection(started, ends(files, task)).startNodes[0]?.nodeId).toBe('label');
  });

  it('puts a node into a connection, which keeps its decision and condition', () => {
    const condition = '{"filter":{"name":"a"}}';
    let graph = addConnection(graphOf(task, qa), ends(task, qa));
    graph = changeConnection(graph, 0, { condition });
    const between = node('item.set', 'set');
    const inserted = insertOnConnection(graph, 0, between);
    expect(inserted?.connections).toEqual([
      { src: ends(task, qa).src, tgt: ends(task, between).tgt, condition, action: 'completed' },
      { src: ends(between, qa).src, tgt: ends(task, qa).tgt },
    ]);
    expect(insertOnConnection(graph, 0, node('item.delete', 'trash'))).toBeNull();
    expect(insertOnConnection(graph, 0, node('updateVariable', 'write'))).toBeNull();
  });

  it('changes and removes', () => {
    const graph = addConnection(graphOf(task, qa), ends(task, qa));
    expect(changeConnection(graph, 0, { action: null }).connections[0]).not.toHaveProperty('action');
    expect(removeConnections(graph, new Set([0])).connections).toEqual([]);
  });
});

describe('in parallel', () => {
  const [split, task] = [node('split', 'split'), node('task', 'label')];
  const [qa, gone] = [starterNode('task.qa', { id: 'qa', at }), node('storage', 'gone')];
  let graph = addConnection(graphOf(split, task, qa, gone), ends(split, task));
  graph = addConnection(graph, ends(task, qa));
  graph = addConnection(graph, ends(task, gone));

  it('feeds another node with what is left, and lets it go on alike', () => {
    const { graph: both, nodeIds } = addInParallel(graph, 'label', () => 'two', { x: 0, y: 200 });
    expect(nodeIds).toEqual(['two']);
    expect(both.connections.slice(3)).toEqual([
      { src: ends(split, task).src, tgt: { nodeId: 'two', portId: 'two-in' }, action: 'B' },
      { src: { nodeId: 'two', portId: 'two-out' }, tgt: ends(task, qa).tgt, action: 'completed' },
      { src: { nodeId: 'two', portId: 'two-out' }, tgt: ends(task, gone).tgt, action: 'discard' },
    ]);
    expect(both.startNodes).toEqual(graph.startNodes);
    // Nothing is left: the third one gets what the first one gets.
    const third = addInParallel(both, 'label', () => 'three', at).graph;
    expect(third.connections[6]).toMatchObject({ tgt: { nodeId: 'three' }, action: 'A' });
  });

  it('is a task for review that is set up as one', () => {
    expect(qa).toMatchObject({ name: 'QA task', type: 'task', metadata: { taskType: 'qa' } });
    expect(qa.outputs[0]?.actions).toEqual(['approved', 'discard']);
    expect(parseConfig('task', qa).success).toBe(true);
  });
});

describe('changing nodes', () => {
  it('lets decisions follow the settings, and connections follow the decisions', () => {
    const [task, files] = [node('task', 'label'), node('storage', 'files')];
    const graph = addConnection(graphOf(task, files), ends(task, files));
    const qa = changeNode(graph, { ...task, metadata: { ...task.metadata, taskType: 'qa' } });
    expect(qa.nodes[0]?.outputs[0]?.actions).toEqual(['approved', 'discard']);
    expect(qa.connections[0]?.action).toBe('approved');
  });

  it('keeps decisions that were given by hand', () => {
    const task = node('task', 'label');
    const own = {
      ...task,
      outputs: task.outputs.map((port) => ({ ...port, actions: ['sharp', 'blurred'] })),
    };
    const graph = changeNode(graphOf(task), own);
    expect(changeNode(graph, { ...own, name: 'Look' }).nodes[0]?.outputs[0]?.actions).toEqual([
      'sharp',
      'blurred',
    ]);
  });

  it('drops connections to ports that are gone', () => {
    const [task, code] = [node('task', 'label'), node('code', 'code')];
    const graph = addConnection(graphOf(task, code), ends(task, code));
    expect(changeNode(graph, { ...code, inputs: [] }).connections).toEqual([]);
  });

  it('moves them, and leaves the rest alone', () => {
    const graph = graphOf(node('task', 'a'), node('task', 'b'));
    const moved = moveNodes(graph, new Map([['a', { x: 10.4, y: 20.6 }]]));
    expect(moved.nodes[0]?.metadata['position']).toEqual({ x: 10, y: 21, z: 0 });
    expect(moved.nodes[1]).toBe(graph.nodes[1]);
  });

  it('takes connections and starts away with them', () => {
    const [files, task, qa] = [node('storage', 'files'), node('task', 'label'), node('task', 'qa')];
    let graph = addConnection(graphOf(files, task, qa), ends(files, task));
    graph = addConnection(graph, ends(task, qa));
    const left = removeNodes(graph, new Set(['files']));
    expect(left.connections).toHaveLength(1);
    expect(left.startNodes).toEqual([{ nodeId: 'label', type: 'root' }]);
    expect(removeNodes(left, new Set(['label', 'qa']))).toEqual(EMPTY);
  });
});

describe('starts', () => {
  const graph = graphOf(node('task', 'a'), node('task', 'b'));
  const trigger = { type: 'Cron', spec: { cron: '0 6 * * *' } };

  it('has one root, and keeps triggers', () => {
    const rooted = setRoot(setTrigger(graph, 'a', trigger), 'b');
    expect(startAt(rooted, 'b')?.type).toBe('root');
    expect(startAt(rooted, 'a')).toEqual({ nodeId: 'a', type: 'trigger', trigger });
    expect(startAt(setRoot(graph, 'b'), 'a')).toBeNull();
  });

  it('takes a trigger away, and with it a start that was nothing else', () => {
    const two = setTrigger(graph, 'b', trigger);
    expect(startAt(two, 'b')?.type).toBe('trigger');
    expect(startAt(setTrigger(two, 'b', null), 'b')).toBeNull();
    expect(startAt(setTrigger(setTrigger(graph, 'a', trigger), 'a', null), 'a')).toEqual({
      nodeId: 'a',
      type: 'root',
    });
  });
});

describe('the clipboard', () => {
  const [task, qa] = [node('task', 'label'), node('task', 'qa')];
  const graph = addConnection(graphOf(task, qa), ends(task, qa));
  const clip = clipOf(graph, new Set(['label', 'qa']));

  it('brings a part of a graph into another, under new ids', () => {
    let count = 0;
    const read = readClip(writeClip(clip));
    if (!read) throw new Error('it was written just now');
    const newId = () => {
      count += 1;
      return `n${count}`;
    };
    const { graph: both, nodeIds } = pasteClip(graph, read, newId, { x: 500, y: 40 });
    expect(nodeIds).toEqual(['n1', 'n2']);
    expect(both.nodes.map((one) => one.name)).toEqual([
      'Labelling task',
      'Labelling task',
      'Labelling task 2',
      'Labelling task 3',
    ]);
    expect(both.connections[1]).toEqual({
      src: { nodeId: 'n1', portId: 'n1-out' },
      tgt: { nodeId: 'n2', portId: 'n2-in' },
      action: 'completed',
    });
    expect(both.nodes[2]?.metadata['position']).toEqual({ x: 500, y: 40, z: 0 });
    expect(both.startNodes).toEqual(graph.startNodes);
    expect(
      validateGraph(both).filter((one) => one.code === 'node-twice' || one.code === 'port-twice'),
    ).toEqual([]);
  });

  it('is nothing but parts of pipelines', () => {
    for (const text of ['', '{}', 'null', '{"kind":"sluice/pipeline-nodes","nodes":[{}]}', '[1]', 'a text']) {
      expect(readClip(text)).toBeNull();
    }
  });
});
