/** So many crashes within the window, and the engine is given up. */
const LIMIT = 5;
const WINDOW_MS = 60_000;

/** The first restart is at once: most crashes are single. */
const DELAYS_MS = [0, 200, 500, 1000] as const;

export type CrashGuard = {
  /** Milliseconds to wait before the next start, or null when it should be given up. */
  crashed(): number | null;
  reset(): void;
};

/** Tells a crash now and then from an engine that cannot run. @param now milliseconds of a clock that never steps back */
export function createCrashGuard(now: () => number): CrashGuard {
  let crashes: readonly number[] = [];
  return {
    crashed() {
      const time = now();
      crashes = [...crashes.filter((crash) => time - crash < WINDOW_MS), time];
      if (crashes.length >= LIMIT) return null;
      return DELAYS_MS[crashes.length - 1] ?? null;
    },
    reset() {
      crashes = [];
    },
  };
}
