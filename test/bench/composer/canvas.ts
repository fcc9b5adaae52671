/**
 * Moving, zooming and dragging in a graph of 300 nodes and 500 connections: the time from one frame to the next, each of
 * which shows something new. The window draws as fast as it can: with the screen's own rate a frame never takes less.
 */
import type { Page } from '@playwright/test';
import { launchApp } from '#test/support/electron-app.ts';
import { prepareApp } from '../support/app.ts';
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { largeGraph } from './large-graph.ts';

const BAR_MS = 16.7;
const FRAMES = 240;

type Gesture = 'pan' | 'zoom' | 'drag a node';

export async function canvas(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const { workspace, userData, env } = ground;
  const switches = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
  const app = await launchApp({ workspace, userData, env, switches });
  try {
    const [project] = await app.call('projects.list', {});
    if (!project) throw new Error('The workspace has no project.');
    const graph = largeGraph();
    const { id } = await app.call('pipelines.create', { projectId: project.id, name: 'Large', graph });
    for (const screen of ['compose', 'pipelines'] as const) {
      await app.window.evaluate((hash) => {
        location.hash = hash;
      }, `#/${screen}/${id}`);
      await app.window.locator('.react-flow__node').first().waitFor();
      await app.window.waitForTimeout(1500);
      const gestures: readonly Gesture[] =
        screen === 'compose' ? ['pan', 'zoom', 'drag a node'] : ['pan', 'zoom'];
      for (const near of [false, true]) {
        if (near) await zoomIn(app.window);
        for (const gesture of gestures) {
          const times = await framesOf(app.window, gesture, report.quick ? 60 : FRAMES);
          const place = `${screen === 'compose' ? 'composer' : 'monitor'}, ${near ? 'read from near' : 'all in sight'}`;
          const name = `${place}, ${gesture}: a frame, 95th percentile`;
          report.figure(
            plainFigure(
              'composer',
              name,
              'ms',
              percentile(times, 0.95),
              gesture === 'drag a node' ? null : BAR_MS,
            ),
          );
        }
      }
    }
  } finally {
    await app.close();
  }
}

/** Until cards have the size that they are read at. */
async function zoomIn(page: Page): Promise<void> {
  const button = page.locator('.react-flow__controls-zoomin');
  await page.locator('.react-flow__controls-fitview').click();
  for (let click = 0; click < 12; click += 1) if (await button.isEnabled()) await button.click();
  await page.waitForTimeout(600);
}

/** Milliseconds of each frame of a gesture by hand: the events that a mouse sends, one a frame. */
function framesOf(page: Page, gesture: Gesture, frames: number): Promise<number[]> {
  return page.evaluate(
    async ([kind, count]) => {
      const pane = document.querySelector('.react-flow__pane');
      const inSight = (one: Element) => {
        const box = one.getBoundingClientRect();
        return box.left > 400 && box.top > 150 && box.right < 900 && box.bottom < 600;
      };
      const card = [...document.querySelectorAll('.react-flow__node')].find(inSight);
      const target = kind === 'drag a node' ? card : pane;
      if (!pane || !target) throw new Error('There is nothing to take hold of.');
      const { left, top, width, height } = target.getBoundingClientRect();
      const from = { x: left + width / 2, y: top + height / 2 };
      const send = (type: string, on: EventTarget, at: number) => {
        const clientX = from.x + 90 * Math.sin(at / 20);
        const clientY = from.y + 60 * Math.cos(at / 20) - 60;
        const buttons = type === 'mouseup' ? 0 : 1;
        on.dispatchEvent(
          new MouseEvent(type, { clientX, clientY, buttons, bubbles: true, cancelable: true, view: window }),
        );
      };
      const zoom = (at: number) => {
        const deltaY = Math.sin(at / 20) * 40;
        const where = { clientX: from.x, clientY: from.y };
        pane.dispatchEvent(new WheelEvent('wheel', { ...where, deltaY, bubbles: true, cancelable: true }));
      };
      if (kind !== 'zoom') send('mousedown', target, 0);
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let at = 1; at <= count; at += 1) {
        if (kind === 'zoom') zoom(at);
        else send('mousemove', window, at);
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      if (kind !== 'zoom') send('mouseup', window, count);
      return times;
    },
    [gesture, frames] as const,
  );
}
