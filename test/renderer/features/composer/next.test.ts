import { describe, expect, it } from 'vitest';
import type { Offer } from '#core/pipeline/edit/starters.ts';
import { newNode, putNode, type Spot } from '#renderer/features/composer/canvas/add-node.ts';
import { nextChoices } from '#renderer/features/composer/canvas/choices.ts';
import { ENTRIES } from '#renderer/features/composer/library/entries.ts';
import { createComposer } from '#renderer/features/composer/state/composer.ts';
import { chosen } from '#renderer/features/composer/state/selection.ts';
import { videoToQaGraph } from '../support/graph.ts';

describe('what comes next', () => {
  const titles = (text: string) =>
    nextChoices(text, { entries: ENTRIES, datasets: [{ id: 'd1', name: 'frames' }] }).map((choice) =>
      choice.kind === 'node' ? choice.entry.title : `${choice.kind} ${choice.name}`,
    );

  it('is offered by name: nodes, datasets that are there, and one to be made at the end', () => {
    expect(titles('qa')).toEqual(['QA task', 'new-dataset qa']);
    expect(titles('frames')).toEqual(['dataset frames', 'Split video into frames']);
    expect(titles('split').slice(0, 2)).toEqual(['Split video into frames', 'Data split']);
    expect(titles(' bright pictures ').at(-1)).toBe('new-dataset bright pictures');
    expect(titles('').at(-1)).not.toMatch(/^new-dataset/);
  });

  it('makes no dataset while it is not known which there are, or where none fits', () => {
    expect(nextChoices('mine', { entries: ENTRIES, datasets: undefined })).toEqual([]);
    expect(nextChoices('mine', { entries: [], datasets: [] })).toEqual([]);
  });

  it('fits where it is put in, or is refused', () => {
    const graph = videoToQaGraph();
    const put = (offer: Offer, spot: Spot) =>
      putNode(graph, newNode(graph, offer, 'x', { x: 0, y: 0 }), spot)?.connections.length ?? null;
    const count = graph.connections.length;
    expect(put('export', { kind: 'after', nodeId: 'qa' })).toBe(count + 1);
    expect(put('updateVariable', { kind: 'after', nodeId: 'qa' })).toBeNull();
    expect(put('item.set', { kind: 'into', connection: 0 })).toBe(count + 1);
    expect(put('item.delete', { kind: 'into', connection: 0 })).toBeNull();
    expect(put('item.delete', { kind: 'output', from: { nodeId: 'qa', portId: 'qa-out' } })).toBe(count + 1);
    expect(put('webhook', { kind: 'anywhere' })).toBe(count);
  });

  it('is reached from a connection by either of its ends', () => {
    const composer = createComposer(videoToQaGraph());
    const endBy = (by: 1 | -1) => {
      composer.select(chosen({ connections: [0] }));
      composer.step(by);
      return [...composer.getState().selection.nodes];
    };
    expect(endBy(1)).toEqual(['frames']);
    expect(endBy(-1)).toEqual(['inbox']);
  });

  it('goes into a connection, which is reached from its node', () => {
    const graph = videoToQaGraph();
    const composer = createComposer(graph);
    const ends = () =>
      [...composer.getState().selection.connections].map((at) => {
        const { src, tgt } = graph.connections[at] ?? {};
        return `${src?.nodeId} ${tgt?.nodeId}`;
      });
    composer.select(chosen({ nodes: ['discarded'] }));
    composer.stepConnection();
    expect(ends()).toEqual(['label-a discarded']);
    composer.select(chosen({ nodes: ['qa'] }));
    composer.stepConnection();
    expect(ends()).toEqual(['qa approved']);
    composer.stepConnection();
    expect(ends()).toEqual(['qa discarded']);
  });
});
