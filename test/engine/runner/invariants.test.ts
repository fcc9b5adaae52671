/**
 * People, pauses and crashes in random order: whatever happens, an item is always in exactly one place (it waits for a
 * person in one task, or is in one end dataset, once), nothing is lost, and every counter equals what it counts.
 */

import { expect, test } from 'vitest';
import { isSluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import { listTaskItemsOfItem } from '#engine/db/queries/tasks.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type ImagePipeline, makeImagePipeline } from '#test/support/image-pipeline.ts';
import { fc } from '#test/support/property.ts';
import {
  lostExecutions,
  lostPlaces,
  lostReturns,
  wrongCopies,
  wrongCycles,
  wrongStatuses,
} from './support/task-rules.ts';
import { play, type Step, setUp, stepsOf, VARIANTS, type Variant } from './support/task-walk.ts';

const WAITING = ['open', 'rework', 'review', 'consensus'];

/** Where each item is: how many tasks it waits in, and how often it is in the end datasets. */
async function places(world: World, flow: ImagePipeline, items: readonly ItemId[]) {
  const ended: string[] = [];
  for (const datasetId of [flow.datasets.approved, flow.datasets.discarded]) {
    const page = await world.calls['items.list']({ datasetId, limit: 1000 });
    ended.push(...page.items.map((item) => item.sourceItemId ?? ''));
  }
  return items.map((id) => ({
    waits: listTaskItemsOfItem(world.db, id).filter((one) => WAITING.includes(one.state)).length,
    ends: ended.filter((source) => source === id).length,
  }));
}

/** Plays the steps, and answers the world in which they end. */
async function walk(variant: Variant, steps: readonly Step[], check: Check): Promise<void> {
  let world = await openWorld();
  try {
    let flow = await makeImagePipeline(world);
    await setUp(world, flow, variant);
    const items: ItemId[] = [];
    await play(world, flow, items, { kind: 'arrive', node: 'qa', which: 0 });
    for (const step of steps) {
      world.clock.at += step.which;
      if (step.kind === 'crash') {
        await world.crash();
        world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
        flow = reattach(world, flow);
        continue;
      }
      await play(world, flow, items, step).catch((error: unknown) => {
        // What does not fit the moment is refused; anything else is a bug.
        if (!isSluiceError(error, 'wrong-state', 'not-found')) throw error;
      });
      if (step.which % 2 === 0) await world.settled();
    }
    await world.calls['pipelines.install']({ pipelineId: flow.pipelineId });
    await world.settled();
    await check(world, flow, items);
  } finally {
    await world.close();
  }
}

type Check = (world: World, flow: ImagePipeline, items: readonly ItemId[]) => Promise<void>;

test.each(VARIANTS.map((variant) => [variant.name, variant] as const))(
  'nothing is lost or doubled, whatever people and crashes do: %s',
  { timeout: 120_000 },
  async (_name, variant) => {
    const repeatable = variant.metadata['repeatable'] !== false;
    const runsAgain = variant.kinds.includes('again');
    await fc.assert(
      fc.asyncProperty(stepsOf(variant), async (steps) => {
        await walk(variant, steps, async (world, flow, items) => {
          expect(wrongCounters(world.db)).toEqual([]);
          const broken = `SELECT key, error FROM execution WHERE state IN ('failed', 'dead', 'running')`;
          expect(world.db.all(broken)).toEqual([]);
          expect(lostExecutions(world)).toEqual([]);
          expect(lostPlaces(world, repeatable)).toEqual([]);
          expect(wrongStatuses(world)).toEqual([]);
          expect(wrongCopies(world, 2)).toEqual([]);
          expect(wrongCycles(world)).toEqual([]);
          expect(lostReturns(world)).toEqual([]);
          for (const { waits, ends } of await places(world, flow, items)) {
            if (repeatable && !runsAgain) expect(waits + ends).toBe(1);
            else if (!runsAgain) expect(waits + ends).toBeGreaterThan(0);
            // Once each in the approved and in the discarded items.
            expect(ends).toBeLessThanOrEqual(repeatable && !runsAgain ? 1 : 2);
          }
        });
      }),
      { numRuns: 12 },
    );
  },
);

function reattach(world: World, flow: ImagePipeline): ImagePipeline {
  return {
    ...flow,
    async task(nodeId) {
      const tasks = await world.calls['tasks.list']({ projectId: flow.projectId });
      const found = tasks.find((task) => task.pipelineId === flow.pipelineId && task.nodeId === nodeId);
      if (!found) throw new Error('the task has gone');
      return found;
    },
  };
}
