/**
 * What frames of a gesture take, by Chromium's trace, at the screen's own rate. The page prepares a frame while another
 * process draws the one before: a frame takes what the slower of both takes, and is late when more than one and a half
 * ticks pass since the one before. Times between two animation frames would show neither: a tick hides what is faster,
 * and without a rate the page runs far ahead of what is drawn.
 */
import type { Page } from '@playwright/test';
import { percentile } from './report.ts';

const TICK_MS = 1000 / 60;

export type Watched = {
  /** Milliseconds of each frame, in the page and in the process that draws. */
  readonly prepared: readonly number[];
  readonly drawn: readonly number[];
  /** 95th percentile of the slower of both. */
  readonly took: number;
  /** Percentage of frames that came late. */
  readonly late: number;
};

type TraceEvent = { readonly name: string; readonly ts: number; readonly dur?: number };

/** Watches until the function it answers is called. */
export async function watchFrames(page: Page): Promise<() => Promise<Watched>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const traceConfig = { includedCategories: ['cc', 'viz'], excludedCategories: ['*'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    const of = (name: string) =>
      events.flatMap((one) =>
        one.name === name && one.dur !== undefined ? [{ start: one.ts / 1000, took: one.dur / 1000 }] : [],
      );
    const [prepared, drawn] = [of('ProxyMain::BeginMainFrame'), of('Display::DrawAndSwap')];
    const starts = drawn.map((one) => one.start).toSorted((a, b) => a - b);
    const between = starts.slice(1).map((start, at) => start - (starts[at] ?? start));
    const late = between.filter((time) => time > 1.5 * TICK_MS).length / between.length;
    const times = (frames: typeof drawn) => frames.map((one) => one.took);
    return {
      prepared: times(prepared),
      drawn: times(drawn),
      took: Math.max(percentile(times(prepared), 0.95), percentile(times(drawn), 0.95)),
      late: 100 * late,
    };
  };
}
