/**
 * A folder while it is there and being watched. Events only say where to look: what is true is found by looking, so
 * one that is late, doubled or lost does no harm, and listing the whole folder now and then finds what none told of.
 */
import type { LimitFunction } from 'p-limit';
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import type { EngineContext } from '../context.ts';
import { listFiles, listLostFiles, type StoredFolder } from '../db/queries/watched-folders.ts';
import { compareFolder } from './compare.ts';
import { recordBack, recordGone, recordUnreachable } from './folder-record.ts';
import { isOurs, nameIn, pathIn } from './paths.ts';
import { createRounds } from './rounds.ts';
import { scanFolder } from './scan.ts';
import { look, type Sight, type Stamp, sameSight, sameStamp } from './sight.ts';
import { takeIn } from './take-in.ts';
import type { Timing } from './timing.ts';
import type { OpenTreeWatch } from './tree-watch.ts';
import { createWaitingList, type Verdict, type Waiting } from './waiting-list.ts';
import { createWanted } from './wanted.ts';

export type Live = Pick<WatchedFolder, 'state' | 'note' | 'waiting'>;

export type SessionOptions = {
  readonly ctx: EngineContext;
  readonly folder: StoredFolder;
  /** Folders that Sluice fills itself, absolute and without links: never taken in. */
  readonly own: readonly string[];
  readonly slots: LimitFunction;
  readonly timing: Timing;
  readonly openTree: OpenTreeWatch;
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

export function openSession(options: SessionOptions): FolderSession {
  const { ctx, folder, timing, own } = options;
  const wanted = createWanted(folder);
  const closing = new AbortController();
  const signal = AbortSignal.any([ctx.closing, closing.signal]);
  /** Files that are no pictures and no videos; in memory only, as knowing is cheap to regain. */
  const foreign = new Map<string, Stamp>();
  let ready = false;
  let opened = false;
  let retry = false;
  let observing = 0;
  let events = 0;
  /** Why nothing can be taken in at present. */
  let trouble: string | null = null;
  /** Why the system does not watch this folder. */
  let unwatched: string | null = null;

  const list = createWaitingList({ ...timing, slots: options.slots, work, changed: options.changed });
  const rounds = createRounds({
    work: round,
    periodMs: () => (unwatched === null ? timing.rescanMs : timing.pollMs),
    quietMs: timing.stableMs,
    changed: options.changed,
  });
  const tree = options.openTree({
    root: folder.path,
    skip: (path) => {
      const name = nameIn(folder.path, path);
      return name !== null && (!wanted.folder(name) || isOurs(own, path));
    },
    events: {
      touched: (path) => void observe(path),
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
        void tree.close();
        rounds.now();
      },
    },
  });

  async function observe(path: string): Promise<void> {
    const name = nameIn(folder.path, path);
    if (name === null || !wanted.file(name)) return;
    observing += 1;
    events += 1;
    if (events > BURST) rounds.soon();
    const sight = await look(path);
    observing -= 1;
    list.touch(name, sight);
  }

  async function round(): Promise<void> {
    const complete = ready;
    events = 0;
    try {
      const scan = await scanFolder(folder.path, { wanted, own, signal });
      recordUnreachable(ctx, folder, scan.unreachable);
      const rows = listFiles(ctx.db, folder.id);
      const lost = new Set(listLostFiles(ctx.db, folder.id));
      const difference = compareFolder(scan, { rows, lost, retry });
      retry = false;
      for (const name of difference.back) recordBack(ctx, folder, name);
      for (const [name, stamp] of difference.changed) {
        const seen = foreign.get(name);
        if (!seen || !sameStamp(seen, stamp)) list.touch(name, { kind: 'file', stamp });
      }
      for (const name of difference.absent) list.touch(name, { kind: 'gone' });
      opened ||= complete;
      if (list.empty()) trouble = null;
    } catch (error) {
      await failed(error);
    }
  }

  async function failed(error: unknown): Promise<void> {
    if (signal.aborted) return;
    if ((await options.whyUnavailable()) !== null) {
      options.vanished();
      return;
    }
    trouble = error instanceof Error ? error.message : String(error);
    ctx.ports.logger.log('error', 'ingest failed', { path: folder.path, reason: trouble });
    options.changed();
  }

  async function work({ name, sight, quietMs }: Waiting): Promise<Verdict> {
    try {
      const now = await look(pathIn(folder.path, name));
      if (signal.aborted) return 'done';
      if (!sameSight(sight, now)) return { again: timing.stableMs, sight: now };
      const verdict = await settle(name, now, quietMs);
      trouble = null;
      return verdict;
    } catch (error) {
      await failed(error);
      return signal.aborted ? 'done' : { pause: timing.retryMs };
    }
  }

  async function settle(name: string, sight: Sight, quietMs: number): Promise<Verdict> {
    switch (sight.kind) {
      case 'unknown':
        return 'done';
      case 'gone':
      case 'other':
        // Files of a disk that was pulled out are not gone.
        if ((await options.whyUnavailable()) !== null) {
          options.vanished();
          return 'done';
        }
        return (await recordGone(ctx, folder, name)) ? 'done' : { again: 0, sight };
      case 'file':
        return await takeIn({ ...options, wanted, foreign, signal }, { name, stamp: sight.stamp, quietMs });
    }
  }

  rounds.now();
  return {
    live: () => ({
      state: trouble !== null ? 'error' : opened ? 'watching' : 'scanning',
      note: trouble ?? unwatched,
      waiting: list.arrivals(),
    }),
    busy: () => trouble === null && (!opened || rounds.busy() || !list.empty() || observing > 0),
    rescan() {
      retry = true;
      rounds.now();
    },
    async close() {
      closing.abort();
      await Promise.all([tree.close(), rounds.close(), list.close()]);
    },
  };
}
