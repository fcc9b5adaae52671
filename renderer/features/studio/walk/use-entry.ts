import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '#renderer/client/client.ts';
import { useEngineEvent } from '#renderer/client/hooks.ts';
import type { Address } from './use-walk.ts';

export type Entry = {
  /** True when nothing waited for a person when the screen was opened without an item. */
  readonly finished: boolean;
  /** An item that has come since. */
  readonly arrived: string | null;
  readonly error: unknown;
  retry(): void;
};

const NOT_FINISHED = { finished: false, arrived: null, error: null };

/** Finds the item to begin with when the address names none. */
export function useEntry(taskId: string, itemId: string | null, address: Address): Entry {
  const [, navigate] = useLocation();
  const [entry, setEntry] = useState<Omit<Entry, 'retry'>>(NOT_FINISHED);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` only asks again; the address is a constant of the screen
  useEffect(() => {
    setEntry(NOT_FINISHED);
    if (itemId !== null) return;
    let over = false;
    call('tasks.next', { taskId }).then(
      (next) => {
        if (over) return;
        if (next.itemId) navigate(address(taskId, next.itemId), { replace: true });
        else setEntry({ ...NOT_FINISHED, finished: true });
      },
      (error: unknown) => {
        if (!over) setEntry({ ...NOT_FINISHED, error });
      },
    );
    return () => {
      over = true;
    };
  }, [taskId, itemId, attempt]);

  useEngineEvent('tasks.changed', (changed) => {
    if (!entry.finished || changed.taskId !== taskId) return;
    // Shown as a button, not opened by itself: the person may have turned to something else.
    call('tasks.next', { taskId }).then(
      (next) => setEntry((before) => (before.finished ? { ...before, arrived: next.itemId } : before)),
      () => undefined,
    );
  });

  return { ...entry, retry: () => setAttempt(attempt + 1) };
}
