/** Work that is done now and then as a whole: one round at a time, asked for or when its time has come. */

export type Rounds = {
  /** Starts a round at once, or one more after the one that is under way. */
  now(): void;
  /** Starts a round when nobody has asked for one for a moment. */
  soon(): void;
  /** True while a round is under way or asked for. */
  busy(): boolean;
  close(): Promise<void>;
};

export type RoundsOptions = {
  /** Must not throw. Answers the milliseconds that it has cost, which may be less than it has waited. */
  readonly work: () => Promise<number>;
  /** Milliseconds from the end of a round to the next. */
  readonly periodMs: () => number;
  /** Milliseconds that `soon` waits. */
  readonly quietMs: number;
  /** Called when a round has ended. */
  readonly changed: () => void;
};

/** A round that takes long comes less often: never more than a twentieth of the time goes into them. */
const SHARE = 20;
/** So many times the quiet that is waited for goes by at most. */
const LONGEST_QUIETS = 10;

export function createRounds({ work, periodMs, quietMs, changed }: RoundsOptions): Rounds {
  let running: Promise<void> | null = null;
  let wanted = false;
  let periodic: NodeJS.Timeout | null = null;
  let quiet: NodeJS.Timeout | null = null;
  /** When `soon` was asked for first. */
  let askedAt = 0;
  let closed = false;

  function stopTimers(): void {
    if (periodic) clearTimeout(periodic);
    if (quiet) clearTimeout(quiet);
    periodic = null;
    quiet = null;
  }

  async function run(): Promise<void> {
    let cost = 0;
    do {
      wanted = false;
      cost = await work();
    } while (wanted && !closed);
    running = null;
    if (closed) return;
    periodic = setTimeout(now, Math.max(periodMs(), cost * SHARE));
    changed();
  }

  function now(): void {
    stopTimers();
    if (closed) return;
    if (running) wanted = true;
    else running = run();
  }

  return {
    now,
    soon() {
      if (closed || wanted) return;
      const time = performance.now();
      if (quiet) clearTimeout(quiet);
      else askedAt = time;
      // Where something happens all the time there is never quiet.
      quiet = setTimeout(now, Math.max(0, Math.min(quietMs, askedAt + LONGEST_QUIETS * quietMs - time)));
    },
    busy: () => running !== null || quiet !== null,
    async close() {
      closed = true;
      stopTimers();
      await running;
    },
  };
}
