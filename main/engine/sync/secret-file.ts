/** Secrets in a file of the person's configuration folder that nobody else may read: where there is no key store. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Secrets } from '#core/ports.ts';

const fileSchema = z.record(z.string(), z.string());

export function secretFile(path: string): Secrets {
  /** Changes take their turn: each writes all of the file. */
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Record<string, string>> {
    const text = await readFile(path, 'utf8').catch(() => '{}');
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch {
      // Damaged: whoever needs a secret is asked for it again.
      return {};
    }
  }

  async function write(name: string, value: string | null): Promise<void> {
    const { [name]: _, ...others } = await read();
    const all = value === null ? others : { ...others, [name]: value };
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const beside = `${path}.new`;
    await writeFile(beside, JSON.stringify(all), { mode: 0o600 });
    await rename(beside, path);
  }

  return {
    get: async (name) => (await read())[name] ?? null,
    set(name, value) {
      const done = turn.then(() => write(name, value));
      turn = done.catch(() => undefined);
      return done;
    },
  };
}
