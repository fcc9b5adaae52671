/**
 * Moving, zooming and dragging in a graph of 300 nodes and 500 connections, at the screen's own rate (support/frames.ts).
 * A frame in which nothing moves is not drawn, so gestures never reach the limit of the zoom.
 */
import type { Page } from '@playwright/test';
import { launchApp } from '#test/support/electron-app.ts';
import { prepareApp } from '../support/app.ts';
import { watchFrames } from '../support/frames.ts';
import { type BenchReport, plainFigure } from '../support/report.ts';
import { largeGraph } from './large-graph.ts';

const BAR_MS = 16.7;
/** Percent. */
const LATE_BAR = 5;
const FRAMES = 240;

type Gesture = 'pan' | 'zoom' | 'drag a node';

export async function canvas(report: BenchReport): Promise<void> {
  await using ground = await prepareApp(4);
  const { workspace, userData, env } = ground;
  const app = await launchApp({ workspace, userData, env });
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
          const stop = await watchFrames(app.window);
          await gestureOf(app.window, gesture, near, report.quick ? 60 : FRAMES);
          const { took, late } = await stop();
          const place = `${screen === 'compose' ? 'composer' : 'monitor'}, ${near ? 'read from near' : 'all in sight'}`;
          const name = `${place}, ${gesture}`;
          report.figure(plainFigure('composer', `${name}: a frame, 95th percentile`, 'ms', took, BAR_MS));
          report.figure(plainFigure('composer', `${name}: late frames`, '%', late, LATE_BAR));
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

/** A gesture by hand: the events that a mouse sends, one a frame. */
function gestureOf(page: Page, gesture: Gesture, near: boolean, frames: number): Promise<void> {
  return page.evaluate(
    async ([kind, count, outwards]) => {
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
        // From afar inwards, from near outwards: at its limit a canvas draws nothing.
        const deltaY = Math.sin(at / 20) * (outwards ? 40 : -40);
        const where = { clientX: from.x, clientY: from.y };
        pane.dispatchEvent(new WheelEvent('wheel', { ...where, deltaY, bubbles: true, cancelable: true }));
      };
      if (kind !== 'zoom') send('mousedown', target, 0);
      await new Promise<number>(requestAnimationFrame);
      for (let at = 1; at <= count; at += 1) {
        if (kind === 'zoom') zoom(at);
        else send('mousemove', window, at);
        await new Promise<number>(requestAnimationFrame);
      }
      if (kind !== 'zoom') send('mouseup', window, count);
    },
    [gesture, frames, near] as const,
  );
}
