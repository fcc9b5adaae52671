/**
 * Makes the tiles of very large pictures before anybody opens them: one at a time, while nothing else goes on, and only as
 * far as the caches have room. What is not made when the engine closes is made after its next start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SluiceError } from '#core/errors.ts';
import { isTiled } from '#core/model/picture.ts';
import type { EngineContext } from '../context.ts';
import { findItem, listImageSizes } from '../db/queries/items.ts';
import { hasPyramid, preparePyramid, pyramidBytes } from './renditions.ts';

export type PyramidsAhead = {
  start(): void;
  /** One look, now: at the items that have come since the last one. Does nothing while work goes on. */
  round(): Promise<void>;
  close(): Promise<void>;
};

export type PyramidsAheadOptions = {
  readonly ctx: EngineContext;
  /** True while machines work. */
  readonly busy: () => boolean;
};

const ROUND_MS = 3000;
/** Items that are looked at in one go: a millisecond. */
const PAGE = 1000;
const PAUSE_MS = 5;
/** Until it is looked again whether there is room: a look at all caches can take a second. */
const FULL_MS = 10 * 60_000;

export function createPyramidsAhead({ ctx, busy }: PyramidsAheadOptions): PyramidsAhead {
  const { db, caches, closing: signal, ports } = ctx;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  // Ids sort by time, so what has come since is behind the last one that was looked at.
  let seen = '';
  let wanted: readonly string[] = [];
  let fullUntil = 0;

  async function look(): Promise<void> {
    for (;;) {
      const page = listImageSizes(db, seen, PAGE);
      const last = page.at(-1);
      if (!last) return;
      seen = last.id;
      wanted = [...wanted, ...page.filter(isTiled).map(({ id }) => id)];
      if (page.length === PAGE) await sleep(PAUSE_MS, undefined, { signal });
    }
  }

  /** Bytes that pyramids may still take: none is made in place of what is used. */
  async function room(): Promise<number> {
    const sizes = Object.values(await caches.sizes(signal));
    const used = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const { free, floor } = ctx.disk.room();
    return Math.min(ctx.settings().cacheGb * 1e9 - used, free - floor);
  }

  async function make(): Promise<void> {
    for (let [id] = wanted; id !== undefined; [id] = wanted) {
      if (signal.aborted || busy() || ctx.pictures.state().waiting > 0) return;
      const item = findItem(db, id);
      const needed =
        item &&
        !item.trashed &&
        item.storage !== 'missing' &&
        item.storage !== 'remote' &&
        !(await hasPyramid(ctx, item));
      if (needed) {
        if (ports.clock.now() < fullUntil) return;
        if (pyramidBytes(item) > (await room())) {
          fullUntil = ports.clock.now() + FULL_MS;
          return;
        }
        await preparePyramid(ctx, item, signal).catch((error: unknown) => {
          // Whoever opens it hears why; a person may have cancelled it.
          const reason = error instanceof SluiceError ? error.message : String(error);
          if (!signal.aborted) ports.logger.log('debug', 'tiles were not made ahead', { itemId: id, reason });
        });
        if (signal.aborted) return;
      }
      wanted = wanted.slice(1);
    }
  }

  async function round(): Promise<void> {
    if (busy()) return;
    try {
      await look();
      await make();
    } catch (error) {
      if (signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      ports.logger.log('warn', 'tiles were not made ahead', { reason });
    }
  }

  return {
    start() {
      timer = setInterval(() => {
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
