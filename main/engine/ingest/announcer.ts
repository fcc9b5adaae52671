/** Tells about things that change often: the first change at once, what follows when a while has passed. */

export type Announcer = {
  /** The thing of this id has changed. */
  mark(id: string): void;
  close(): void;
};

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
    const timer = setTimeout(() => {
      timers.delete(id);
      if (waiting.delete(id)) mark(id);
    }, periodMs);
    timers.set(id, timer);
    tell(id);
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
