/**
 * From the click on an item to its picture on the screen, for pictures of 12 and of 200 megapixels: those that nobody has
 * opened before and those whose previews and tiles are there.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { CallOutput } from '#contract/index.ts';
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { makeImagePipeline } from '#test/support/image-pipeline.ts';
import { prepareApp } from '../support/app.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';

const BAR_12 = 150;
const BAR_200 = 500;
/** As many neighbours are decoded ahead: a click beyond them finds nothing ready. */
const STRIDE = 6;

export async function pictures(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const opened = report.quick ? 3 : 8;
  const folder = join(ground.userData, '..', 'pictures');
  await writePictures(folder, opened * STRIDE, report.quick ? [8000, 6000] : [20_000, 10_000]);
  const launch = () => launchApp({ workspace: ground.workspace, userData: ground.userData, env: ground.env });
  let app = await launch();
  const { addresses, large } = await importPictures(app, folder);
  report.figure(
    plainFigure('studio', 'largest picture, just imported: tiles ready', 'ms', await tilesMade(app)),
  );
  const every = addresses.filter((_, at) => at % STRIDE === STRIDE - 1);

  // The code of the Studio is loaded by the first item, which counts for none.
  await open(app, addresses[0] ?? '');
  const cold = await openAll(app, every);
  await open(app, addresses[0] ?? '');
  const again = await openAll(app, every);
  const ms = (name: string, values: readonly number[], bar: number | null) =>
    report.figure(
      plainFigure('studio', `${name}, median of ${values.length}`, 'ms', percentile(values, 0.5), bar),
    );
  ms('12 megapixels, never opened: on screen', cold, BAR_12);
  ms('12 megapixels, opened before: on screen', again, BAR_12);

  const first = await open(app, large);
  report.figure(plainFigure('studio', 'largest picture, never opened: coarse on screen', 'ms', first));
  await app.close();

  app = await launch();
  await app.window.getByRole('link', { name: 'Tasks', exact: true }).first().waitFor();
  await open(app, addresses[0] ?? '');
  report.figure(
    plainFigure(
      'studio',
      'largest picture, tiled, app just started: on screen',
      'ms',
      await open(app, large),
      BAR_200,
    ),
  );
  report.figure(
    plainFigure(
      'studio',
      'largest picture, tiled, zoomed to its own pixels: all tiles',
      'ms',
      await zoomIn(app),
      BAR_200,
    ),
  );
  await open(app, addresses[0] ?? '');
  report.figure(
    plainFigure(
      'studio',
      'largest picture, tiled, opened before: on screen',
      'ms',
      await open(app, large),
      BAR_200,
    ),
  );
  await app.close();
}

/** So many pictures of 12 megapixels with one texture and other bytes, and a large one. */
async function writePictures(
  folder: string,
  count: number,
  [width, height]: readonly [number, number],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  const texture = await sharp({
    create: { width: 1000, height: 750, channels: 3, background: '#777', noise },
  })
    .blur(1.5)
    .png()
    .toBuffer();
  const twelve = await sharp(texture).resize(4000, 3000).jpeg({ quality: 92 }).toBuffer();
  for (let number = 0; number < count; number += 1) {
    const name = `${String(number).padStart(3, '0')}.jpg`;
    await writeFile(join(folder, name), Buffer.concat([twelve, Buffer.from(String(number))]));
  }
  await sharp(texture)
    .resize(width, height, { fit: 'fill' })
    .jpeg({ quality: 88 })
    .toFile(join(folder, 'large.jpg'));
}

/** Brings the pictures into a labelling task; answers the addresses of its items in the Studio. */
async function importPictures(app: TestApp, folder: string): Promise<{ addresses: string[]; large: string }> {
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
  const addresses: string[] = [];
  let large = '';
  let after: string | null = null;
  do {
    const page: CallOutput<'items.list'> = await app.call('items.list', {
      datasetId: pipeline.datasets.inbox,
      after,
      limit: 200,
    });
    for (const item of page.items) {
      const view = await app.call('tasks.view', { taskId: task.id, itemId: item.id }).catch(() => null);
      const address = `#/studio/${view ? task.id : other.id}/${item.id}`;
      if (item.name === 'large.jpg') large = address;
      else if (view) addresses.push(address);
    }
    after = page.next;
  } while (after !== null);
  return { addresses, large };
}

async function openAll(app: TestApp, addresses: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const address of addresses) {
    times.push(await open(app, address));
    // What is decoded ahead must not be counted with the next one.
    await app.window.waitForTimeout(1500);
  }
  return times;
}

/** Milliseconds from following a link to the item to its picture on the canvas, by the window's own clock. */
async function open(app: TestApp, address: string): Promise<number> {
  return await app.window.evaluate(async (hash) => {
    performance.clearMarks();
    const link = document.createElement('a');
    link.href = hash;
    document.body.append(link);
    const clicked = performance.now();
    link.click();
    link.remove();
    const id = hash.split('/').at(-1);
    for (;;) {
      const entries = performance.getEntriesByName('studio:image-shown') as PerformanceMark[];
      const shown = entries.find(({ detail }) => detail?.id === id);
      if (shown) return shown.startTime - clicked;
      if (performance.now() - clicked > 60_000) throw new Error(`${hash} was not shown.`);
      await new Promise(requestAnimationFrame);
    }
  }, address);
}

/** Milliseconds until the tiles that are made ahead are there; nothing else goes on meanwhile. */
async function tilesMade(app: TestApp): Promise<number> {
  const started = performance.now();
  let begun = false;
  for (;;) {
    const making = (await app.call('jobs.list', {})).some(({ kind }) => kind === 'tiles');
    if (begun && !making) return performance.now() - started;
    begun ||= making;
    if (performance.now() - started > 120_000) throw new Error('No tiles were made ahead.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Milliseconds until the note that full detail is being prepared is gone. */
async function tilesReady(app: TestApp): Promise<number> {
  const started = performance.now();
  await app.window
    .locator('output', { hasText: 'full detail' })
    .waitFor({ state: 'detached', timeout: 120_000 });
  return performance.now() - started;
}

/** Milliseconds from the first turn of the wheel to the last tile of the view at which the picture rests. */
async function zoomIn(app: TestApp): Promise<number> {
  await tilesReady(app);
  const canvas = await app.window.getByTestId('canvas').boundingBox();
  if (!canvas) throw new Error('The Studio shows no canvas.');
  await app.window.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
  await app.window.evaluate(() => performance.clearMarks());
  const started = await app.window.evaluate(() => performance.now());
  await app.window.keyboard.down('Control');
  for (let turn = 0; turn < 5; turn += 1) await app.window.mouse.wheel(0, -300);
  await app.window.keyboard.up('Control');
  await app.window.waitForTimeout(2000);
  const last = await app.window.evaluate(
    () => performance.getEntriesByName('studio:tile-shown').at(-1)?.startTime,
  );
  if (last === undefined) throw new Error('No tile was shown.');
  return last - started;
}
