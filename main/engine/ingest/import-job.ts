/** Takes in the files and folders that a person has handed in, as a job that can be watched and cancelled. */
import { basename } from 'node:path';
import { isSluiceError, SluiceError, toWireError } from '#core/errors.ts';
import type { IngestOutcome } from '#core/model/watched-folder.ts';
import type { EngineContext } from '../context.ts';
import type { JobHandle } from '../jobs/board.ts';
import { ownFolders } from './folder-rules.ts';
import { type ImportWish, type Listed, listImport } from './import-list.ts';
import { befallsAll, type Content, foreignReason, type Handed, type ReadTools, readFile } from './reading.ts';
import { type Recorded, recordItem } from './record.ts';
import type { Recorder } from './recorder.ts';
import type { OpenScout } from './scout.ts';
import { look, sameSight } from './sight.ts';
import type { Timing } from './timing.ts';

export type ImportRequest = ImportWish & { readonly actor: string };

export type ImportSummary = {
  /** One for each file that was tried, in the order in which they ended; no files that are simply not media. */
  readonly outcomes: readonly IngestOutcome[];
  /** True when the rest was not tried. */
  readonly cancelled: boolean;
};

export type ImportOptions = ReadTools & {
  readonly recorder: Recorder;
  readonly timing: Timing;
  readonly openScout: OpenScout;
  /** Files that are read, or written down, at once. */
  readonly inFlight: number;
};

/** More problems than this are told of as one. */
const TOLD_ONE_BY_ONE = 5;
/** So often a file is read again that changes while it is read. */
const ATTEMPTS = 20;

/** Runs to the end; problems are told as they come and keep nothing else from being taken in. Never throws. */
export async function runImport(
  options: ImportOptions,
  request: ImportRequest,
  job: { readonly handle: JobHandle; readonly signal: AbortSignal },
): Promise<ImportSummary> {
  const { ctx } = options;
  const outcomes: IngestOutcome[] = [];
  let problems = 0;
  let stopped: unknown = null;

  function add(outcome: IngestOutcome): void {
    outcomes.push(outcome);
    if (outcome.outcome !== 'problem') return;
    ctx.ports.logger.log('warn', 'not imported', { path: outcome.path, reason: outcome.reason });
    problems += 1;
    if (problems <= TOLD_ONE_BY_ONE) tell(ctx, notImported(outcome));
  }

  try {
    const own = await ownFolders(ctx);
    const list = await listImport(request, { own, openScout: options.openScout, signal: job.signal });
    for (const { path, reason } of list.refused) add({ path, outcome: 'problem', itemId: null, reason });
    await forEach(list.files, options.inFlight, async (listed, done) => {
      job.signal.throwIfAborted();
      const outcome = await importFile(options, request, listed, job.signal);
      if (outcome) add(outcome);
      job.handle.progress(done(), list.files.length);
    });
  } catch (error) {
    stopped = error;
  }
  const cancelled = job.signal.aborted;
  if (stopped && !cancelled) tell(ctx, stopped);
  const more = problems - TOLD_ONE_BY_ONE;
  if (more > 0) {
    tell(
      ctx,
      new SluiceError('media-unreadable', `${more} more files could not be imported either.`, { more }),
    );
  }
  return { outcomes, cancelled: cancelled || stopped !== null };
}

/** Null for a file in a folder that is simply not media. */
async function importFile(
  options: ImportOptions,
  request: ImportRequest,
  { file, named }: Listed,
  signal: AbortSignal,
): Promise<IngestOutcome | null> {
  const { ctx, timing } = options;
  const problem = (reason: string): IngestOutcome => {
    return { path: file.path, outcome: 'problem', itemId: null, reason };
  };
  let known = false;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    signal.throwIfAborted();
    if ((attempt > 0 && !known) || (await changedJustNow(ctx, file.path, timing)))
      await settled(file.path, timing.stableMs);
    const reading = await readFile(options, file, { signal, known });
    switch (reading.kind) {
      case 'problem':
        return problem(reading.reason);
      case 'ours':
        return problem(`"${file.path}" is a file of the workspace itself.`);
      case 'foreign':
        return named ? problem(foreignReason(file.path)) : null;
      case 'read': {
        const recorded = await record(options.recorder, request.actor, file, reading.content);
        if (typeof recorded === 'string') return problem(recorded);
        if (!recorded) {
          known = true;
          break;
        }
        const outcome = recorded.created ? 'created' : 'duplicate';
        return { path: file.path, outcome, itemId: recorded.itemId, reason: null };
      }
      case 'unsettled':
        known = false;
        if ((await look(file.path)).kind === 'gone') return problem(`"${file.path}" is not there any more.`);
    }
  }
  return problem(`"${basename(file.path)}" is still being written. Import it again when it is finished.`);
}

/** The reason, when this file alone cannot be written down. */
async function record(
  recorder: Recorder,
  actor: string,
  file: Handed,
  content: Content,
): Promise<Recorded | null | string> {
  try {
    return await recorder.run(actor, (tx) => recordItem(tx, file, content));
  } catch (error) {
    if (befallsAll(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

async function changedJustNow(ctx: EngineContext, path: string, timing: Timing): Promise<boolean> {
  const sight = await look(path);
  return sight.kind === 'file' && Math.abs(ctx.ports.clock.now() - sight.stamp.modifiedMs) < timing.stableMs;
}

/** Waits until nothing has changed for so many milliseconds, but not for ever. */
async function settled(path: string, stableMs: number): Promise<void> {
  let last = await look(path);
  for (let round = 0; round < ATTEMPTS; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, stableMs));
    const now = await look(path);
    if (sameSight(last, now)) return;
    last = now;
  }
}

function notImported({ path, reason }: IngestOutcome): SluiceError {
  return new SluiceError('media-unreadable', `Not imported: ${reason ?? path}`, { path });
}

function tell(ctx: EngineContext, error: unknown): void {
  if (isSluiceError(error, 'aborted')) return;
  ctx.emit({ name: 'problem', payload: { error: toWireError(error) } });
}

/** Some at a time, in order; the first error ends it, once those under way have ended. */
async function forEach<T>(
  list: readonly T[],
  inFlight: number,
  work: (entry: T, done: () => number) => Promise<void>,
): Promise<void> {
  const entries = list.values();
  let finished = 0;
  let failed = false;
  const worker = async () => {
    for (const entry of entries) {
      if (failed) return;
      await work(entry, () => ++finished).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const results = await Promise.allSettled(Array.from({ length: inFlight }, worker));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}
