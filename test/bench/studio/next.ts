/**
 * From the key to the next item on the screen, picture and shapes, when it was made ready meanwhile; beside it what the
 * browser alone takes to decode that picture and draw it.
 */
import type { Page } from '@playwright/test';
import { mediaUrl } from '#renderer/client/media.ts';
import { launchApp } from '#test/support/electron-app.ts';
import { makePictureTask } from '#test/support/picture-task.ts';
import { prepareApp } from '../support/app.ts';
import { boxes, pressNext, type Size, texture } from '../support/next-item.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';

/** Milliseconds at the 95th percentile. */
const BAR = 100;
/** Milliseconds for which a person looks at an item: less than anybody needs to label it. */
const LOOK_MS = 1000;
const SIZES = {
  '1080p': { width: 1920, height: 1080 },
  '12 megapixels': { width: 4000, height: 3000 },
} as const;

export async function next(report: BenchReport): Promise<void> {
  for (const [name, size] of Object.entries(SIZES)) await measure(report, name, size);
}

async function measure(report: BenchReport, name: string, size: Size): Promise<void> {
  await using ground = await prepareApp(1);
  const steps = report.quick ? 10 : 60;
  const app = await launchApp(ground);
  const { window: page } = app;
  try {
    const picture = await texture(size);
    const taskId = await makePictureTask(app, {
      count: steps + 4,
      picture,
      extension: 'jpg',
      folder: ground.userData,
      shapes: (at) => boxes(at, size),
    });
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/studio/${taskId}`);
    await page.getByTestId('canvas').waitFor();
    await page.waitForTimeout(3000);
    const took: number[] = [];
    for (let step = 0; step < steps; step += 1) {
      took.push(await pressNext(page));
      await page.waitForTimeout(LOOK_MS);
    }
    const alone = await decodeAlone(page, steps);
    const ms = (metric: string, values: readonly number[], share: number, bar: number | null = null) =>
      report.figure(
        plainFigure('studio', `next item, ${name}: ${metric}`, 'ms', percentile(values, share), bar),
      );
    ms('on screen, median', took, 0.5);
    ms('on screen, 95th percentile', took, 0.95, BAR);
    ms('decoded and drawn by the browser alone, 95th percentile', alone, 0.95);
  } finally {
    await app.close();
  }
}

/** Milliseconds to fetch, decode and draw the picture on the screen, as often. */
async function decodeAlone(page: Page, times: number): Promise<number[]> {
  const itemId = await page.getByTestId('canvas').getAttribute('data-item');
  const address = mediaUrl(itemId ?? '', 'display');
  return await page.evaluate(
    async ([url, count]) => {
      const canvas = new OffscreenCanvas(1000, 700);
      const pen = canvas.getContext('2d');
      const took: number[] = [];
      for (let at = 0; at < count; at += 1) {
        const began = performance.now();
        const image = await createImageBitmap(await (await fetch(url)).blob());
        pen?.drawImage(image, 0, 0, 1000, 700);
        pen?.getImageData(0, 0, 1, 1);
        took.push(performance.now() - began);
        image.close();
      }
      return took;
    },
    [address, times] as const,
  );
}
