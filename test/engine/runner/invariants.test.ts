/**
 * People, pauses and crashes in random order: whatever happens, an item is always in exactly one place (it waits for a
 * person in one task, or is in one end dataset, once), and every counter equals what it counts.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSluiceError } from '#core/errors.ts';
import { listTaskItemsOfItem } from '#engine/db/queries/tasks.ts';
import { wrongCounters } from '#test/support/counters.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type ImagePipeline, makeImagePipeline } from '#test/support/image-pipeline.ts';

const NODES = ['label-a', 'label-b', 'qa'] as const;

const step = fc.record({
  kind: fc.constantFrom(
    'arrive',
    'positive',
    'positive',
    'discard',
    'issue',
    'clear',
    'pause',
    'install',
    'crash',
  ),
  node: fc.constantFrom(...NODES),
  which: fc.nat(5),
});
type Step = { kind: string; node: (typeof NODES)[number]; which: number };

async function play(
  world: World,
  flow: ImagePipeline,
  items: string[],
  { kind, node, which }: Step,
): Promise<void> {
  const { calls } = world;
  const { pipelineId } = flow;
  const itemId = items[which % Math.max(1, items.length)] as never;
  // Mostly the task in which the step makes sense for the item, now and then any.
  const taskId = (which > 0 && likelyTask(world, itemId, kind)) || (await flow.task(node)).id;
  if (kind === 'arrive') items.push(world.arrive(flow.datasets.inbox, `${items.length}.png`).id);
  if (kind === 'pause') await calls['pipelines.pause']({ pipelineId });
  if (kind === 'install') await calls['pipelines.install']({ pipelineId });
  if (itemId === undefined) return;
  if (kind === 'positive' || kind === 'discard') {
    const { actions } = await calls['tasks.get']({ taskId: taskId as never });
    const status = kind === 'discard' ? kind : (actions[0] ?? '');
    await calls['tasks.setStatus']({ taskId: taskId as never, itemId, status });
  }
  if (kind === 'clear') await calls['tasks.clearStatus']({ taskId: taskId as never, itemId });
  if (kind === 'issue') {
    await calls['issues.open']({
      taskId: taskId as never,
      itemId,
      annotationId: null,
      point: null,
      text: 'x',
      hold: false,
    });
  }
}

function likelyTask(world: World, itemId: string | undefined, kind: string): string | null {
  const states = kind === 'clear' ? ['done', 'away'] : ['open', 'rework', 'review'];
  const places = itemId === undefined ? [] : listTaskItemsOfItem(world.db, itemId);
  return places.findLast((place) => states.includes(place.state))?.taskId ?? null;
}

/** In how many places each item is; one is right. */
async function places(world: World, flow: ImagePipeline, items: readonly string[]): Promise<number[]> {
  const filter = { text: '', kind: null, status: null, trashed: false };
  const ended: string[] = [];
  for (const datasetId of [flow.datasets.approved, flow.datasets.discarded]) {
    const page = await world.calls['items.list']({ datasetId, filter, after: null, limit: 1000 });
    ended.push(...page.items.map((item) => item.sourceItemId ?? ''));
  }
  return items.map((id) => {
    const waits = listTaskItemsOfItem(world.db, id).filter((one) =>
      ['open', 'rework', 'review'].includes(one.state),
    );
    return waits.length + ended.filter((source) => source === id).length;
  });
}

test('an item is in exactly one place, whatever people and crashes do', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 80 }), async (steps) => {
      let world = await openWorld();
      let flow = await makeImagePipeline(world);
      const items: string[] = [];
      try {
        for (const one of steps) {
          if (one.kind === 'crash') {
            await world.crash();
            world = await openWorld({ folder: world.folder, now: world.clock.at + 1000 });
            flow = reattach(world, flow);
            continue;
          }
          await play(world, flow, items, one).catch((error: unknown) => {
            // What does not fit the moment is refused; anything else is a bug.
            if (!isSluiceError(error, 'wrong-state', 'not-found')) throw error;
          });
          if (one.which % 2 === 0) await world.settled();
        }
        await world.calls['pipelines.install']({ pipelineId: flow.pipelineId });
        await world.settled();
        expect(await places(world, flow, items)).toEqual(items.map(() => 1));
        expect(wrongCounters(world.db)).toEqual([]);
        expect(world.db.all(`SELECT key FROM execution WHERE state IN ('failed', 'dead', 'running')`)).toEqual(
          [],
        );
      } finally {
        await world.close();
      }
    }),
    { numRuns: 60 },
  );
});

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
