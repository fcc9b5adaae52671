/**
 * Notices that somebody who should give signs of life has stopped doing so.
 */
export type SilenceWatch = {
  /** Call at every sign of life. */
  alive(): void;
  stop(): void;
};

/**
 * Calls `onSilent` once when there was no sign of life for `limitMs` milliseconds. The time is counted in two halves,
 * each as a timer: after the computer slept, or while the engine itself was busy, one of them may be long over before
 * the messages that wait are read, but not both.
 */
export function watchSilence(limitMs: number, onSilent: () => void): SilenceWatch {
  let missed = 0;
  const timer = setInterval(() => {
    missed++;
    if (missed < 2) return;
    clearInterval(timer);
    onSilent();
  }, limitMs / 2);
  return {
    alive: () => {
      missed = 0;
      timer.refresh();
    },
    stop: () => clearInterval(timer),
  };
}
