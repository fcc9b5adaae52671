/** Secrets in a file of the person's configuration folder that nobody else may read. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import type { Secrets } from '#core/ports.ts';

const fileSchema = z.record(z.string(), z.string());

/** Texts by name, in one file with the mode 0600. */
export type SecretFile = {
  all(): Promise<Readonly<Record<string, string>>>;
  /** Puts these in place of those of the same names; null takes one away. */
  change(changes: Readonly<Record<string, string | null>>): Promise<void>;
};

export function openSecretFile(path: string): SecretFile {
  /** Changes take their turn: each writes all of the file. */
  let turn: Promise<unknown> = Promise.resolve();

  async function all(): Promise<Record<string, string>> {
    const text = await readFile(path, 'utf8').catch(() => '{}');
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch {
      // Damaged: whoever needs a secret is asked for it again.
      return {};
    }
  }

  async function write(changes: Readonly<Record<string, string | null>>): Promise<void> {
    const before = Object.entries(await all());
    const kept = Object.entries(changes).filter((one): one is [string, string] => one[1] !== null);
    const next = Object.fromEntries([...before.filter(([name]) => !Object.hasOwn(changes, name)), ...kept]);
    if (before.length === 0 && kept.length === 0) return;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const beside = `${path}.new`;
    await writeFile(beside, JSON.stringify(next), { mode: 0o600 });
    await rename(beside, path);
  }

  return {
    all,
    change(changes) {
      const done = turn.then(() => write(changes));
      turn = done.catch(() => undefined);
      return done;
    },
  };
}

/**
 * Secrets as they are, in a file: where no key store can be asked.
 * @param sealed what the app keeps in the system's key store, which cannot be read without the app
 */
export function plainSecrets(plain: SecretFile, sealed: Pick<SecretFile, 'all'>): Secrets {
  return {
    async get(name) {
      const found = (await plain.all())[name];
      if (found !== undefined) return found;
      if (!Object.hasOwn(await sealed.all(), name)) return null;
      const message =
        'The token of this remote is in the key store of the system, where only the app reads it. Switch the API on in ' +
        'the app (Settings) and leave the workspace open there, or give this program a token too: sluice sync connect.';
      throw new SluiceError('remote-denied', message);
    },
    set: async (name, value) => await plain.change({ [name]: value }),
    where: async (name) => (Object.hasOwn(await plain.all(), name) ? 'file' : null),
  };
}
