/** Painting a mask on a picture of 12 megapixels in the real window: from a move of the pointer to its pixels. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { makeImagePipeline } from '#test/support/image-pipeline.ts';
import { prepareApp } from '../support/app.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';

/** One frame of a screen with 60 a second. */
const BAR = 16;

export async function paint(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const folder = join(ground.userData, '..', 'paint');
  await mkdir(folder, { recursive: true });
  for (const number of [1, 2]) {
    const picture = sharp({
      create: { width: 4000, height: 3000, channels: 3, background: `#47${number}` },
    });
    await writeFile(join(folder, `${number}.jpg`), await picture.jpeg().toBuffer());
  }
  const app = await launchApp({
    workspace: ground.workspace,
    userData: ground.userData,
    env: ground.env,
  });
  await openFirst(app, folder);
  const moves = report.quick ? 40 : 200;
  for (const [name, size] of [
    ['brush of 120 pixels', 120],
    ['brush of 1000 pixels', 1000],
  ] as const) {
    const costs = await stroke(app, size, moves);
    const figure = (what: string, share: number) =>
      report.figure(
        plainFigure(
          'studio',
          `12 megapixels, ${name}: move to pixels, ${what}`,
          'ms',
          percentile(costs, share),
          BAR,
        ),
      );
    figure('median', 0.5);
    figure('95th percentile', 0.95);
  }
  await app.close();
}

async function openFirst(app: TestApp, folder: string): Promise<void> {
  const calls = new Proxy(
    {},
    { get: (_, name: string) => (input: object) => app.call(name as 'tasks.list', input as never) },
  );
  const pipeline = await makeImagePipeline({ calls } as Parameters<typeof makeImagePipeline>[0]);
  await app.call('items.import', { datasetId: pipeline.datasets.inbox, paths: [folder], mode: 'link' });
  for (;;) {
    const { machineWork, ingestBusy } = await app.call('diagnostics.idle', {});
    if (machineWork === 0 && !ingestBusy) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const task = await pipeline.task('label-a');
  const other = await pipeline.task('label-b');
  const { items } = await app.call('items.list', {
    datasetId: pipeline.datasets.inbox,
    after: null,
    limit: 9,
  });
  const [item] = items;
  if (!item) throw new Error('The picture to paint on was not imported.');
  const view = await app.call('tasks.view', { taskId: task.id, itemId: item.id }).catch(() => null);
  const address = `#/studio/${view ? task.id : other.id}/${item.id}`;
  await app.window.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await app.window.getByTestId('canvas').waitFor();
  // The picture, which is decoded and drawn once.
  await app.window.waitForTimeout(1500);
}

/** Milliseconds of each move: what the window does at once, and what it draws in the next frame. */
async function stroke(app: TestApp, size: number, moves: number): Promise<number[]> {
  const { window } = app;
  await window.getByTestId('canvas').focus();
  await window.keyboard.press('m');
  const field = window.getByRole('textbox', { name: 'Size' });
  await field.fill(String(size));
  await field.press('Enter');
  await window.getByTestId('canvas').focus();
  return await window.evaluate(async (count) => {
    const host = document.querySelector<HTMLElement>('[data-testid="canvas"]');
    const canvases = [...(host?.querySelectorAll('canvas') ?? [])];
    if (!host) return [];
    const { left, top, width, height } = host.getBoundingClientRect();
    const send = (type: string, x: number, y: number) =>
      host.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          pointerId: 1,
          button: type === 'pointermove' ? -1 : 0,
          clientX: left + x,
          clientY: top + y,
        }),
      );
    // Events of a script have no pointer that could be captured.
    host.setPointerCapture = () => {};
    const place = (at: number): [number, number] => [
      width * (0.5 + 0.3 * Math.cos(at / 11)),
      height * (0.5 + 0.3 * Math.sin(at / 7)),
    ];
    const frame = () =>
      new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
    send('pointermove', ...place(0));
    send('pointerdown', ...place(0));
    const costs: number[] = [];
    for (let at = 1; at <= count; at++) {
      const begun = frame();
      const before = performance.now();
      send('pointermove', ...place(at));
      const handled = performance.now() - before;
      const after = new Promise<number>((resolve) =>
        requestAnimationFrame(() => {
          // Reading a pixel waits until all that was drawn is drawn.
          for (const canvas of canvases) canvas.getContext('2d')?.getImageData(0, 0, 1, 1);
          resolve(performance.now());
        }),
      );
      costs.push(handled + (await after) - (await begun));
    }
    send('pointerup', ...place(count));
    return costs;
  }, moves);
}
