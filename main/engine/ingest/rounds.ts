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
  /** True while what was found is being worked on, which `soon` waits for as well. */
  readonly occupied?: () => boolean;
};

/** A round that takes long comes less often: never more than a twentieth of the time goes into them. */
const SHARE = 20;
/** So many times the quiet that is waited for goes by at most. */
const LONGEST_QUIETS = 10;

export function createRounds(options: RoundsOptions): Rounds {
  const { work, periodMs, quietMs, changed, occupied } = options;
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

  /** Milliseconds until a round that was asked for starts in any case. Where something happens all the time there is never quiet. */
  const patience = () => Math.max(0, askedAt + LONGEST_QUIETS * quietMs - performance.now());

  function whenQuiet(): void {
    const left = patience();
    if (left > 0 && occupied?.()) quiet = setTimeout(whenQuiet, Math.min(quietMs, left));
    else now();
  }

  return {
    now,
    soon() {
      if (closed || wanted) return;
      if (quiet) clearTimeout(quiet);
      else askedAt = performance.now();
      quiet = setTimeout(whenQuiet, Math.min(quietMs, patience()));
    },
    busy: () => running !== null || quiet !== null,
    async close() {
      closed = true;
      stopTimers();
      await running;
    },
  };
}
