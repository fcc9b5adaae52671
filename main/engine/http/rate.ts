/** How many requests a client may send: enough for uploads by many hands, too few to keep the engine from its work. */
import type { Clock } from '#core/ports.ts';
import { HttpError } from './errors.ts';

export type RateLimits = {
  /** Requests of one token in ten seconds. */
  readonly perToken: number;
  /** Requests without a good token from one address in ten seconds. */
  readonly perStranger: number;
};

export const RATE_LIMITS: RateLimits = { perToken: 10_000, perStranger: 200 };

const WINDOW_MS = 10_000;
/** Clients remembered at once: strangers can have any number of addresses. */
const REMEMBERED = 10_000;

export type Rate = {
  /** Counts a request of the client. @throws HttpError 429 above the limit. */
  count(client: string, limit: number): void;
};

export function createRate(clock: Clock): Rate {
  let started = clock.now();
  const counts = new Map<string, number>();
  return {
    count(client, limit) {
      const now = clock.now();
      if (now - started >= WINDOW_MS || counts.size >= REMEMBERED) {
        counts.clear();
        started = now;
      }
      const count = (counts.get(client) ?? 0) + 1;
      counts.set(client, count);
      if (count > limit) {
        const left = Math.max(1, Math.ceil((started + WINDOW_MS - now) / 1000));
        throw new HttpError(429, `Too many requests: at most ${limit} in 10 seconds. Go on in ${left} s.`);
      }
    },
  };
}
