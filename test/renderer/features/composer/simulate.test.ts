import { describe, expect, it } from 'vitest';
import { itemIdSchema } from '#core/model/ids.ts';
import type { Simulation } from '#core/model/simulation.ts';
import {
  datasetOfStart,
  evenRates,
  FIRST_LOOK,
  firstWish,
  peopleNodes,
  simulationInput,
  wishProblem,
} from '#renderer/features/composer/simulate/wish.ts';
import { createComposer, freshSimulation } from '#renderer/features/composer/state/composer.ts';
import { ids, videoToQaGraph } from '../support/graph.ts';

describe('what a simulation is asked for', () => {
  const graph = videoToQaGraph();

  it('begins with the items of the start', () => {
    expect(datasetOfStart(graph)).toBe(ids.inboxDataset);
    expect(firstWish(graph)).toMatchObject({ datasetIds: [ids.inboxDataset], share: 100, limit: FIRST_LOOK });
    expect(firstWish({ nodes: [], connections: [], startNodes: [] }).datasetIds).toEqual([]);
  });

  it('stands in for people only as far as somebody said how', () => {
    const [task] = peopleNodes(graph);
    if (!task) throw new Error('the template has tasks');
    expect(evenRates(task)).toEqual({ shares: { completed: 50, discard: 50 }, seconds: null });
    const people = {
      [task.id]: { shares: { completed: 90, discard: 0 }, seconds: 12 },
      qa: { shares: { approved: 0 }, seconds: null },
      gone: { shares: { completed: 1 }, seconds: null },
    };
    const input = simulationInput('a'.repeat(24), graph, { ...firstWish(graph), share: 25, people });
    expect(input.items).toEqual({ datasetIds: [ids.inboxDataset], share: 0.25, limit: FIRST_LOOK });
    expect(input.people).toEqual({ [task.id]: { rates: { completed: 90 }, secondsPerItem: 12 } });
    expect(input.code).toBe('run');
  });

  it('takes all, those that a filter finds, or single items', () => {
    const wish = { ...firstWish(graph), filter: '{"name":"a*"}' };
    const input = (part: Partial<typeof wish>) =>
      simulationInput('a'.repeat(24), graph, { ...wish, ...part }).items;
    expect(input({})).not.toHaveProperty('filter');
    expect(input({ which: 'filter' })).toMatchObject({
      datasetIds: [ids.inboxDataset],
      filter: { name: 'a*' },
      limit: FIRST_LOOK,
    });
    expect(input({ which: 'filter', filter: ' ' })).not.toHaveProperty('filter');
    const chosen = [{ id: itemIdSchema.parse('b'.repeat(24)), name: 'b.jpg', kind: 'image' as const }];
    expect(input({ which: 'chosen', chosen })).toEqual({ itemIds: ['b'.repeat(24)] });
    expect(wishProblem(wish)).toBeNull();
    expect(wishProblem({ ...wish, datasetIds: [] })).toBe('noDataset');
    expect(wishProblem({ ...wish, which: 'filter', filter: '{' })).toBe('wrongFilter');
    expect(wishProblem({ ...wish, which: 'chosen' })).toBe('noneChosen');
    expect(wishProblem({ ...wish, which: 'chosen', chosen, datasetIds: [] })).toBeNull();
  });

  it('is shown on the graph that it was of, and on no other', () => {
    const composer = createComposer(graph);
    const simulation = { items: 1 } as Simulation;
    composer.showSimulation({ graph, simulation });
    expect(freshSimulation(composer.getState())).toBe(simulation);
    composer.edit((before) => ({ ...before, description: 'other' }));
    expect(freshSimulation(composer.getState())).toBeNull();
    composer.undo();
    expect(freshSimulation(composer.getState())).toBe(simulation);
    composer.showSimulation(null);
    expect(freshSimulation(composer.getState())).toBeNull();
  });
});
