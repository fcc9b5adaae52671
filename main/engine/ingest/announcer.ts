/** Tells about things that change often: the first change at once, what follows when a while has passed. */

export type Announcer = {
  /** The thing of this id has changed. */
  mark(id: string): void;
  close(): void;
};

/** A telling that takes long (a million files are counted, say) comes less often: at most this part of the time. */
const SHARE = 20;

/** `tell` is called at most once in `periodMs` for each id, and after the last change. */
export function createAnnouncer(tell: (id: string) => void, periodMs: number): Announcer {
  const timers = new Map<string, NodeJS.Timeout>();
  const waiting = new Set<string>();
  let closed = false;

  function mark(id: string): void {
    if (closed) return;
    if (timers.has(id)) {
      waiting.add(id);
      return;
    }
    const from = performance.now();
    tell(id);
    const cost = performance.now() - from;
    const next = () => {
      timers.delete(id);
      if (waiting.delete(id)) mark(id);
    };
    timers.set(id, setTimeout(next, Math.max(periodMs, cost * SHARE)));
  }

  return {
    mark,
    close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
