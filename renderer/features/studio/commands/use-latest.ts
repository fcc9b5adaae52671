import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * The value as of the last drawn screen, for commands: a key that comes right after an item has changed must mean the
 * item that is seen, not the one for which the command was made.
 */
export function useLatest<T>(value: T): Readonly<RefObject<T>> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
