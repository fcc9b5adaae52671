import { describe, expect, test } from 'vitest';
import { graphSchema } from '#core/model/graph.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';
import { consensus } from '#core/pipeline/templates/consensus.ts';
import { qaSampling } from '#core/pipeline/templates/qa-sampling.ts';
import { TEMPLATES } from '#core/pipeline/templates.ts';
import { triggersOf } from '#core/pipeline/triggers.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import { dataset, recipe, videoGraph } from './support/graphs.ts';

/** Something of the right kind for every need. */
function partsFor(template: (typeof TEMPLATES)[number]): Record<string, string | number> {
  const kinds = { dataset: dataset('a'), recipe, number: 50, text: 'boxes' } as const;
  return Object.fromEntries(template.needs.map((need) => [need.key, kinds[need.kind]]));
}

test('the templates, in their order', () => {
  expect(TEMPLATES.map(({ title }) => title)).toEqual([
    'Simple',
    'Task to Task',
    'Task with Filter',
    'Task with function and Filter',
    'Video to QA',
    'QA sampling',
    'Consensus',
    'Pre-label and review',
  ]);
  expect(new Set(TEMPLATES.map(({ id }) => id)).size).toBe(TEMPLATES.length);
});

describe.each(TEMPLATES)('$title', (template) => {
  const graph = template.build(partsFor(template));

  test('is sound', () => {
    expect(validateGraph(graph).filter(({ severity }) => severity !== 'lint')).toEqual([]);
    const json = JSON.parse(JSON.stringify(graph));
    expect(graphSchema.parse(json)).toEqual(json);
  });

  test('starts by items that arrive in its first dataset, and with those that are there', () => {
    const [start] = graph.nodes;
    expect(start && runnableOf(start)).toBe('storage');
    const trigger = {
      kind: 'event',
      nodeId: start?.id,
      resource: 'Item',
      actions: ['Created'],
      executionMode: 'Once',
    };
    expect(triggersOf(graph)).toEqual([expect.objectContaining(trigger)]);
    const config = start && parseConfig('storage', start);
    const [found] = triggersOf(graph);
    const filter = found?.kind === 'event' ? found.filter : expect.fail('no event');
    expect(config?.data?.triggerToPipeline).toEqual({ active: true, filter });
  });

  test('has its nodes at places of their own', () => {
    const places = graph.nodes.map((node) => JSON.stringify(node.metadata['position']));
    expect(new Set(places).size).toBe(graph.nodes.length);
  });

  test('says what it needs when a part is missing or does not fit', () => {
    for (const need of template.needs) {
      const { [need.key]: _left, ...others } = partsFor(template);
      const name = `The template "${template.title}" needs: ${need.title}`;
      if (need.default === undefined) expect(() => template.build(others)).toThrow(name);
      else expect(template.build(others).nodes.length).toBe(graph.nodes.length);
      expect(() => template.build({ ...others, [need.key]: need.kind === 'number' ? '7' : '' })).toThrow(
        name,
      );
    }
  });
});

test('Video to QA takes videos only', () => {
  expect(triggersOf(videoGraph)).toMatchObject([{ filter: '{"metadata.system.mimetype":"video/*"}' }]);
  expect(
    videoGraph.connections.map(({ src, tgt, action }) => [src.nodeId, tgt.nodeId, action ?? null]),
  ).toEqual([
    ['inbox', 'frames', null],
    ['frames', 'halves', null],
    ['halves', 'label-a', 'A'],
    ['halves', 'label-b', 'B'],
    ['label-a', 'qa', 'completed'],
    ['label-b', 'qa', 'completed'],
    ['label-a', 'discarded', 'discard'],
    ['label-b', 'discarded', 'discard'],
    ['qa', 'approved', 'approved'],
    ['qa', 'discarded', 'discard'],
  ]);
});

test('numbers have bounds', () => {
  const parts = { inbox: dataset('1'), recipe, done: dataset('2'), discarded: dataset('3') };
  expect(() => qaSampling.build({ ...parts, share: 101 })).toThrow('Share for QA in percent, 0 to 100.');
  const others = { inbox: dataset('1'), recipe, approved: dataset('2'), discarded: dataset('3') };
  expect(() => consensus.build({ ...others, people: 1 })).toThrow('People for each of these, at least 2.');
  const [, , sample] = qaSampling.build({ ...parts, share: 25 }).nodes;
  const config = sample && parseConfig('split', sample).data?.customNodeConfig;
  expect(config?.groups).toEqual([
    { name: 'review', distribution: 25 },
    { name: 'straight', distribution: 75 },
  ]);
});
