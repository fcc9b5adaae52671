/**
 * Keeps a workspace small by itself: caches are brought under their limit, and once a day what nothing refers to goes to
 * the trash. Only while nothing else goes on: none of it is urgent.
 */
import type { EngineContext } from '../context.ts';
import { readSettings, writeSetting } from '../db/queries/settings.ts';
import type { Turns } from '../turns.ts';
import { MACHINE } from '../unit.ts';
import { collectGarbage } from './collect.ts';

export type Upkeep = {
  start(): void;
  /** One look, now. Does nothing while work goes on. */
  round(): Promise<void>;
  close(): Promise<void>;
};

export type UpkeepOptions = {
  readonly ctx: EngineContext;
  readonly turns: Turns;
  /** True while machines work. */
  readonly busy: () => boolean;
};

const ROUND_MS = 10 * 60_000;
const DAY = 86_400_000;
/** The row of the settings that says when it was last done, in milliseconds. */
const DONE_AT = 'collectedAt';

export function createUpkeep({ ctx, turns, busy }: UpkeepOptions): Upkeep {
  const { db, files, caches, closing: signal, ports } = ctx;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  async function collect(): Promise<void> {
    const now = ports.clock.now();
    await collectGarbage({ db, files, now, dryRun: false, signal });
    ctx.unit(MACHINE, (tx) => writeSetting(tx.db, DONE_AT, String(now)));
  }

  async function round(): Promise<void> {
    if (busy()) return;
    try {
      const due = ports.clock.now() - Number(readSettings(db).get(DONE_AT) ?? 0) >= DAY;
      if (due || caches.written() > 0) await caches.trim(ctx.settings().cacheGb * 1e9, signal);
      if (due) await turns(collect);
    } catch (error) {
      if (signal.aborted) return;
      // Nobody waits for it, and it is tried again; a check tells what is wrong.
      const reason = error instanceof Error ? error.message : String(error);
      ports.logger.log('warn', 'upkeep failed', { reason });
    }
  }

  return {
    start() {
      timer = setInterval(() => {
        // A look at a large workspace may take longer than the time to the next one.
        running ??= round().finally(() => {
          running = null;
        });
      }, ROUND_MS);
      timer.unref();
    },
    round,
    async close() {
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
