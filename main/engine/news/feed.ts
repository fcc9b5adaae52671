/**
 * Tells news to who listens, and keeps the latest for those who come back. While nobody has listened for a while nothing
 * is gathered: it costs a look at each entity.
 */
import type { Clock } from '#core/ports.ts';
import type { News } from './news.ts';

/** News that are kept for who comes back. */
const KEPT = 10_000;
/** Milliseconds after the last listener has left for which news are still gathered. */
const LINGER_MS = 10 * 60_000;

export type ToldNews = { readonly id: string; readonly news: News };

export type NewsFeed = {
  /** Whether gathering is worth it. */
  wanted(): boolean;
  tell(list: readonly News[]): void;
  /**
   * Listens from now on.
   * @param after id of the last that the listener knows; `missed` are those since then, null when not all are there.
   */
  listen(
    listener: (told: readonly ToldNews[]) => void,
    after: string | null,
  ): { readonly missed: readonly ToldNews[] | null; stop(): void };
};

export function createNewsFeed(clock: Clock): NewsFeed {
  // Ids of another run of the engine are not taken for ours.
  const run = clock.now().toString(36);
  const listeners = new Set<(told: readonly ToldNews[]) => void>();
  let kept: ToldNews[] = [];
  let count = 0;
  let leftAt: number | null = null;

  const wanted = () => listeners.size > 0 || (leftAt !== null && clock.now() - leftAt < LINGER_MS);

  function since(after: string | null): readonly ToldNews[] | null {
    if (after === null) return [];
    // The last one told is known even when none are kept.
    if (after === idOf(count)) return wanted() ? [] : null;
    const at = kept.findIndex(({ id }) => id === after);
    return at < 0 || !wanted() ? null : kept.slice(at + 1);
  }

  const idOf = (number: number) => `${run}-${number}`;

  return {
    wanted,
    tell(list) {
      const told = list.map((news) => {
        count += 1;
        return { id: idOf(count), news };
      });
      kept = [...kept, ...told].slice(-KEPT);
      for (const listener of listeners) listener(told);
    },
    listen(listener, after) {
      const missed = since(after);
      if (!wanted()) {
        kept = [];
        // Nothing was gathered meanwhile: whoever knows the last before it has missed something.
        count += 1;
      }
      listeners.add(listener);
      return {
        missed,
        stop() {
          listeners.delete(listener);
          if (listeners.size === 0) leftAt = clock.now();
        },
      };
    },
  };
}
