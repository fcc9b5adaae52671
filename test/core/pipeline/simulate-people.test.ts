/** What is stood in for: people, and what has an effect. */
import { describe, expect, test } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { graphOf, made } from './support/graphs.ts';
import { inbox, label, many, node, qa, run, taken } from './support/simulation.ts';

describe('what is stood in for', () => {
  const review = graphOf(
    [inbox, label, qa, made('storage', 'done')],
    [
      ['inbox', 'label'],
      ['label', 'qa', { action: 'completed' }],
      ['qa', 'done', { action: 'approved' }],
      ['qa', 'label', { action: 'discard' }],
    ],
  );

  test('people decide by given rates, and what nothing takes is listed', async () => {
    const given = { label: { rates: { completed: 4, discard: 1 } }, qa: { rates: { approve: 1 } } };
    const result = await run(review, many(1000), { knowledge: { given } });
    const completed = result.connections[1]?.taken ?? 0;
    expect(completed).toBeGreaterThan(750);
    expect(completed).toBeLessThan(850);
    expect(taken(result)).toEqual([1000, completed, completed, 0]);
    expect(result.totals.nowhere).toBe(1000 - completed);
    expect(result.nowhere).toHaveLength(200 - Math.max(0, 200 - (1000 - completed)));
    expect(result.nowhere[0]).toMatchObject({
      nodeId: 'label',
      action: 'discard',
      routes: [{ connection: 1, reason: 'takes "completed", the decision was "discard"' }],
    });
    expect(node(result, 'label').rates?.source).toBe('given');
    expect(await run(review, many(1000), { knowledge: { given } })).toEqual(result);
    expect(await run(review, many(1000), { knowledge: { given }, seed: 'other' })).not.toEqual(result);
  });

  test('without given rates those of before count, and without any all are even, which is said', async () => {
    const history = new Map([
      ['label', { actions: new Map([['complete', 7]]), seconds: 30, secondsSource: 'decisions' as const }],
    ]);
    const result = await run(review, many(100), { knowledge: { history } });
    expect(node(result, 'label').rates).toEqual({
      source: 'history',
      shares: [
        { action: 'completed', share: 1 },
        { action: 'discard', share: 0 },
      ],
    });
    expect(node(result, 'qa').rates?.source).toBe('even');
    expect(result.warnings.map((one) => one.nodeId)).toEqual(['qa']);
  });

  test('a loop ends when people let things out, and is given up when they never do', async () => {
    const often = { label: { rates: { completed: 1 } }, qa: { rates: { approved: 1, discard: 3 } } };
    const result = await run(review, many(200), { knowledge: { given: often } });
    expect(result.totals).toMatchObject({ nowhere: 0, endless: 0 });
    expect(result.connections[2]?.taken).toBe(200);
    const never = { label: { rates: { completed: 1 } }, qa: { rates: { discard: 1 } } };
    const endless = await run(review, many(3), { knowledge: { given: never } });
    expect(endless.totals.endless).toBe(3);
    expect(endless.endless[0]?.why).toContain('does not come to an end');
  });

  test('hours, the end and the peak follow from seconds and people', async () => {
    const workload = [
      { assigneeId: 'a', load: 50 },
      { assigneeId: 'b', load: 50 },
    ];
    const crew = made('task', 'label', { metadata: { workload } });
    const graph = graphOf(
      [inbox, crew, qa],
      [
        ['inbox', 'label'],
        ['label', 'qa', { action: 'completed' }],
      ],
    );
    const given = {
      label: { rates: { completed: 1 }, secondsPerItem: 36 },
      qa: { rates: { approved: 1 }, secondsPerItem: 9 },
    };
    const result = await run(graph, many(200), { knowledge: { given } });
    expect(node(result, 'label').load).toMatchObject({ people: 2, hours: 2, doneAfterHours: 1, peak: 200 });
    const load = node(result, 'qa').load;
    expect(load?.hours).toBe(0.5);
    expect(load?.doneAfterHours).toBeCloseTo(1 + 9 / 3600);
    expect(load?.peak).toBe(1);
    expect(result.totals.hours).toBe(2.5);
  });

  test('where people are slower than those before them, work piles up', async () => {
    const graph = graphOf(
      [inbox, label, qa],
      [
        ['inbox', 'label'],
        ['label', 'qa', { action: 'completed' }],
      ],
    );
    const given = {
      label: { rates: { completed: 1 }, secondsPerItem: 1 },
      qa: { rates: { approved: 1 }, secondsPerItem: 2 },
    };
    const result = await run(graph, many(10_000), { knowledge: { given } });
    expect(node(result, 'label').load?.peak).toBe(10_000);
    expect(Math.abs((node(result, 'qa').load?.peak ?? 0) - 5000)).toBeLessThan(50);
    expect(node(result, 'qa').load?.doneAfterHours).toBeCloseTo(20_001 / 3600);
  });

  test('an action that a node does not have is refused', async () => {
    const knowledge = { given: { label: { rates: { maybe: 1 } } } };
    await expect(run(review, many(1), { knowledge })).rejects.toThrow(
      '"label" has no action "maybe": it has completed, discard.',
    );
    await expect(run(review, many(1), { knowledge: { given: { gone: { rates: {} } } } })).rejects.toThrow(
      'the node gone, which the graph does not have',
    );
  });

  test('nodes with an effect are passed through, which is said', async () => {
    const graph = graphOf(
      [inbox, made('webhook', 'hook'), made('storage', 'end')],
      [
        ['inbox', 'hook'],
        ['hook', 'end'],
      ],
    );
    const result = await run(graph, many(2));
    expect(taken(result)).toEqual([2, 2]);
    expect(result.warnings).toEqual([
      {
        nodeId: 'hook',
        text: '"hook" was not run, because it reaches outside of the workspace: items went through it as they are.',
      },
    ]);
  });

  test('what is really run says what leaves, and what failed', async () => {
    const code = made('code', 'code', { actions: ['big', 'small'] });
    const graph = graphOf(
      [inbox, code, made('storage', 'end')],
      [
        ['inbox', 'code'],
        ['code', 'end', { action: 'big' }],
      ],
    );
    const sizes: number[] = [];
    const runs = new Map([
      [
        'code',
        async (visits: readonly { item(): Item }[]) => {
          sizes.push(visits.length);
          return visits.map((visit) =>
            visit.item().name === '3.png'
              ? { error: 'it broke' }
              : { action: visit.item().name === '1.png' ? 'small' : 'big', why: '' },
          );
        },
      ],
    ]);
    const result = await run(graph, many(150), { knowledge: { runs } });
    expect(sizes).toEqual([100, 50]);
    expect(taken(result)).toEqual([150, 148]);
    expect(node(result, 'code')).toMatchObject({ by: 'run', failed: 1, failures: ['it broke'], nowhere: 1 });
  });
});
