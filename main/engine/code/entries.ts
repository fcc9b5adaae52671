/** The files that processes and threads of the sandbox start from. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type EntryName = 'snippet-process' | 'snippet-worker';

/** From source it is beside this file; built, this file is part of a bundle, and the entry is beside or above that. */
export function entryPath(name: EntryName, from: string = import.meta.dirname): string {
  const places = [join(from, `${name}.ts`), join(from, `${name}.js`), join(from, '..', `${name}.js`)];
  return places.find((place) => existsSync(place)) ?? join(from, `${name}.js`);
}
