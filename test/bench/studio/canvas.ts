/**
 * A picture of 12 megapixels under 1,000 and 10,000 polygons of 20 points in the real Studio: moving and zooming, how soon
 * all is sharp again, changing one shape, opening items. Konva shows the same scene in the same run, as fast as it can.
 */
import type { Page } from '@playwright/test';
import { launchApp, type TestApp } from '#test/support/electron-app.ts';
import { prepareApp } from '../support/app.ts';
import { watchFrames } from '../support/frames.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { konva } from './konva.ts';
import { layScenes, PICTURE, polygonPoints, type Scenes } from './polygons.ts';

const BARS = { frame: 16.7, sharp: 120, edit: 16, open: 400, next: 100, konva: 0.1 } as const;
const FRAMES = 240;
const GESTURES = ['pan', 'zoom'] as const;
type Gesture = (typeof GESTURES)[number];

export async function canvas(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const { workspace, userData, env } = ground;
  const app = await launchApp({ workspace, userData, env });
  const ms = (name: string, value: number, bar: number | null = null) =>
    report.figure(plainFigure('studio', name, 'ms', value, bar));
  try {
    const scenes = await layScenes(app, ground.userData);
    const frames = report.quick ? 60 : FRAMES;
    const times = new Map<number, number>();
    for (const [count, itemId] of [[0, scenes.bare], ...scenes.laid] as const) {
      await show(app.window, itemId);
      for (const gesture of GESTURES) {
        const stop = await watchFrames(app.window);
        const sharp = await move(app.window, gesture, frames);
        const { prepared, drawn, took, late } = await stop();
        const what = `${count === 0 ? 'the picture alone' : `${count.toLocaleString('en')} polygons`}, ${gesture}`;
        const median = Math.max(percentile(prepared, 0.5), percentile(drawn, 0.5));
        ms(`${what}: a frame, median`, median);
        ms(`${what}: a frame, 95th percentile`, took, BARS.frame);
        report.figure(plainFigure('studio', `${what}: late frames`, '%', late));
        if (count > 0) ms(`${what}: sharp again after`, sharp, BARS.sharp);
        times.set(count, Math.max(times.get(count) ?? 0, took));
      }
    }
    const many = scenes.laid.at(-1)?.[1] ?? '';
    ms('one shape among 10,000, moved: to its pixels, 95th percentile', await edit(app, many), BARS.edit);
    await opening(app, scenes, ms);
    const ours = times.get(10_000) ?? 0;
    const peer = await konva(report, ground.env);
    report.figure({
      ...plainFigure('studio', '10,000 polygons: a frame beside Konva, 95th percentile', 'ms', ours),
      ...peer(ours, BARS.konva),
    });
  } finally {
    await app.close();
  }
}

async function opening(
  app: TestApp,
  scenes: Scenes,
  ms: (name: string, value: number, bar: number) => void,
): Promise<void> {
  const opened: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await show(app.window, scenes.bare);
    opened.push(await show(app.window, scenes.many[round] ?? scenes.bare));
  }
  for (let round = 0; round < 5; round += 1) again.push(await show(app.window, scenes.many[round] ?? ''));
  ms('an item of 10,000 shapes: opened, median', percentile(opened, 0.5), BARS.open);
  ms('an item of 10,000 shapes: opened again, median', percentile(again, 0.5), BARS.open);
}

/** Milliseconds from the click to picture and shapes on the screen. */
async function show(page: Page, itemId: string, address = `#/view/${itemId}`): Promise<number> {
  const took = await page.evaluate(
    async ([id, hash]) => {
      performance.clearMarks();
      const clicked = performance.now();
      location.hash = hash;
      const at = (name: string) => {
        const marks = performance.getEntriesByName(name) as PerformanceMark[];
        return marks.find(({ detail }) => detail?.id === id)?.startTime;
      };
      for (;;) {
        const [picture, shapes] = [at('studio:image-shown'), at('studio:shapes-sharp')];
        if (picture !== undefined && shapes !== undefined) return Math.max(picture, shapes) - clicked;
        if (performance.now() - clicked > 60_000) throw new Error(`${id} was not shown.`);
        await new Promise(requestAnimationFrame);
      }
    },
    [itemId, address] as const,
  );
  // What is decoded ahead must not be counted with what comes next.
  await page.waitForTimeout(1500);
  return took;
}

/** Makes a gesture, an event a frame; answers the milliseconds from its last event to a sharp canvas. */
function move(page: Page, gesture: Gesture, frames: number): Promise<number> {
  return page.evaluate(
    async ([kind, count]) => {
      const host = document.querySelector('[data-testid=canvas]');
      if (!host) throw new Error('The Studio shows no canvas.');
      // A pointer that the page itself sends cannot be captured.
      host.setPointerCapture = () => {};
      const { left, top, width, height } = host.getBoundingClientRect();
      const middle = { clientX: left + width / 2, clientY: top + height / 2 };
      const wheel = (deltaX: number, deltaY: number, ctrlKey: boolean) =>
        host.dispatchEvent(
          new WheelEvent('wheel', { ...middle, deltaX, deltaY, ctrlKey, bubbles: true, cancelable: true }),
        );
      const pointer = (type: string, at: number) =>
        host.dispatchEvent(
          new PointerEvent(type, {
            clientX: middle.clientX + 150 * Math.sin(at / 20),
            clientY: middle.clientY + 100 * Math.sin(at / 13),
            button: type === 'pointermove' ? -1 : 1,
            buttons: type === 'pointerup' ? 0 : 4,
            pointerId: 1,
            isPrimary: true,
            bubbles: true,
            cancelable: true,
          }),
        );
      if (kind === 'pan') pointer('pointerdown', 0);
      await new Promise<number>(requestAnimationFrame);
      for (let at = 1; at <= count; at += 1) {
        if (kind === 'pan') pointer('pointermove', at);
        // From the whole picture to twice its own pixels, a factor of 7.4, and back; 0.0018 of it a pixel of the wheel.
        else wheel(0, ((-1111 * Math.PI) / count) * Math.sin((at / count) * 2 * Math.PI), false);
        await new Promise<number>(requestAnimationFrame);
      }
      performance.clearMarks('studio:shapes-sharp');
      const ended = performance.now();
      if (kind === 'pan') pointer('pointerup', count);
      else wheel(0, 1, false);
      for (;;) {
        const [mark] = performance.getEntriesByName('studio:shapes-sharp');
        if (mark) return mark.startTime - ended;
        if (performance.now() - ended > 10_000) throw new Error('The canvas did not become sharp again.');
        await new Promise(requestAnimationFrame);
      }
    },
    [gesture, frames] as const,
  );
}

/**
 * Milliseconds of work from a pointer's move with a shape under it to the pixels that show it there: preparing the frame
 * and drawing it, 95th percentile of each. How long a move waits for the screen's next tick is not the Studio's.
 */
async function edit(app: TestApp, itemId: string): Promise<number> {
  const { window: page } = app;
  const taskId = await taskWith(app, itemId);
  await show(page, itemId, `#/studio/${taskId}/${itemId}`);
  await page.getByTestId('canvas').focus();
  // The select tool, at the picture's own pixels.
  for (const key of ['v', '0']) await page.keyboard.press(key);
  await page.waitForTimeout(1500);
  const steps = async () => (await app.call('annotations.history', { itemId })).length;
  const before = await steps();
  const stop = await watchFrames(page);
  await page.evaluate(async ([x, y]) => {
    const host = document.querySelector('[data-testid=canvas]');
    if (!host) throw new Error('The Studio shows no canvas.');
    host.setPointerCapture = () => {};
    const { left, top, width, height } = host.getBoundingClientRect();
    const from = { x: left + width / 2 + x, y: top + height / 2 + y };
    const send = (type: string, dx: number) =>
      host.dispatchEvent(
        new PointerEvent(type, {
          clientX: from.x + dx,
          clientY: from.y + dx / 2,
          button: type === 'pointermove' ? -1 : 0,
          buttons: type === 'pointerup' ? 0 : 1,
          pointerId: 1,
          isPrimary: true,
          bubbles: true,
          cancelable: true,
        }),
      );
    send('pointermove', 0);
    send('pointerdown', 0);
    for (let at = 1; at <= 120; at += 1) {
      send('pointermove', 40 * Math.sin(at / 10));
      await new Promise(requestAnimationFrame);
    }
    send('pointerup', 25);
  }, middleShape(10_000));
  const { prepared, drawn } = await stop();
  await page.waitForTimeout(500);
  const moved = (await steps()) - before;
  if (moved !== 1) throw new Error(`One shape was to be moved once; the history has ${moved} more steps.`);
  return percentile(prepared, 0.95) + percentile(drawn, 0.95);
}

/** The shape nearest to the middle of the picture: picture pixels from there to its own middle. */
function middleShape(count: number): readonly [x: number, y: number] {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const places = polygonPoints(count).map(
    (ring) =>
      [
        mean(ring.map(({ x }) => x)) - PICTURE.width / 2,
        mean(ring.map(({ y }) => y)) - PICTURE.height / 2,
      ] as const,
  );
  return places.reduce((nearest, one) =>
    Math.hypot(one[0], one[1]) < Math.hypot(nearest[0], nearest[1]) ? one : nearest,
  );
}

/** A task in which the item may be labelled. */
async function taskWith(app: TestApp, itemId: string): Promise<string> {
  const { datasetId } = await app.call('items.get', { itemId });
  const { projectId } = await app.call('datasets.get', { datasetId });
  const { id: recipeId } = await app.call('recipes.create', { projectId, title: 'Shapes' });
  const { task } = await app.call('tasks.create', { projectId, datasetId, recipeId, name: 'Shapes' });
  const there = async () =>
    (await app.call('tasks.view', { taskId: task.id, itemId }).catch(() => null)) !== null;
  while (!(await there())) await new Promise((resolve) => setTimeout(resolve, 100));
  return task.id;
}
