/** Stepping and jumping in a video of 1080p whose key frames are 250 apart, from the key to the picture drawn. */
import type { Page } from '@playwright/test';
import { cachedClip, makeWithFfmpeg } from '#test/support/clips/make.ts';
import { installedTools } from '#test/support/clips.ts';
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { prepareApp } from '../support/app.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';

/** Milliseconds at the 95th percentile. */
const BARS = { step: 33, jump: 150 } as const;
const FRAMES = 600;

async function longClip(): Promise<string> {
  const { ffmpeg } = await installedTools();
  const source = `-f lavfi -i testsrc2=size=1920x1080:rate=30:duration=${FRAMES / 30}`;
  const noise = '-vf noise=alls=6:allf=t';
  const encode =
    '-c:v libx264 -preset veryfast -crf 24 -g 250 -keyint_min 250 -sc_threshold 0 -pix_fmt yuv420p';
  const args = `${source} ${noise} ${encode}`.split(' ');
  return await cachedClip(JSON.stringify([ffmpeg.version.text, args]), 'long-groups.mp4', (output) =>
    makeWithFfmpeg(ffmpeg.path, [...args, output]),
  );
}

export async function video(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const clip = await longClip();
  const { workspace, userData, env } = ground;
  const app = await launchApp({ workspace, userData, env });
  try {
    const itemId = await importVideo(app, clip);
    const steps = report.quick ? 40 : 200;
    const jumps = report.quick ? 12 : 60;
    await openVideo(app, itemId, 'direct');
    // It takes all cores: the file itself is measured without the copy being made beside it.
    await stopCopies(app);
    await measure(report, app.window, 'the file itself', { steps, jumps, jumpBar: null });
    await app.call('media.prepareProxy', { itemId });
    await openVideo(app, itemId, 'proxy');
    await measure(report, app.window, 'the viewing copy', { steps, jumps, jumpBar: BARS.jump });
  } finally {
    await app.close();
  }
}

async function measure(
  report: BenchReport,
  page: Page,
  what: string,
  {
    steps,
    jumps,
    jumpBar,
  }: { readonly steps: number; readonly jumps: number; readonly jumpBar: number | null },
): Promise<void> {
  const tell = (metric: string, times: readonly number[], bar: number | null) => {
    report.figure(plainFigure('studio', `${metric}, ${what}, median`, 'ms', percentile(times, 0.5)));
    report.figure(
      plainFigure('studio', `${metric}, ${what}, 95th percentile`, 'ms', percentile(times, 0.95), bar),
    );
  };
  const jumped: number[] = [];
  for (let at = 0; at < jumps; at += 1)
    jumped.push(await jumpTo(page, (at * 7919 + 311 * at * at + 137) % FRAMES));
  tell('random jump', jumped, jumpBar);
  await jumpTo(page, 100);
  const forward: number[] = [];
  for (let at = 1; at <= steps + 5; at += 1) forward.push(await press(page, '.', 100 + at));
  // The direction is known from the first few on.
  tell('step forward', forward.slice(5), BARS.step);
  const backward: number[] = [];
  for (let at = steps + 4; at >= 0; at -= 1) backward.push(await press(page, ',', 100 + at));
  tell('step back', backward.slice(5), null);
}

async function importVideo(app: TestApp, path: string): Promise<string> {
  const [project] = await app.call('projects.list', {});
  const { id } = await app.call('datasets.create', { projectId: project?.id ?? '', name: 'Long groups' });
  await app.call('items.import', { datasetId: id, paths: [path], mode: 'link' });
  for (;;) {
    const [item] = (await app.call('items.list', { datasetId: id })).items;
    if (item) return item.id;
    await app.window.waitForTimeout(200);
  }
}

async function openVideo({ window }: TestApp, itemId: string, source: string): Promise<void> {
  const go = (hash: string) =>
    window.evaluate((to) => {
      location.hash = to;
    }, hash);
  await go('#/home');
  await go(`#/view/${itemId}`);
  await window.locator(`[data-source=${source}]`).waitFor();
  await window.waitForFunction(
    () => document.querySelector<HTMLInputElement>('[data-testid=frame-number]')?.value === '0',
  );
}

async function stopCopies(app: TestApp): Promise<void> {
  for (;;) {
    const jobs = (await app.call('jobs.list', {})).filter(({ kind }) => kind === 'proxy');
    for (const { id } of jobs) await app.call('jobs.cancel', { jobId: id });
    if (jobs.length > 0) return;
    await app.window.waitForTimeout(50);
  }
}

async function jumpTo(page: Page, place: number): Promise<number> {
  await page.keyboard.press('g');
  await page.keyboard.type(String(place));
  return await press(page, 'Enter', place);
}

/** Milliseconds from the key to the picture of that frame on the canvas, by the window's own clock. */
async function press(page: Page, key: string, place: number): Promise<number> {
  await page.evaluate(() => {
    performance.clearMarks();
    addEventListener('keydown', (event) => performance.mark('bench:key', { startTime: event.timeStamp }), {
      capture: true,
      once: true,
    });
  });
  await page.keyboard.press(key);
  return await page.evaluate(async (wanted) => {
    const time = (name: string) => performance.getEntriesByName(name)[0]?.startTime;
    const giveUp = performance.now() + 20_000;
    for (;;) {
      const number = document.querySelector<HTMLInputElement>('[data-testid=frame-number]')?.value;
      const [pressed, drawn] = [time('bench:key'), time('studio:image-shown')];
      if (number === String(wanted) && pressed !== undefined && drawn !== undefined)
        return Math.max(0, drawn - pressed);
      // The same frame twice: there is nothing to draw.
      if (number === String(wanted) && performance.now() > giveUp - 19_000) return 0;
      if (performance.now() > giveUp) throw new Error(`Frame ${wanted} was not drawn.`);
      await new Promise(requestAnimationFrame);
    }
  }, place);
}
