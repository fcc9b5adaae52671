/** Many items opened in a row in the real window: what each leaves behind would add up. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import sharp from 'sharp';
import type { CallInput } from '#contract/index.ts';
import type { TestApp } from '#test/support/electron-app.ts';
import { makePictureTask } from '#test/support/picture-task.ts';

export type LeakOptions = {
  readonly items: number;
  /** The item from which on nothing may grow: caches are full by then. */
  readonly from: number;
  /** For the pictures. */
  readonly folder: string;
  readonly say: (line: string) => void;
};

/** Of the window's process, after its garbage was collected. */
type Memory = {
  /** Megabytes of JavaScript's objects, and of the process as a whole. */
  readonly heap: number;
  readonly process: number;
  /** Elements and texts, listeners, and documents that are kept. */
  readonly nodes: number;
  readonly listeners: number;
  readonly documents: number;
};

/** How much more of each there may be at the end: what an opened item leaves must be nothing, so it does not depend on how many. */
export const BOUNDS: Memory = { heap: 2, process: 40, nodes: 300, listeners: 60, documents: 0 };

/** So large that the window's cache of decoded pictures, 64 megapixels, is full after some 130 of them. */
const PICTURE = { width: 800, height: 600 } as const;
const LABELS = ['car', 'person', 'tree'] as const;

/** Answers what has grown beyond its bound, a line each. */
export async function findLeaks(app: TestApp, options: LeakOptions): Promise<string[]> {
  const { items, from, folder, say } = options;
  const picture = await sharp({ create: { ...PICTURE, channels: 3, background: '#5a6b52' } })
    .png()
    .toBuffer();
  const taskId = await makePictureTask(app, { count: items, picture, extension: 'png', folder, shapes });
  const { window: page } = app;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/studio/${taskId}`);
  const session = await page.context().newCDPSession(page);
  let itemId = await shown(page, null);
  let before: Memory | null = null;
  for (let opened = 1; opened < items; opened += 1) {
    if (opened === from) before = await measure(app, session);
    if (opened % from === 0) say(`${opened} opened: ${inWords(await measure(app, session))}`);
    await page.keyboard.press('PageDown');
    itemId = await shown(page, itemId);
  }
  const after = await measure(app, session);
  say(`${items} opened: ${inWords(after)}`);
  await session.detach();
  if (!before) throw new Error('Nothing was measured at the beginning.');
  return grown(before, after);
}

function grown(before: Memory, after: Memory): string[] {
  const names = Object.keys(BOUNDS) as (keyof Memory)[];
  return names.flatMap((name) => {
    const by = after[name] - before[name];
    return by > BOUNDS[name] ? [`${name} grew by ${by.toFixed(1)}, more than ${BOUNDS[name]}`] : [];
  });
}

function inWords({ heap, process, nodes, listeners, documents }: Memory): string {
  const sizes = `heap ${heap.toFixed(1)} MB, process ${process.toFixed(0)} MB`;
  return `${sizes}, ${nodes} nodes, ${listeners} listeners, ${documents} documents`;
}

async function measure({ app }: TestApp, session: CDPSession): Promise<Memory> {
  await session.send('Performance.enable');
  // Twice: what the first collection finalizes is free after the second.
  for (let round = 0; round < 2; round += 1) {
    await session.send('HeapProfiler.collectGarbage');
    await delay(300);
  }
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  const kilobytes = await app.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === 'Tab')?.memory.workingSetSize,
  );
  return {
    heap: of('JSHeapUsedSize') / 2 ** 20,
    process: (kilobytes ?? Number.NaN) / 2 ** 10,
    nodes: of('Nodes'),
    listeners: of('JSEventListeners'),
    documents: of('Documents'),
  };
}

/** Waits until another item than `not` is on the screen, with all that is drawn on it; answers its id. */
function shown(page: Page, not: string | null): Promise<string> {
  return page.evaluate(async (old) => {
    const began = performance.now();
    const of = (name: string) => {
      const [mark] = performance.getEntriesByName(name) as PerformanceMark[];
      return mark?.detail?.id as string | undefined;
    };
    for (;;) {
      const id = document.querySelector<HTMLElement>('[data-testid=canvas]')?.dataset['item'];
      if (id && id !== old && of('studio:image-shown') === id && of('studio:shapes-sharp') === id) return id;
      if (performance.now() - began > 20_000) throw new Error('No other item was shown.');
      await new Promise(requestAnimationFrame);
    }
  }, not);
}

/** A few of different kinds, elsewhere on each picture. */
function shapes(at: number): CallInput<'annotations.add'>['annotations'] {
  const [x, y] = [(at * 37) % 500, (at * 53) % 300];
  const corner = (dx: number, dy: number) => ({ x: x + dx, y: y + dy });
  const more = { attributes: {}, label: LABELS[at % LABELS.length] ?? 'car' };
  return [
    { ...more, geometry: { type: 'box', left: x, top: y, right: x + 90, bottom: y + 60 } },
    { ...more, geometry: { type: 'point', coordinates: corner(150, 20) } },
    {
      ...more,
      geometry: { type: 'segment', coordinates: [[corner(120, 80), corner(260, 90), corner(180, 240)]] },
    },
  ];
}
