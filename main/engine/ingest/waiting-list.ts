/**
 * Files of a folder that something happened to, until each has been quiet long enough to be looked at. A file that
 * goes on changing goes on waiting. Disappearances wait for arrivals: a file that was moved is found in its new place
 * before it is missed in the old one.
 */
import type { LimitFunction } from 'p-limit';
import { type Sight, sameSight } from './sight.ts';

export type Waiting = {
  readonly name: string;
  /** How the file looked when it last changed. */
  readonly sight: Sight;
  /** Milliseconds since it was seen to change. */
  readonly quietMs: number;
};

/**
 * `again`: look once more after so many milliseconds, because it looks like this now. `pause`: nothing can be done
 * about any file for so many milliseconds; this one goes on waiting.
 */
export type Verdict = 'done' | { readonly again: number; readonly sight: Sight } | { readonly pause: number };

export type WaitingListOptions = {
  /** Milliseconds without a change that make a file whole. */
  readonly stableMs: number;
  /** Shared by all lists: how many files are worked on at once. */
  readonly slots: LimitFunction;
  /** Must not throw. */
  readonly work: (waiting: Waiting) => Promise<Verdict>;
  /** Called when the list has grown or shrunk. */
  readonly changed: () => void;
};

export type WaitingList = {
  /** Something happened to the file, and so it looks now. */
  touch(name: string, sight: Sight): void;
  /** Files that have arrived or changed and wait or are being worked on. */
  arrivals(): number;
  /** True when nothing waits or is being worked on. */
  empty(): boolean;
  /** Forgets what waits; resolves when what is being worked on has ended. */
  close(): Promise<void>;
};

type Entry = { readonly sight: Sight; readonly changedAt: number; readonly dueAt: number };

const IN_FLIGHT = 2;
/** How long a disappearance waits for arrivals, at most. */
const LONGEST_PATIENCE_MS = 30_000;

export function createWaitingList(options: WaitingListOptions): WaitingList {
  // Insertion order is order of being due, as each waits equally long; what has to wait longer is in `later`.
  const arriving = new Map<string, Entry>();
  const leaving = new Map<string, Entry>();
  const later = new Map<string, Entry>();
  const running = new Map<string, Promise<void>>();
  /** Touched while being worked on. */
  const again = new Map<string, Sight>();
  let timer: NodeJS.Timeout | null = null;
  let pausedUntil = 0;
  let closed = false;

  const now = () => performance.now();
  const find = (name: string) => arriving.get(name) ?? leaving.get(name) ?? later.get(name);

  function remove(name: string): void {
    for (const list of [arriving, leaving, later]) list.delete(name);
  }

  function put(name: string, entry: Entry, list = entry.sight.kind === 'gone' ? leaving : arriving): void {
    remove(name);
    list.set(name, entry);
  }

  /** Takes the next entry that is due, or says how long to wait for it; null when there is none. */
  function next(): { name: string; entry: Entry } | { waitMs: number } | null {
    const time = now();
    if (time < pausedUntil) return { waitMs: pausedUntil - time };
    let nearest = Number.POSITIVE_INFINITY;
    const consider = (list: Map<string, Entry>, delay: number): { name: string; entry: Entry } | null => {
      for (const [name, entry] of list) {
        const dueAt = entry.dueAt + delay;
        if (dueAt <= time) return { name, entry };
        nearest = Math.min(nearest, dueAt);
        if (list !== later) break;
      }
      return null;
    };
    const busy = arriving.size + later.size + running.size > 0;
    const found =
      consider(arriving, 0) ?? consider(later, 0) ?? consider(leaving, busy ? LONGEST_PATIENCE_MS : 0);
    if (found) return found;
    return nearest === Number.POSITIVE_INFINITY ? null : { waitMs: nearest - time };
  }

  function pump(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    while (!closed && running.size < IN_FLIGHT) {
      const found = next();
      if (!found) return;
      if ('waitMs' in found) {
        timer = setTimeout(pump, Math.max(1, Math.ceil(found.waitMs)));
        return;
      }
      remove(found.name);
      running.set(found.name, run(found.name, found.entry));
    }
  }

  async function run(name: string, entry: Entry): Promise<void> {
    const waiting = { name, sight: entry.sight, quietMs: now() - entry.changedAt };
    const verdict = await options.slots(() => (closed ? 'done' : options.work(waiting)));
    running.delete(name);
    const touched = again.get(name);
    again.delete(name);
    if (closed) return;
    if (verdict !== 'done' && 'pause' in verdict) {
      pausedUntil = now() + verdict.pause;
      put(name, { ...entry, sight: touched ?? entry.sight });
    } else if (touched) {
      touch(name, touched);
    } else if (verdict !== 'done') {
      const changedAt = sameSight(verdict.sight, entry.sight) ? entry.changedAt : now();
      put(name, { sight: verdict.sight, changedAt, dueAt: now() + verdict.again }, later);
    }
    options.changed();
    pump();
  }

  function touch(name: string, sight: Sight): void {
    if (closed) return;
    if (running.has(name)) {
      again.set(name, sight);
      return;
    }
    const known = find(name);
    if (known && sameSight(known.sight, sight)) return;
    put(name, { sight, changedAt: now(), dueAt: now() + options.stableMs });
    options.changed();
    pump();
  }

  return {
    touch,
    arrivals: () => arriving.size + later.size + running.size,
    empty: () => arriving.size + leaving.size + later.size + running.size === 0,
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      for (const list of [arriving, leaving, later, again]) list.clear();
      await Promise.all(running.values());
    },
  };
}
