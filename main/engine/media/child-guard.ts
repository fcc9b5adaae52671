/**
 * Keeps a child process on a leash: stops it when the caller cancels or when it falls silent.
 */
import type { ChildProcess } from 'node:child_process';

export type GuardOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a sign of life after which the child counts as hung. */
  readonly stallMs: number;
};

export type ChildGuard = {
  /** Call at every sign of life. */
  alive(): void;
  /** Why the child was stopped, or null. */
  reason(): 'aborted' | 'stalled' | null;
  /** Ends the watch; call when the child has ended. */
  release(): void;
};

/** A child that does not end this long after a polite request is killed. */
const GRACE_MS = 2_000;

/** Watches the child until `release()`. */
export function guardChild(child: ChildProcess, { signal, stallMs }: GuardOptions): ChildGuard {
  let reason: 'aborted' | 'stalled' | null = null;
  let grace: NodeJS.Timeout | undefined;
  const stop = (why: 'aborted' | 'stalled') => {
    if (reason) return;
    reason = why;
    child.kill('SIGTERM');
    grace = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  const onAbort = () => stop('aborted');
  const watch = setTimeout(() => stop('stalled'), stallMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    alive: () => {
      watch.refresh();
    },
    reason: () => reason,
    release: () => {
      clearTimeout(watch);
      clearTimeout(grace);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
