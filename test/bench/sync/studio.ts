/**
 * The next item of a task on the screen while the same workspace exchanges with a hub as fast as it can: a large dataset
 * comes, and queued annotations go; beside it the same with nothing to exchange.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { CallOutput } from '#contract/index.ts';
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { makePictureTask } from '#test/support/picture-task.ts';
import { type Served, withServer } from '../api/server.ts';
import { prepareApp } from '../support/app.ts';
import { boxes, pressNext, texture } from '../support/next-item.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { contentOf } from './work.ts';

/** Milliseconds at the 95th percentile, as in the Studio's own bench. */
const BAR = 100;
const SIZE = { width: 1920, height: 1080 };
const ITEMS = 100_000;
/** Items of the hub that get annotations here, and how many each. */
const LABELLED = 2000;
const PER_ITEM = 5;
/** Milliseconds for which a person looks at an item: less than anybody needs to label it. */
const LOOK_MS = 500;

type Remote = CallOutput<'sync.connect'>;

export async function studio(report: BenchReport): Promise<void> {
  const steps = report.quick ? 6 : 40;
  const items = report.quick ? 5000 : ITEMS;
  await using ground = await prepareApp(1);
  await withServer(items, async (server) => {
    const app = await launchApp(ground);
    try {
      const walk = await openTask(app, ground.userData, steps * 4);
      const figure = (what: string, took: readonly number[], bar: number | null) => {
        for (const [name, share] of [
          ['median', 0.5],
          ['95th percentile', 0.95],
        ] as const) {
          const metric = `next item, 1080p, ${what}: ${name} of ${took.length}`;
          const limit = share === 0.5 ? null : bar;
          report.figure(plainFigure('sync', metric, 'ms', percentile(took, share), limit));
        }
      };
      figure('nothing to exchange', await walk(steps, () => true), null);
      const remote = await connect(app, server);
      figure(
        `while ${items.toLocaleString('en')} items come`,
        await whilePulling(app, server, remote, walk, steps),
        BAR,
      );
      const going = (LABELLED * PER_ITEM).toLocaleString('en');
      figure(`while ${going} annotations go`, await whilePushing(app, server, remote, walk, steps), BAR);
    } finally {
      await app.close();
    }
  });
}

/** Goes on for so many items as long as what is asked is so; answers the milliseconds that each took. */
type Walk = (steps: number, isSo: () => boolean) => Promise<number[]>;

async function openTask(app: TestApp, folder: string, count: number): Promise<Walk> {
  const { window: page } = app;
  const picture = await texture(SIZE);
  const shapes = (at: number) => boxes(at, SIZE);
  const taskId = await makePictureTask(app, { count, picture, extension: 'jpg', folder, shapes });
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/studio/${taskId}`);
  await page.getByTestId('canvas').waitFor();
  await page.waitForTimeout(3000);
  return (steps, isSo) => walkOn(page, steps, isSo);
}

async function walkOn(page: Page, steps: number, isSo: () => boolean): Promise<number[]> {
  const took: number[] = [];
  while (took.length < steps && isSo()) {
    took.push(await pressNext(page));
    await page.waitForTimeout(LOOK_MS);
  }
  return took;
}

async function connect(app: TestApp, { address, token }: Served): Promise<Remote> {
  return await app.call('sync.connect', { address, credentials: { token } });
}

/** Links the dataset again and again: each time all of it comes. */
async function whilePulling(
  app: TestApp,
  { datasetId: datasetIdThere }: Served,
  { id: remoteId }: Remote,
  walk: Walk,
  steps: number,
): Promise<number[]> {
  const took: number[] = [];
  while (took.length < steps) {
    const { id: datasetId } = await app.call('sync.link', { remoteId, datasetIdThere });
    took.push(...(await during(app.call('sync.now', { remoteId }), walk, steps - took.length)));
    await app.call('sync.unlink', { datasetId });
  }
  return took;
}

/** Labels many items while it is not connected, and lets all of that go, again and again. */
async function whilePushing(
  app: TestApp,
  { datasetId: datasetIdThere }: Served,
  { id: remoteId }: Remote,
  walk: Walk,
  steps: number,
): Promise<number[]> {
  const { id: datasetId } = await app.call('sync.link', { remoteId, datasetIdThere });
  await app.call('sync.now', { remoteId });
  const took: number[] = [];
  while (took.length < steps) {
    await app.call('sync.setPaused', { remoteId, paused: true });
    await labelMany(app, datasetId);
    await app.call('sync.setPaused', { remoteId, paused: false });
    took.push(...(await during(app.call('sync.now', { remoteId }), walk, steps - took.length)));
    while (((await app.call('sync.states', {}))[0]?.queued ?? 0) > 0) await delay(50);
  }
  return took;
}

async function labelMany(app: TestApp, datasetId: CallOutput<'sync.link'>['id']): Promise<void> {
  let after: string | null = null;
  for (let done = 0; done < LABELLED; ) {
    const page: CallOutput<'items.list'> = await app.call('items.list', { datasetId, after, limit: 500 });
    for (const { id: itemId } of page.items) {
      const annotations = Array.from({ length: PER_ITEM }, (_, at) => contentOf(at));
      await app.call('annotations.add', { itemId, annotations });
    }
    done += page.items.length;
    after = page.next;
    if (after === null) return;
  }
}

/** What the steps took that were begun while the work went on. */
async function during(work: Promise<unknown>, walk: Walk, steps: number): Promise<number[]> {
  let isGoing = true;
  const ended = work.finally(() => {
    isGoing = false;
  });
  const took = await walk(steps, () => isGoing);
  await ended;
  return took;
}
