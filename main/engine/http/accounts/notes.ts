/** Small facts by key that change with every request: exact in memory, and kept in a file each to the minute. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import type { Clock } from '#core/ports.ts';
import { readPrivate, writePrivate } from '../private-file.ts';

export type Notes<T> = {
  /** Cheap: most changes are not worth a write. */
  change(key: string, by: (before: T | null) => T): void;
  find(key: string): T | null;
  list(): { key: string; note: T }[];
  forget(key: string): void;
};

const WRITTEN_EVERY_MS = 60_000;

/** @param folder made when it is not there. Keys are hexadecimal. */
export function openNotes<S extends z.ZodType>(folder: string, schema: S, clock: Clock): Notes<z.output<S>> {
  type Note = z.output<S>;
  const latest = new Map<string, { note: Note; written: number }>();
  const fileOf = (key: string) => join(folder, `${key}.json`);

  // What is in the memory of this process is newer; other processes serve, too.
  const find = (key: string): Note | null => latest.get(key)?.note ?? readPrivate(fileOf(key), schema);

  return {
    find,
    change(key, by) {
      const now = clock.now();
      const written = latest.get(key)?.written ?? 0;
      const note = by(find(key));
      const isDue = now - written >= WRITTEN_EVERY_MS;
      latest.set(key, { note, written: isDue ? now : written });
      if (!isDue) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writePrivate(fileOf(key), JSON.stringify(note));
      } catch {
        // A full disk is told by what is asked for; that it was asked for matters less.
      }
    },
    list: () =>
      [...new Set([...keysIn(folder), ...latest.keys()])].flatMap((key) => {
        const note = find(key);
        return note === null ? [] : [{ key, note }];
      }),
    forget(key) {
      latest.delete(key);
      rmSync(fileOf(key), { force: true });
    },
  };
}

function keysIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((name) =>
      /^[0-9a-f]+\.json$/.test(name) ? [basename(name, '.json')] : [],
    );
  } catch {
    // Nothing was noted yet.
    return [];
  }
}
