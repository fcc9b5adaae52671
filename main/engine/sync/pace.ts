/** How often a remote is exchanged with. */
import type { RandomSource } from '#core/ports.ts';

export type Pace = {
  /** Milliseconds after a change here until it is sent: what a person does in one go goes in one parcel. */
  readonly gatherMs: number;
  /** Milliseconds between two questions for what others have changed, where the remote does not tell of it. */
  readonly askMs: number;
  /** The longest such time: it grows while nothing changes. */
  readonly longestAskMs: number;
  /** Milliseconds over which workstations that hear of the same change come for it. */
  readonly spreadMs: number;
  /** Milliseconds at least from one exchange to the next that something heard brings about. */
  readonly gapMs: number;
  /** Seconds for which the remote is waited for. */
  readonly watchSeconds: number;
  /** Milliseconds after which a remote that tells of nothing is asked all the same. */
  readonly silenceMs: number;
};

export const PACE: Pace = {
  gatherMs: 400,
  askMs: 5000,
  longestAskMs: 60_000,
  spreadMs: 800,
  gapMs: 2000,
  watchSeconds: 25,
  silenceMs: 5 * 60_000,
};

/** Milliseconds until the next question. @param quiet questions in a row that brought nothing */
export function askAfter({ askMs, longestAskMs }: Pace, quiet: number, random: RandomSource): number {
  const whole = Math.min(longestAskMs, askMs * 2 ** Math.max(0, quiet - 1));
  return Math.round(whole * (0.8 + random.next() * 0.4));
}

/** Milliseconds until what was heard of is fetched. @param since milliseconds since the last exchange began */
export function fetchAfter({ spreadMs, gapMs }: Pace, since: number, random: RandomSource): number {
  const spread = Math.round(random.next() * spreadMs);
  return Math.max(0, Math.min(gapMs, gapMs - since)) + spread;
}
