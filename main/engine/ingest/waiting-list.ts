/**
 * Files of a folder that something happened to, until each has been quiet long enough to be looked at. A file that
 * goes on changing goes on waiting. Disappearances wait for arrivals: a file that was moved is found in its new place
 * before it is missed in the old one.
 */
import { createDueQueue } from './due-queue.ts';
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
  /** How many files are worked on at once. */
  readonly inFlight: number;
  /** Must not throw. */
  readonly work: (waiting: Waiting) => Promise<Verdict>;
  /** Called when the list has grown or shrunk. */
  readonly changed: () => void;
  /** Runs what it is given: the beginnings, up to where they first wait, of what is started together. */
  readonly together?: (start: () => void) => void;
  /** True while more arrivals may be found at any moment; `wake` tells when that ends. */
  readonly expecting?: () => boolean;
};

export type WaitingList = {
  /** Something happened to the file, and so it looks now. `settled`: that was long ago, so it need not wait. */
  touch(name: string, sight: Sight, settled?: boolean): void;
  /** Files that have arrived or changed and wait or are being worked on. */
  arrivals(): number;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** True when nothing waits or is being worked on. */
  empty(): boolean;
  /** Nothing more is expected. */
  wake(): void;
  /** Forgets what waits; resolves when what is being worked on has ended. */
  close(): Promise<void>;
};

type Entry = { readonly sight: Sight; readonly changedAt: number; readonly dueAt: number };

/** How long a disappearance waits for arrivals that are not whole, at most. */
const LONGEST_PATIENCE_MS = 30_000;
/** While more than this wait, no more are listed: some seconds of work. What lives long is what collecting garbage costs. */
const ROOM = 5000;

export function createWaitingList(options: WaitingListOptions): WaitingList {
  /** Nothing is to be waited for. */
  const due = createDueQueue<Entry>();
  // Order of coming is order of being due, as each waits equally long; what has to wait longer is in `later`.
  const arriving = createDueQueue<Entry>();
  const leaving = createDueQueue<Entry>();
  const later = new Map<string, Entry>();
  const running = new Map<string, Promise<void>>();
  /** Touched while being worked on. */
  const again = new Map<string, Sight>();
  let laterDueAt = Number.POSITIVE_INFINITY;
  let crowd: (() => void)[] = [];
  let timer: NodeJS.Timeout | null = null;
  /** When `timer` fires. */
  let wakesAt = Number.POSITIVE_INFINITY;
  let pausedUntil = 0;
  let closed = false;
  let pumping = false;

  const now = () => performance.now();
  const find = (name: string) =>
    arriving.find(name) ?? due.find(name) ?? leaving.find(name) ?? later.get(name);
  const arrivals = () => due.size + arriving.size + later.size + running.size;

  function remove(name: string): void {
    for (const list of [arriving, due, leaving]) if (list.remove(name)) return;
    later.delete(name);
  }

  /** What had to wait longer and has. */
  function promote(time: number): void {
    if (laterDueAt > time) return;
    laterDueAt = Number.POSITIVE_INFINITY;
    for (const [name, entry] of later) {
      if (entry.dueAt <= time) {
        later.delete(name);
        due.put(name, entry);
      } else laterDueAt = Math.min(laterDueAt, entry.dueAt);
    }
  }

  /** Takes the next entry that is due, or says how long to wait for it; null when there is none. */
  function next(): { name: string; entry: Entry } | { waitMs: number } | null {
    const time = now();
    if (time < pausedUntil) return { waitMs: pausedUntil - time };
    promote(time);
    const first = due.first() ?? arriving.first();
    if (first && first.entry.dueAt <= time) return first;
    let nearest = Math.min(laterDueAt, first?.entry.dueAt ?? Number.POSITIVE_INFINITY);
    const gone = leaving.first();
    if (gone && !options.expecting?.()) {
      const dueAt = gone.entry.dueAt + (arrivals() > 0 ? LONGEST_PATIENCE_MS : 0);
      if (dueAt <= time) return gone;
      nearest = Math.min(nearest, dueAt);
    }
    return nearest === Number.POSITIVE_INFINITY ? null : { waitMs: nearest - time };
  }

  /** Files that end together make room together. */
  function pumpSoon(): void {
    if (pumping) return;
    pumping = true;
    queueMicrotask(() => {
      pumping = false;
      pump();
    });
  }

  function pump(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    wakesAt = Number.POSITIVE_INFINITY;
    if (options.together) options.together(startDue);
    else startDue();
  }

  function startDue(): void {
    while (!closed && running.size < options.inFlight) {
      const found = next();
      if (!found) return;
      if ('waitMs' in found) {
        wakesAt = now() + found.waitMs;
        timer = setTimeout(pump, Math.max(1, Math.ceil(found.waitMs)));
        return;
      }
      remove(found.name);
      running.set(found.name, run(found.name, found.entry));
    }
  }

  async function run(name: string, entry: Entry): Promise<void> {
    const verdict = await options.work({ name, sight: entry.sight, quietMs: now() - entry.changedAt });
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
      postpone(name, { sight: verdict.sight, changedAt, dueAt: now() + verdict.again });
    }
    if (crowd.length > 0 && arrivals() < ROOM) letIn();
    options.changed();
    pumpSoon();
  }

  function put(name: string, entry: Entry, settled = false): void {
    remove(name);
    (entry.sight.kind === 'gone' ? leaving : settled ? due : arriving).put(name, entry);
  }

  function postpone(name: string, entry: Entry): void {
    remove(name);
    later.set(name, entry);
    laterDueAt = Math.min(laterDueAt, entry.dueAt);
  }

  function letIn(): void {
    const waiting = crowd;
    crowd = [];
    for (const enter of waiting) enter();
  }

  function touch(name: string, sight: Sight, settled = false): void {
    if (closed) return;
    if (running.has(name)) {
      again.set(name, sight);
      return;
    }
    const known = find(name);
    if (known && sameSight(known.sight, sight)) return;
    const time = now();
    const dueAt = time + (settled ? 0 : options.stableMs);
    put(name, { sight, changedAt: time, dueAt }, settled);
    options.changed();
    if (dueAt < wakesAt && running.size < options.inFlight) pumpSoon();
  }

  return {
    touch,
    arrivals,
    room: () =>
      arrivals() < ROOM || closed
        ? Promise.resolve()
        : new Promise((resolve) => {
            crowd.push(resolve);
          }),
    empty: () => arrivals() + leaving.size === 0,
    wake: pump,
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      for (const list of [arriving, due, leaving, later, again]) list.clear();
      letIn();
      await Promise.all(running.values());
    },
  };
}
