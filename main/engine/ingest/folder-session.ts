/**
 * A folder while it is there and being watched. Events only say where to look: what is true is found by looking, so
 * one that is late, doubled or lost does no harm, and listing the whole folder now and then finds what none told of.
 */
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import { listFilesAfter, type StoredFolder } from '../db/queries/watched-folders.ts';
import { createComparison } from './compare.ts';
import { recordGone, recordUnreachable } from './folder-record.ts';
import { pathIn } from './paths.ts';
import { createRate } from './rate.ts';
import type { ReadTools } from './reading.ts';
import type { Recorder } from './recorder.ts';
import { createRounds } from './rounds.ts';
import type { ScanChunk } from './scan.ts';
import type { OpenScout, Touch } from './scout.ts';
import { look, type Sight, type Stamp, sameSight, sameStamp } from './sight.ts';
import { takeIn } from './take-in.ts';
import type { Timing } from './timing.ts';
import { createWaitingList, type Verdict, type Waiting } from './waiting-list.ts';
import { createWanted } from './wanted.ts';

export type Live = Pick<WatchedFolder, 'state' | 'note' | 'waiting' | 'rate'>;

export type SessionOptions = ReadTools & {
  readonly recorder: Recorder;
  readonly folder: StoredFolder;
  /** Folders that Sluice fills itself, absolute and without links: never taken in. */
  readonly own: readonly string[];
  readonly timing: Timing;
  readonly openScout: OpenScout;
  /** Files that are read, or written down, at once. */
  readonly inFlight: number;
  /** Something that `live` tells has changed. */
  readonly changed: () => void;
  /** Why the folder itself cannot be read now; null when it can. */
  readonly whyUnavailable: () => Promise<string | null>;
  /** Told when it cannot be read any more. */
  readonly vanished: () => void;
};

export type FolderSession = {
  live(): Live;
  /** True while there is something to be taken in, or it is not known yet whether there is. */
  busy(): boolean;
  /** Looks at every file again, those that could not be used included. */
  rescan(): void;
  close(): Promise<void>;
};

/** So many events at once may mean that the system has dropped some. */
const BURST = 500;
/** Known files that are read from the database at once. */
const PAGE = 1000;

export function openSession(options: SessionOptions): FolderSession {
  const { ctx, folder, timing } = options;
  const wanted = createWanted(folder);
  const closing = new AbortController();
  const signal = AbortSignal.any([ctx.closing, closing.signal]);
  /** Files that are no pictures and no videos; in memory only, as knowing is cheap to regain. */
  const foreign = new Map<string, Stamp>();
  let ready = false;
  let opened = false;
  let retry = false;
  let events = 0;
  /** Why nothing can be taken in at present. */
  let trouble: string | null = null;
  /** Why the system does not watch this folder. */
  let unwatched: string | null = null;

  const taking = { ...options, wanted, foreign, signal };
  const whyUnavailable = joined(options.whyUnavailable);
  const rate = createRate(() => performance.now());
  const list = createWaitingList({
    ...timing,
    inFlight: options.inFlight,
    work,
    changed: options.changed,
    // Each asks the database what is known of its file: a transaction for each would cost more than the asking.
    together: (start) => ctx.db.read(start),
    expecting: () => rounds.busy(),
  });
  const rounds = createRounds({
    work: round,
    periodMs: () => (unwatched === null ? timing.rescanMs : timing.pollMs),
    quietMs: timing.stableMs,
    // Listing a hundred thousand files beside it would make ten thousand that have come take twice as long.
    occupied: () => list.arrivals() > 0,
    changed() {
      list.wake();
      options.changed();
    },
  });
  const scout = options.openScout(
    { root: folder.path, patterns: folder, own: options.own, watches: true },
    {
      touched: observe,
      reshaped: rounds.soon,
      ready() {
        ready = true;
        rounds.now();
      },
      exhausted(note) {
        if (signal.aborted || unwatched !== null) return;
        ctx.ports.logger.log('warn', 'watching by listing', { path: folder.path, note });
        unwatched = note;
        ready = true;
        rounds.now();
      },
    },
  );

  function observe(touches: readonly Touch[]): void {
    events += touches.length;
    if (events > BURST) rounds.soon();
    for (const [name, sight] of touches) list.touch(name, sight, isSettled(sight));
  }

  /** True for a file that has not changed for so long that it need not be watched any longer. */
  function isSettled(sight: Sight): boolean {
    return sight.kind === 'file' && ctx.ports.clock.now() - sight.stamp.modifiedMs > timing.settledMs;
  }

  async function round(): Promise<number> {
    let busyMs = 0;
    const complete = ready;
    events = 0;
    const again = retry;
    retry = false;
    const page = (after: string) => listFilesAfter(ctx.db, folder.id, after, PAGE);
    const comparison = createComparison({ page, retry: again });
    try {
      busyMs = await scout.scan(signal, async (chunk) => {
        await recordUnreachable(options, chunk.unreachable);
        take(chunk);
        await list.room();
      });
      for (const name of comparison.end()) list.touch(name, { kind: 'gone' });
      opened ||= complete;
      if (list.empty()) trouble = null;
    } catch (error) {
      retry ||= again;
      await failed(error);
    }
    return busyMs;

    function take(chunk: ScanChunk): void {
      const { changed, back } = comparison.take(chunk);
      for (const [name, stamp] of back) list.touch(name, { kind: 'file', stamp }, true);
      for (const [name, stamp] of changed) {
        const seen = foreign.get(name);
        if (seen && sameStamp(seen, stamp)) continue;
        const sight: Sight = { kind: 'file', stamp };
        list.touch(name, sight, isSettled(sight));
      }
    }
  }

  async function failed(error: unknown): Promise<void> {
    if (signal.aborted) return;
    if ((await options.whyUnavailable()) !== null) {
      options.vanished();
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    // Hundreds of files meet the same full disk.
    if (reason === trouble) return;
    trouble = reason;
    ctx.ports.logger.log('error', 'ingest failed', { path: folder.path, reason: trouble });
    options.changed();
  }

  async function work(waiting: Waiting): Promise<Verdict> {
    try {
      const verdict = await settle(waiting);
      trouble = null;
      if (verdict === 'done' && waiting.sight.kind === 'file') rate.add();
      return verdict;
    } catch (error) {
      await failed(error);
      return signal.aborted ? 'done' : { pause: timing.retryMs };
    }
  }

  async function settle({ name, sight, quietMs }: Waiting): Promise<Verdict> {
    if (signal.aborted) return 'done';
    if (sight.kind === 'file') {
      return await takeIn(taking, { name, stamp: sight.stamp, quietMs });
    }
    const now = await look(pathIn(folder.path, name));
    if (signal.aborted || sight.kind === 'unknown') return 'done';
    if (!sameSight(sight, now)) return { again: timing.stableMs, sight: now };
    // Files of a disk that was pulled out are not gone.
    if ((await whyUnavailable()) !== null) {
      options.vanished();
      return 'done';
    }
    return (await recordGone(options, name)) ? 'done' : { again: 0, sight };
  }

  rounds.now();
  return {
    live: () => ({
      state: trouble !== null ? 'error' : opened ? 'watching' : 'scanning',
      note: trouble ?? unwatched,
      waiting: list.arrivals(),
      rate: rate.perSecond(),
    }),
    busy: () => trouble === null && (!opened || rounds.busy() || !list.empty()),
    rescan() {
      retry = true;
      rounds.now();
    },
    async close() {
      closing.abort();
      await Promise.all([scout.close(), rounds.close(), list.close()]);
    },
  };
}

/** Joins calls into one that starts later than all of them: what it finds out is true for each. */
function joined<T>(ask: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | null = null;
  return () => {
    next ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      next = null;
      return ask();
    });
    return next;
  };
}
