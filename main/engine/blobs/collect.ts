/**
 * Garbage collection: takes away kept files and frames that nothing refers to. In two steps: what was found is looked at
 * again, and taken away, in one stretch of code that nothing of ours can come between. It is moved to the folder
 * `trash` first, where it lies for two weeks: a database from before may still know it.
 */
import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Database } from '../db/driver.ts';
import { hasFramesIn, isKeptByHash, isWorkedOn, keptAmong } from '../db/queries/stored-files.ts';
import type { WorkspaceFiles } from '../files.ts';
import { writeError } from '../media/tool-errors.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { pause } from '../workspace-check/work.ts';
import { type Amount, type Candidate, type Survey, surveyStorage } from './survey.ts';

export type CollectOptions = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds that a file must have lain untouched. */
  readonly grace?: number;
  /** Milliseconds that what was taken away lies in the trash; 0 empties it. */
  readonly trashKept?: number;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

export type Collected = {
  /** What nothing refers to, and now lies in the trash; in a dry run, what would. */
  readonly moved: Amount;
  /** What was removed from the disk for good; in a dry run, what would be. */
  readonly removed: Amount;
  /** What nothing refers to, and is too young to be sure. */
  readonly young: Amount;
  /** Locations, the first hundred. */
  readonly listed: string[];
};

const DAY = 86_400_000;
const GRACE = DAY;
const TRASH_KEPT = 14 * DAY;
const LISTED = 100;
const TOGETHER = 200;

/** @throws SluiceError `database-corrupt`, `io`, `aborted`. Whenever it ends, nothing that is referred to was touched. */
export async function collectGarbage(options: CollectOptions): Promise<Collected> {
  const { now, dryRun, grace = GRACE } = options;
  const survey = await surveyStorage({ ...options, youngFrom: now - grace });
  const taken = dryRun
    ? survey.candidates.filter((one) => !isBusy(options, one))
    : await takeAll(options, survey);
  const removed = await emptyTrash(options);
  return {
    moved: total(taken),
    removed,
    young: survey.young,
    listed: taken.slice(0, LISTED).map(({ location }) => location),
  };
}

async function takeAll(options: CollectOptions, { candidates }: Survey): Promise<Candidate[]> {
  const { files, now, signal, onProgress } = options;
  const run = join(files.trash, new Date(now).toISOString().replaceAll(':', '-'));
  const taken: Candidate[] = [];
  for (let from = 0; from < candidates.length; from += TOGETHER) {
    taken.push(...takeTogether(options, candidates.slice(from, from + TOGETHER), run));
    onProgress?.(Math.min(candidates.length, from + TOGETHER), candidates.length);
    await pause(signal);
  }
  return taken;
}

/** Synchronous from the question to the deed: no transaction of this process can come between. */
function takeTogether(options: CollectOptions, some: readonly Candidate[], run: string): Candidate[] {
  const { db, files, now, grace = GRACE } = options;
  return db.read(() => {
    const odd = some.filter((one) => one.sha256 === null && one.videoId === null).map((one) => one.location);
    const kept = odd.length > 0 ? keptAmong(db, odd) : new Set<string>();
    return some.filter((one) => {
      const path = join(files.root, one.location);
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (!stats || stats.mtimeMs >= now - grace) return false;
      if (kept.has(one.location) || isReferred(db, one)) return false;
      moveAway(path, join(run, one.location));
      return true;
    });
  });
}

function isReferred(db: Database, { sha256, videoId, location }: Candidate): boolean {
  if (sha256 !== null) return isKeptByHash(db, sha256, location);
  return videoId !== null && (isWorkedOn(db, videoId) || hasFramesIn(db, videoId, location));
}

/** In a dry run nothing is asked but what a step is at work on now. */
function isBusy({ db }: CollectOptions, { videoId }: Candidate): boolean {
  return videoId !== null && isWorkedOn(db, videoId);
}

function moveAway(path: string, target: string): void {
  try {
    mkdirSync(dirname(target), { recursive: true });
    renameSync(path, target);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** Removes what has lain long enough. A folder of the trash is named by the time of its run. */
async function emptyTrash({
  files,
  now,
  dryRun,
  signal,
  trashKept = TRASH_KEPT,
}: CollectOptions): Promise<Amount> {
  let removed: Amount = { files: 0, bytes: 0 };
  for (const name of await readdir(files.trash).catch(() => [])) {
    const at = Date.parse(name.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));
    if (Number.isNaN(at) || (trashKept > 0 && at > now - trashKept)) continue;
    const path = join(files.trash, name);
    removed = total([removed, await amountBelow(path, signal)]);
    if (dryRun) continue;
    // Renamed first, so that a half-removed one does not pass for one to bring something back from.
    const doomed = join(files.scratch, `trash-${name}`);
    await rename(path, doomed)
      .then(() => rm(doomed, { recursive: true, force: true }))
      .catch((error: unknown) => {
        throw writeError(path, error);
      });
  }
  return removed;
}

/** How much lies below a folder; nothing when it is not there. */
export async function amountBelow(folder: string, signal: AbortSignal): Promise<Amount> {
  let [files, bytes] = [0, 0];
  for await (const path of filesBelow(folder)) {
    files += 1;
    bytes += lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (files % TOGETHER === 0) await pause(signal);
  }
  return { files, bytes };
}

function total(amounts: readonly Amount[]): Amount {
  return amounts.reduce((sum, one) => ({ files: sum.files + one.files, bytes: sum.bytes + one.bytes }), {
    files: 0,
    bytes: 0,
  });
}
