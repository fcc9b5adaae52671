/** Where calls wait while no engine is ready. */
import type { SluiceError } from '#core/errors.ts';

export type Gate = {
  /** Null once it is open; the error when it is refused, or is not open in time. */
  pass(late: () => SluiceError): Promise<SluiceError | null>;
  open(): void;
  close(): void;
  /** Sends away who waits now. */
  refuse(error: SluiceError): void;
};

/** A gate that is closed at first. @param limitMs the longest wait in milliseconds */
export function createGate(limitMs: number): Gate {
  const waiting = new Set<(error: SluiceError | null) => void>();
  let isOpen = false;
  const release = (error: SluiceError | null): void => {
    for (const resolve of [...waiting]) resolve(error);
  };
  return {
    pass(late) {
      if (isOpen) return Promise.resolve(null);
      return new Promise((resolve) => {
        const finish = (error: SluiceError | null): void => {
          clearTimeout(timer);
          waiting.delete(finish);
          resolve(error);
        };
        const timer = setTimeout(() => finish(late()), limitMs);
        waiting.add(finish);
      });
    },
    open() {
      isOpen = true;
      release(null);
    },
    close() {
      isOpen = false;
    },
    refuse: release,
  };
}
