import { describe, expect, it } from 'vitest';
import { stripColumns } from '#renderer/features/home/strip.ts';
import { inboxOf } from '#renderer/ui/inbox.ts';
import { NODE_ICONS, nodeKind } from '#renderer/ui/node-look.ts';
import { ids, videoToQaGraph } from '../support/graph.ts';

describe('stripColumns', () => {
  it('puts what comes last last, in the order of the drawing', () => {
    expect(stripColumns(videoToQaGraph()).map((column) => column.map((node) => node.id))).toEqual([
      ['inbox'],
      ['frames'],
      ['halves'],
      ['label-a', 'label-b'],
      ['qa'],
      ['approved', 'discarded'],
    ]);
  });

  it('shows every node once even when the graph goes round', () => {
    const graph = videoToQaGraph();
    const [first] = graph.connections;
    if (!first) throw new Error('the graph has no connection');
    graph.connections.push({
      src: { ...first.src, nodeId: ids.qa },
      tgt: { ...first.tgt, nodeId: ids.frames },
    });
    const shown = stripColumns(graph).flatMap((column) => column.map((node) => node.id));
    expect([...shown].sort()).toEqual(graph.nodes.map((node) => node.id).sort());
  });
});

describe('inboxOf', () => {
  it('is the dataset of the start node, when it is one', () => {
    const graph = videoToQaGraph();
    expect(inboxOf(graph)).toBe(ids.inboxDataset);
    graph.startNodes = [{ nodeId: ids.frames, type: 'root' }];
    expect(inboxOf(graph)).toBeNull();
    expect(inboxOf({ nodes: [], connections: [], startNodes: [] })).toBeNull();
  });
});

describe('nodeKind', () => {
  it('tells the nodes of the template apart', () => {
    expect(videoToQaGraph().nodes.map(nodeKind)).toEqual([
      'dataset',
      'video',
      'split',
      'label',
      'label',
      'qa',
      'dataset',
      'dataset',
    ]);
  });

  it('has a sign for kinds that do not run here, and for unknown ones', () => {
    const [node] = videoToQaGraph().nodes;
    if (!node) throw new Error('the graph has no node');
    for (const type of ['ml', 'code', 'merge', 'updateVariable', 'something new']) {
      expect(NODE_ICONS[nodeKind({ ...node, type })]).toBeDefined();
    }
  });
});
