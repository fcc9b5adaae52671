import { describe, expect, it } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { addNode, changeNode } from '#core/pipeline/edit/nodes.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import {
  addVariable,
  changeVariable,
  removeVariable,
  renameRefusal,
  renameVariable,
  usersOf,
} from '#core/pipeline/edit/variables.ts';
import { datasetsBefore } from '#core/pipeline/sources.ts';
import { variablesOf, variablesUsed } from '#core/pipeline/variables.ts';

const EMPTY: Graph = { nodes: [], connections: [], startNodes: [] };
const at = { x: 0, y: 0 };

/** A dataset node that takes its dataset from "where", and a task whose input is filled by it. */
function used(): Graph {
  const storage = starterNode('storage', { id: 's', at });
  const task = starterNode('task', { id: 't', at });
  const graph = [storage, task].reduce(addNode, addVariable(EMPTY, 'where'));
  const stored = changeNode(graph, {
    ...storage,
    metadata: { ...storage.metadata, variableDataset: 'where' },
  });
  const inputs = task.inputs.map((port) => ({ ...port, variableName: 'where' }));
  return changeNode(stored, { ...task, inputs });
}

describe('variables', () => {
  it('get a name of their own', () => {
    const graph = addVariable(addVariable(EMPTY, 'a'), 'a');
    expect(variablesOf(graph).map(({ name }) => name)).toEqual(['a', 'a2']);
  });

  it('are renamed wherever they are used', () => {
    const graph = renameVariable(used(), 'where', 'to');
    expect(variablesOf(graph).map(({ name }) => name)).toEqual(['to']);
    expect(graph.nodes.flatMap(variablesUsed).map(({ name }) => name)).toEqual(['to', 'to']);
  });

  it('are not renamed to nothing, nor to the name of another', () => {
    const graph = addVariable(used(), 'b');
    expect(renameRefusal(graph, 'where', ' ')).not.toBeNull();
    expect(renameRefusal(graph, 'where', 'b')).toContain('"b"');
    expect(renameRefusal(graph, 'where', 'where')).toBeNull();
    expect(renameVariable(graph, 'where', 'b')).toBe(graph);
  });

  it('stay while a node uses them', () => {
    const graph = addVariable(used(), 'free');
    expect(usersOf(graph, 'where')).toHaveLength(2);
    expect(removeVariable(graph, 'where')).toBe(graph);
    expect(variablesOf(removeVariable(graph, 'free')).map(({ name }) => name)).toEqual(['where']);
  });

  it('tell from which dataset items come', () => {
    const graph = changeVariable(used(), 'where', { type: 'Dataset', value: 'd1' });
    expect(datasetsBefore(graph, 's')).toEqual(['d1']);
    expect(datasetsBefore(graph, 't')).toEqual([]);
    const [from, to] = graph.nodes;
    if (!from || !to) throw new Error('There are no nodes.');
    const connection = { src: { nodeId: from.id, portId: 'o' }, tgt: { nodeId: to.id, portId: 'i' } };
    expect(datasetsBefore({ ...graph, connections: [connection] }, 't')).toEqual(['d1']);
  });
});
