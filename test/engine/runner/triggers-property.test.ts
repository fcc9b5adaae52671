/** Arrivals, pauses, installs and crashes in any order: each item starts exactly one cycle. */

import { expect, test } from 'vitest';
import type { Graph } from '#core/model/graph.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { fc } from '#test/support/property.ts';
import { type Flow, flowOf, graphOf, makeBench, makeFlow, storage } from './support/flow.ts';
import { on, startsOn } from './support/starts.ts';

const KINDS = ['arrive', 'arrive', 'many', 'pause', 'keep', 'install', 'update', 'crash'] as const;

const game = fc.record({
  steps: fc.array(fc.record({ kind: fc.constantFrom(...KINDS), turns: fc.nat(3) }), {
    minLength: 5,
    maxLength: 30,
  }),
  executionMode: fc.constantFrom('Once' as const, 'Always' as const),
  /** Whether items that are there before the first install start cycles, and how many there are. */
  existing: fc.boolean(),
  before: fc.nat(3),
});
type Game = typeof game extends fc.Arbitrary<infer G> ? G : never;

async function play({ steps, executionMode, existing, before }: Game): Promise<void> {
  let world = await openWorld();
  try {
    const bench = await makeBench(world);
    const ids: string[] = [];
    const arrive = (count: number) => {
      for (let at = 0; at < count; at += 1) ids.push(world.arrive(bench.inbox, `${ids.length}.png`).id);
    };
    const node = storage('in', bench.inbox);
    node.metadata['triggerToPipeline'] = { active: existing };
    const version = (at: number): Graph => ({
      ...startsOn(graphOf([node], []), { in: on({ executionMode }) }),
      description: `version ${at}`,
    });
    arrive(before);
    let flow = await makeFlow(world, bench, version(0));
    for (const [at, { kind, turns }] of steps.entries()) {
      if (kind === 'arrive') arrive(1);
      if (kind === 'many') arrive(30);
      if (kind === 'update') await flow.update(version(at + 1));
      if (kind === 'crash') {
        await world.crash();
        world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
        flow = flowOf(world, bench, flow.pipelineId);
      }
      await change(world, flow, kind);
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    await flow.install();
    const rows = world.db.all<{ item: string; count: number }>(
      'SELECT item_id AS item, count(*) AS count FROM cycle GROUP BY item_id',
    );
    const counts = new Map(rows.map((row) => [row.item, row.count]));
    const wanted = ids.map((_, at) => (at < before && !existing ? 0 : 1));
    expect(ids.map((id) => counts.get(id) ?? 0)).toEqual(wanted);
    const [trigger] = await world.calls['triggers.list']({ pipelineId: flow.pipelineId });
    expect(trigger).toMatchObject({ started: counts.size, listening: true });
    expect(wrongCounters(world.db)).toEqual([]);
  } finally {
    await world.close();
  }
}

async function change({ calls }: World, { pipelineId }: Flow, kind: (typeof KINDS)[number]): Promise<void> {
  if (kind === 'install') await calls['pipelines.install']({ pipelineId });
  if (kind !== 'pause' && kind !== 'keep') return;
  if ((await calls['pipelines.get']({ pipelineId })).status !== 'Installed') return;
  await calls['pipelines.pause']({ pipelineId, keepTriggersActive: kind === 'keep' });
}

test('each item starts one cycle, whenever it comes and whatever happens', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(game, play), { numRuns: 25 });
});
