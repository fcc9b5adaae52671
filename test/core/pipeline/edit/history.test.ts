import { describe, expect, it } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { addConnection, changeConnection, removeConnections } from '#core/pipeline/edit/connections.ts';
import { beginHistory, doStep, endStep, redo, undo } from '#core/pipeline/edit/history.ts';
import { addNode, changeNode, freeName, moveNodes, removeNodes } from '#core/pipeline/edit/nodes.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { type Runnable, SPECS } from '#core/pipeline/specs.ts';
import { fc } from '#test/support/property.ts';

const EMPTY: Graph = { nodes: [], connections: [], startNodes: [] };
const named = (description: string): Graph => ({ ...EMPTY, description });

describe('the history of a graph', () => {
  it('takes steps back and does them again', () => {
    const [a, b] = [named('a'), named('b')];
    let history = doStep(doStep(beginHistory(EMPTY), a), b);
    history = undo(undo(history));
    expect(history.present).toBe(EMPTY);
    expect(undo(history)).toBe(history);
    history = redo(history);
    expect(history.present).toBe(a);
    history = doStep(history, named('c'));
    expect(redo(history)).toBe(history);
  });

  it('takes typing in one field back at once', () => {
    let history = beginHistory(EMPTY);
    for (const text of ['T', 'Ta', 'Tas', 'Task']) history = doStep(history, named(text), 'name');
    expect(history.past).toHaveLength(1);
    history = doStep(endStep(history), named('Tasks'), 'name');
    expect(undo(history).present.description).toBe('Task');
    expect(undo(undo(history)).present).toBe(EMPTY);
  });

  it('does nothing for a change that changes nothing', () => {
    const history = beginHistory(EMPTY);
    expect(doStep(history, EMPTY)).toBe(history);
  });
});

describe('any story of changes', () => {
  const kinds = Object.keys(SPECS) as Runnable[];
  const act = fc.record({ what: fc.nat(6), one: fc.nat(30), other: fc.nat(30) });

  it('can be taken back to the beginning, and leaves no connection or start without its node', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let history = beginHistory(EMPTY);
        const seen: Graph[] = [EMPTY];
        for (const [step, { what, one, other }] of acts.entries()) {
          const graph = history.present;
          const after = change(graph, what, one, other, step);
          if (after !== graph) seen.push(after);
          history = doStep(history, after);
          const ids = new Set<string>(after.nodes.map((node) => node.id));
          expect(after.connections.every(({ src, tgt }) => ids.has(src.nodeId) && ids.has(tgt.nodeId))).toBe(
            true,
          );
          expect(after.startNodes.every((start) => ids.has(start.nodeId))).toBe(true);
          expect(after.startNodes.filter((start) => start.type === 'root')).toHaveLength(
            ids.size > 0 ? 1 : 0,
          );
        }
        for (const graph of seen.toReversed()) {
          expect(history.present).toBe(graph);
          history = undo(history);
        }
      }),
    );
  });

  function change(graph: Graph, what: number, one: number, other: number, step: number): Graph {
    const node = graph.nodes[one % Math.max(1, graph.nodes.length)];
    const second = graph.nodes[other % Math.max(1, graph.nodes.length)];
    const index = one % Math.max(1, graph.connections.length);
    switch (what) {
      case 1:
        return node ? removeNodes(graph, new Set([node.id])) : graph;
      case 2:
        return node ? moveNodes(graph, new Map([[node.id, { x: one * 9, y: other * 7 }]])) : graph;
      case 3:
        return node ? changeNode(graph, { ...node, name: freeName(graph, `n${one}`) }) : graph;
      case 4:
        return graph.connections.length > 0 ? removeConnections(graph, new Set([index])) : graph;
      case 5:
        return graph.connections.length > 0 ? changeConnection(graph, index, { condition: '{}' }) : graph;
      case 6: {
        if (!node || !second) return graph;
        const src = { nodeId: node.id, portId: node.outputs[0]?.portId ?? '' };
        return addConnection(graph, {
          src,
          tgt: { nodeId: second.id, portId: second.inputs[0]?.portId ?? '' },
        });
      }
      default: {
        const kind = kinds[one % kinds.length] ?? 'task';
        return addNode(graph, starterNode(kind, { id: `s${step}`, at: { x: one, y: other } }));
      }
    }
  }
});
