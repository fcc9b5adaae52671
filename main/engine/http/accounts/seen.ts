/** When each token and each person was last heard of, and from where; kept beside the tokens, to the minute. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Sighting, sightingSchema } from '#core/model/api.ts';
import type { Clock } from '#core/ports.ts';
import { readPrivate, writePrivate } from '../private-file.ts';

export type Seen = {
  /** Cheap: most sightings are not worth a write. */
  note(key: string, from: string): void;
  find(key: string): Sighting | null;
  forget(key: string): void;
};

const WRITTEN_EVERY_MS = 60_000;

/** @param folder made when it is not there. Keys are hexadecimal. */
export function openSeen(folder: string, clock: Clock): Seen {
  const latest = new Map<string, Sighting & { written: number }>();
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    note(key, from) {
      const at = clock.now();
      const known = latest.get(key);
      const isDue = known === undefined || known.from !== from || at - known.written >= WRITTEN_EVERY_MS;
      latest.set(key, { at, from, written: isDue ? at : known.written });
      if (!isDue) return;
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writePrivate(fileOf(key), JSON.stringify({ at, from }));
      } catch {
        // A full disk is told by what is asked for; that it was asked for matters less.
      }
    },
    // What is in the memory of this process is newer; other processes serve, too.
    find: (key) => latest.get(key) ?? readPrivate(fileOf(key), sightingSchema),
    forget(key) {
      latest.delete(key);
      rmSync(fileOf(key), { force: true });
    },
  };
}
