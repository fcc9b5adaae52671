/** Waiting until an engine has nothing left to do by itself. */
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Job } from '#core/model/job.ts';
import type { CliEngine } from './engine.ts';

export type IdleState = CallOutput<'diagnostics.idle'>;

/** How long to wait for an event before asking again, in milliseconds. */
const LONGEST_PAUSE_MS = 250;

export function isIdle(state: IdleState): boolean {
  return state.machineWork === 0 && !state.ingestBusy;
}

/**
 * Waits until everything is done or waits for people.
 * @throws SluiceError `aborted` when the signal comes first.
 */
export async function waitForIdle(
  engine: CliEngine,
  signal: AbortSignal,
  watch?: (state: IdleState, jobs: readonly Job[]) => void,
): Promise<IdleState> {
  for (;;) {
    refuseAborted(signal);
    const state = await engine.call('diagnostics.idle', {});
    if (watch) watch(state, await engine.call('jobs.list', {}));
    if (isIdle(state)) return state;
    await nextEvent(engine, signal, LONGEST_PAUSE_MS);
  }
}

/** Waits until no file is being taken in. @throws SluiceError `aborted` when the signal comes first. */
export async function waitForImports(engine: CliEngine, signal: AbortSignal): Promise<void> {
  for (;;) {
    refuseAborted(signal);
    if (!(await engine.call('diagnostics.idle', {})).ingestBusy) return;
    await nextEvent(engine, signal, LONGEST_PAUSE_MS);
  }
}

/** Resolves at the engine's next event, after the time (milliseconds), or when the signal comes. */
export function nextEvent(engine: CliEngine, signal: AbortSignal, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, limitMs);
    const stop = engine.subscribe(finish);
    signal.addEventListener('abort', finish);
  });
}

/** @throws SluiceError `aborted` when the person has interrupted. */
export function refuseAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new SluiceError(
    'aborted',
    'Interrupted. What was done so far is saved; the same command goes on with it.',
  );
}
