import { describe, expect, it } from 'vitest';
import { addConnection } from '#core/pipeline/edit/connections.ts';
import { starterNode } from '#core/pipeline/edit/starters.ts';
import { placeOf } from '#core/pipeline/layout.ts';
import {
  fittingEnds,
  freePlace,
  newNode,
  placeAfter,
  putNode,
  withNodeOn,
} from '#renderer/features/composer/canvas/add-node.ts';
import { createViewer, portTop } from '#renderer/features/composer/canvas/view.ts';
import { ENTRIES, findEntries } from '#renderer/features/composer/library/entries.ts';
import { createComposer, isChanged, presentOf } from '#renderer/features/composer/state/composer.ts';
import { chosen, NOTHING } from '#renderer/features/composer/state/selection.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { videoToQaGraph } from '../support/graph.ts';

describe('a composer', () => {
  it('edits, takes back, and knows whether there is something to save', () => {
    const graph = videoToQaGraph();
    const composer = createComposer(graph);
    expect(isChanged(composer.getState())).toBe(false);
    composer.select(chosen({ nodes: ['qa'], connections: [0] }));
    composer.removeSelection();
    expect(presentOf(composer.getState()).nodes).toHaveLength(7);
    expect(composer.getState().selection).toEqual(NOTHING);
    expect(isChanged(composer.getState())).toBe(true);
    composer.undo();
    expect(presentOf(composer.getState())).toBe(graph);
    composer.redo();
    composer.markSaved(presentOf(composer.getState()));
    expect(isChanged(composer.getState())).toBe(false);
  });

  it('goes on with what was not saved', () => {
    const saved = videoToQaGraph();
    const composer = createComposer(saved, { ...saved, description: 'new' });
    expect(isChanged(composer.getState())).toBe(true);
    composer.undo();
    expect(isChanged(composer.getState())).toBe(false);
  });

  it('moves nodes when they are let go, in one step', () => {
    const composer = createComposer(videoToQaGraph());
    composer.move(new Map());
    expect(composer.getState().history.past).toHaveLength(0);
    composer.move(new Map([['qa', { x: 30.6, y: 40 }]]));
    const qa = presentOf(composer.getState()).nodes.find((node) => node.id === 'qa');
    expect(qa && placeOf(qa)).toEqual({ x: 31, y: 40 });
    composer.undo();
    expect(isChanged(composer.getState())).toBe(false);
  });

  it('keeps chosen what is still there', () => {
    const composer = createComposer(videoToQaGraph());
    composer.select(chosen({ nodes: ['qa', 'label-a'], connections: [3] }));
    composer.edit((graph) => ({ ...graph, connections: graph.connections.slice(2) }));
    expect(composer.getState().selection).toEqual(chosen({ nodes: ['qa', 'label-a'], connections: [1] }));
    composer.edit((graph) => ({ ...graph, nodes: graph.nodes.filter((node) => node.id !== 'qa') }));
    expect([...composer.getState().selection.nodes]).toEqual(['label-a']);
    composer.selectAll();
    expect(composer.getState().selection.nodes.size).toBe(7);
  });

  it('tells what is wrong where it is, and the same list while nothing changed there', () => {
    const composer = createComposer(videoToQaGraph());
    const before = composer.getState().problems.byNode.get('frames');
    composer.edit((graph) => ({ ...graph, connections: graph.connections.slice(0, 5) }));
    composer.findProblems();
    const { problems } = composer.getState();
    expect(problems.byNode.get('frames')).toBe(before);
    expect(problems.byNode.get('label-a')?.[0]?.severity).toBe('warning');
  });
});

describe('the drawing', () => {
  const label = () => '';

  it('stays the same object where nothing changed', () => {
    const composer = createComposer(videoToQaGraph());
    const view = createViewer();
    const draw = () => {
      const { selection, history } = composer.getState();
      return view({ graph: history.present, selection, label });
    };
    const before = draw();
    composer.move(new Map([['discarded', { x: 2000, y: 900 }]]));
    const after = draw();
    const same = after.nodes.filter((node, index) => node === before.nodes[index]);
    expect(same).toHaveLength(7);
    expect(after.nodes.find((node) => node.id === 'discarded')?.position).toEqual({ x: 2000, y: 900 });
    expect(draw().edges).toEqual(after.edges);
    expect(draw().edges[0]).toBe(after.edges[0]);
  });

  it('puts every port on the edge of its card', () => {
    const graph = {
      nodes: [starterNode('merge', { id: 'm', at: { x: 0, y: 0 } })],
      connections: [],
      startNodes: [],
    };
    const { nodes } = createViewer()({ graph, selection: NOTHING, label });
    expect(nodes[0]?.handles?.map(({ id, x, y }) => [id, x, Math.round(y)])).toEqual([
      ['m-in', 0, 31],
      ['m-in-second', 0, 63],
      ['m-out', CARD.width, 47],
    ]);
    expect(portTop(0, 1)).toBe(CARD.height / 2);
  });
});

describe('adding nodes', () => {
  it('puts one after another, connected, on no other card', () => {
    const graph = videoToQaGraph();
    const qa = graph.nodes.find((node) => node.id === 'qa');
    if (!qa) throw new Error('the template has QA');
    const node = newNode(graph, 'export', 'x', placeAfter(graph, qa));
    const after = putNode(graph, node, { kind: 'after', nodeId: 'qa' });
    expect(after?.connections.at(-1)).toMatchObject({ src: { nodeId: 'qa' }, tgt: { nodeId: 'x' } });
    const places = (after?.nodes ?? []).map((one) => placeOf(one)).map((place) => `${place?.x} ${place?.y}`);
    expect(new Set(places).size).toBe(graph.nodes.length + 1);
    expect(freePlace(graph, { x: -1000, y: 0 })).toEqual({ x: -1000, y: 0 });
  });

  it('puts one into a connection, or beside it when it does not fit', () => {
    const graph = videoToQaGraph();
    const node = newNode(graph, 'item.set', 'x', { x: 0, y: 0 });
    expect(withNodeOn(graph, node, 0).connections).toHaveLength(graph.connections.length + 1);
    const trash = newNode(graph, 'item.delete', 'y', { x: 0, y: 0 });
    const beside = withNodeOn(graph, trash, 0);
    expect(beside.connections).toBe(graph.connections);
    expect(beside.nodes).toHaveLength(9);
  });

  it('finds the ports that fit', () => {
    const at = { x: 0, y: 0 };
    const [model, merge] = [starterNode('ml', { id: 'a', at }), starterNode('merge', { id: 'b', at })];
    const graph = { nodes: [model, merge], connections: [], startNodes: [] };
    const first = fittingEnds(graph, model, merge);
    expect(first?.tgt.portId).toBe('b-in');
    const connected = first ? addConnection(graph, first) : graph;
    expect(fittingEnds(connected, model, merge)?.tgt.portId).toBe('b-in-second');
    expect(fittingEnds(graph, starterNode('item.delete', { id: 'c', at }), merge)).toBeNull();
  });
});

describe('the library', () => {
  it('finds nodes by words of their name and description, names first', () => {
    expect(findEntries('')).toEqual(ENTRIES);
    expect(findEntries('split')[0]?.offer).toBe('video.split');
    expect(findEntries('FRAMES video').map((entry) => entry.offer)).toEqual(['video.split']);
    expect(findEntries('no such node')).toEqual([]);
  });
});
