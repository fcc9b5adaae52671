/**
 * Brings the files of datasets for which a person wants that, of all items or of those that were taken along, several at a time, while there is room for them on the disk.
 * What it has to do is read from the database: after a restart it goes on with what is not here yet.
 */
import { isSluiceError, toWireError } from '#core/errors.ts';
import type { DatasetId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import {
  countAway,
  type Kept,
  listAway,
  listKeptDatasets,
  setKeepFiles,
  stopAlong,
} from '../db/queries/kept-files.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findRemote } from '../db/queries/remotes.ts';
import { type DiskGuard, needRoom } from '../jobs/disk.ts';
import { waitAfter } from './backoff.ts';

/** Files on their way at once: more only makes each slower. */
const LANES = 4;

/** Milliseconds until a disk that was too full is looked at again. */
const ROOM_MS = 5000;

export type KeepState = {
  readonly state: 'off' | 'going' | 'waiting' | 'here';
  /** Why it waits, or which files could not be had. */
  readonly message: string | null;
};

export type FileKeeper = {
  stateOf(datasetId: DatasetId): KeepState;
  /** There may be something to bring. */
  wake(): void;
  close(): Promise<void>;
};

type Run = {
  message: string | null;
  failures: number;
  timer: NodeJS.Timeout | null;
  working: Promise<void> | null;
  /** Bytes of files on their way. */
  coming: number;
  /** Items whose files are not as they should be: asked for again after a restart. */
  readonly bad: Map<string, string>;
  stopping: AbortController;
};

type KeeperOptions = {
  readonly ctx: EngineContext;
  /** With the room that has to stay free for this. */
  readonly disk: DiskGuard;
  /** A state is another now. */
  readonly told: () => void;
};

export function createFileKeeper({ ctx, disk, told }: KeeperOptions): FileKeeper {
  const { db, ports } = ctx;
  const runs = new Map<DatasetId, Run>();

  function runOf(id: DatasetId): Run {
    const known = runs.get(id);
    if (known) return known;
    const made: Run = {
      ...{ message: null, failures: 0, timer: null, working: null, coming: 0 },
      ...{ bad: new Map(), stopping: new AbortController() },
    };
    runs.set(id, made);
    return made;
  }

  function keptOf(id: DatasetId): Kept {
    return listKeptDatasets(db).find(({ datasetId }) => datasetId === id)?.kept ?? 'none';
  }

  /** As far as nobody has stopped the remote. */
  function wants(id: DatasetId): Kept {
    const found = listKeptDatasets(db).find(({ datasetId }) => datasetId === id);
    return found && findRemote(db, found.remoteId)?.paused === false ? found.kept : 'none';
  }

  function wake(): void {
    const kept = new Set(
      listKeptDatasets(db).flatMap(({ datasetId }) => (wants(datasetId) === 'none' ? [] : [datasetId])),
    );
    for (const [id, run] of runs) {
      if (kept.has(id)) continue;
      run.stopping.abort();
      run.bad.clear();
    }
    for (const id of kept) begin(id);
  }

  function begin(id: DatasetId): void {
    const run = runOf(id);
    if (run.working || ctx.closing.aborted) return;
    if (run.timer) clearTimeout(run.timer);
    run.timer = null;
    run.stopping = new AbortController();
    run.working = bringAll(id, run).finally(() => {
      run.working = null;
      told();
    });
  }

  function later(id: DatasetId, run: Run, ms: number): void {
    run.timer = setTimeout(() => begin(id), ms).unref();
  }

  /** What has come there meanwhile is brought, too. */
  async function bringAll(id: DatasetId, run: Run): Promise<void> {
    for (let [left, before] = [Number.POSITIVE_INFINITY, 'none']; ; ) {
      const kept = wants(id);
      if (kept === 'none') return;
      const away = countAway(db, id, kept);
      const files = away.files - run.bad.size;
      if (files <= 0 || (files >= left && kept === before)) return;
      [left, before] = [files, kept];
      if (!(await pass(id, run, { kept, bytes: away.bytes }))) return;
    }
  }

  /** False: it was stopped, or something stands in the way. */
  async function pass(
    id: DatasetId,
    run: Run,
    { kept, bytes }: { readonly kept: Kept; readonly bytes: number },
  ): Promise<boolean> {
    const { stopping } = run;
    const signal = AbortSignal.any([ctx.closing, stopping.signal]);
    run.message = null;
    told();
    const progress = startJob(id, run, bytes);
    const next = awayItems(id, run, kept);
    let failure: unknown;
    const lanes = Array.from({ length: LANES }, () =>
      // One that fails ends all: the reason is the same for the others, and what of theirs has come is gone on with later.
      lane(next, { run, signal, came: progress.came }).catch((error: unknown) => {
        if (!signal.aborted) failure = error;
        stopping.abort();
      }),
    );
    await Promise.all(lanes);
    progress.end();
    if (failure !== undefined && !ctx.closing.aborted) tryLater(id, run, failure);
    else if (!stopping.signal.aborted) run.failures = 0;
    return !signal.aborted;
  }

  function tryLater(id: DatasetId, run: Run, error: unknown): void {
    run.message = toWireError(error).message;
    if (isSluiceError(error, 'disk-full')) {
      later(id, run, ROOM_MS);
      return;
    }
    run.failures += 1;
    later(id, run, waitAfter(run.failures, ports.random));
  }

  function* awayItems(id: DatasetId, run: Run, kept: Kept): Generator<Item> {
    let after = '';
    for (;;) {
      const page = listAway(db, { datasetId: id, kept, after, limit: 100 });
      for (const item of page) if (!run.bad.has(item.id)) yield item;
      const last = page.at(-1);
      if (!last) return;
      after = last.id;
    }
  }

  type Lane = {
    readonly run: Run;
    readonly signal: AbortSignal;
    /** Bytes of the item's file that are here so far. */
    readonly came: (item: Item, bytes: number) => void;
  };

  async function lane(items: Generator<Item>, { run, signal, came }: Lane): Promise<void> {
    for (const item of items) {
      signal.throwIfAborted();
      needRoom(disk, run.coming + item.size);
      run.coming += item.size;
      try {
        await ctx.remoteFiles.bring(item, signal, (bytes) => came(item, bytes));
        came(item, item.size);
      } catch (error) {
        if (!isBad(error)) throw error;
        run.bad.set(item.id, toWireError(error).message);
      } finally {
        run.coming -= item.size;
      }
    }
  }

  function startJob(id: DatasetId, run: Run, bytes: number) {
    const parts = new Map<string, number>();
    let done = 0;
    const total = megabytes(bytes);
    const job = ctx.jobs.start({
      id: ports.ids.next(),
      kind: 'download',
      title: `Files of ${findDataset(db, id)?.name ?? ''}`,
      unit: 'MB',
      total,
      cancel: () => {
        ctx.unit(ctx.settings().person, (tx) => {
          setKeepFiles(tx.db, id, false);
          stopAlong(tx.db, id);
        });
        run.stopping.abort();
      },
    });
    return {
      came(item: Item, size: number) {
        done += size - (parts.get(item.id) ?? 0);
        if (size === item.size) parts.delete(item.id);
        else parts.set(item.id, size);
        job.progress(Math.min(total, megabytes(done)), total);
      },
      end: () => job.end(),
    };
  }

  return {
    stateOf(id) {
      const { working = null, message = null, bad = null } = runs.get(id) ?? {};
      const kept = keptOf(id);
      if (kept === 'none') return { state: 'off', message: null };
      if (working) return { state: 'going', message: null };
      const files = countAway(db, id, kept).files - (bad?.size ?? 0);
      if (files > 0) return { state: 'waiting', message };
      return { state: 'here', message: [...(bad?.values() ?? [])][0] ?? null };
    },
    wake,
    async close() {
      for (const { timer } of runs.values()) if (timer) clearTimeout(timer);
      await Promise.all([...runs.values()].map(({ working }) => working));
    },
  };
}

/** It is the file's fault, and another file may be good. */
function isBad(error: unknown): boolean {
  return isSluiceError(error, 'media-unreadable', 'remote-refused', 'not-found', 'tool-failed');
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
