/**
 * What a snippet can ask of the outside. Everything crosses as text, by copy. `fetch` is answered through a promise that
 * is settled when the thread's event loop has the reply.
 */
import { randomUUID } from 'node:crypto';
import type { QuickJSContext, QuickJSDeferredPromise, QuickJSHandle } from 'quickjs-emscripten-core';
import { DRIVER_FILE } from './driver.ts';
import { DRIVER_PARTS, type DriverPart } from './driver-parts.ts';
import { createNotes, type Notes } from './notes.ts';

/** What is behind the calls; null for what was not granted. */
export type HostDoors = {
  /** Takes and answers JSON texts; rejects with a message for the person. */
  readonly fetch: ((call: string, signal: AbortSignal) => Promise<string>) | null;
  readonly files: { read(path: string): string; write(path: string, text: string): void } | null;
};

export const NO_DOORS: HostDoors = { fetch: null, files: null };

export type HostCalls = {
  /** The object that the driver is given. */
  readonly host: QuickJSHandle;
  readonly notes: Notes;
  /** Opens what is granted; nothing is, before. */
  connect(doors: HostDoors): void;
  /** Calls that are not answered yet. */
  pending(): number;
  /** True when the outside was reached since the last `clear`. */
  reached(): boolean;
  /** Gives up what is pending, without a word to who waits for it, and forgets what was noted. */
  clear(): void;
  /** Resolves when the next pending call is answered. */
  next(): Promise<void>;
};

export function createHostCalls(context: QuickJSContext): HostCalls {
  const notes = createNotes();
  const pending = new Map<QuickJSDeferredPromise, AbortController>();
  const host = context.newObject();
  let doors = NO_DOORS;
  let reached = false;
  let wake: (() => void) | null = null;

  /** Adds a function that takes texts and may answer a handle. */
  function add(name: string, answer: (...texts: string[]) => QuickJSHandle | undefined): void {
    const handle = context.newFunction(name, (...args) => {
      return answer(...args.map((argument) => context.getString(argument)));
    });
    context.setProp(host, name, handle);
    handle.dispose();
  }

  function settle(deferred: QuickJSDeferredPromise, way: 'resolve' | 'reject', text: string): void {
    // Given up meanwhile; the promise is gone from the memory.
    if (!pending.delete(deferred)) return;
    context.newString(text).consume((handle) => deferred[way](handle));
    deferred.dispose();
    wake?.();
  }

  add('log', (line = '') => (notes.log(line) ? context.true : context.false));
  add('action', (name = '') => {
    notes.choose(name);
    return undefined;
  });
  add('chance', () => context.newString(randomUUID()));
  add('part', (name = '') => {
    const text = Object.hasOwn(DRIVER_PARTS, name) ? DRIVER_PARTS[name as DriverPart] : '';
    return context.unwrapResult(context.evalCode(text, DRIVER_FILE));
  });
  add('fetch', (call = '') => {
    const fetch = granted(doors.fetch);
    reached = true;
    const deferred = context.newPromise();
    const abort = new AbortController();
    pending.set(deferred, abort);
    fetch(call, abort.signal).then(
      (reply) => settle(deferred, 'resolve', reply),
      (error: unknown) => settle(deferred, 'reject', error instanceof Error ? error.message : String(error)),
    );
    return deferred.handle;
  });
  add('read', (path = '') => context.newString(JSON.stringify(granted(doors.files).read(path))));
  add('write', (path = '', text = '""') => {
    const files = granted(doors.files);
    reached = true;
    files.write(path, JSON.parse(text) as string);
    return undefined;
  });

  return {
    host,
    notes,
    connect(opened) {
      doors = opened;
    },
    pending: () => pending.size,
    reached: () => reached,
    clear() {
      for (const abort of pending.values()) abort.abort();
      pending.clear();
      notes.clear();
      reached = false;
    },
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}

function granted<T>(door: T | null): T {
  if (door === null) throw new Error('This is not granted to the node.');
  return door;
}
