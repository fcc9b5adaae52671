/** Functions that people put into the workspace's folder `functions`: NAME.js or NAME.ts. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { SnippetLanguage } from '../code/snippet.ts';

export type UserFunction = {
  readonly language: SnippetLanguage;
  readonly source: string;
  /** Of the source: the first 12 hex characters of its sha256. */
  readonly hash: string;
  /** NAME.js or NAME.ts */
  readonly file: string;
};

/** Bytes of one file. */
const MOST_BYTES = 2 ** 20;
const MOST_KEPT = 100;
const ENDINGS = [
  ['.js', 'javascript'],
  ['.ts', 'typescript'],
] as const satisfies readonly (readonly [string, SnippetLanguage])[];

/** By path; as long as time and size of the file are the same, so is what is in it. */
const kept = new Map<string, { readonly stamp: string; readonly found: UserFunction }>();

/**
 * Reads the function, unless it is as it was when it was read last.
 * @throws SluiceError `not-found` naming the folder, `invalid-input` when the name or the file cannot be one.
 */
export async function readUserFunction(folder: string, name: string): Promise<UserFunction> {
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(name)) {
    const message = `"${name}" cannot be the name of a function: it has letters, digits, "_" and "-", 100 at most.`;
    throw new SluiceError('invalid-input', message, { name });
  }
  for (const [ending, language] of ENDINGS) {
    const found = await readOne(folder, name + ending, language);
    if (found) return found;
  }
  const message = `There is no function "${name}": put ${name}.js or ${name}.ts into ${folder}.`;
  throw new SluiceError('not-found', message, { name, folder });
}

async function readOne(
  folder: string,
  file: string,
  language: SnippetLanguage,
): Promise<UserFunction | null> {
  const path = join(folder, file);
  const handle = await openFile(path);
  if (!handle) return null;
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile() || stats.size > MOST_BYTES) {
      const what = stats.isFile() ? `is larger than ${MOST_BYTES / 2 ** 20} MB` : 'is not a file';
      throw new SluiceError('invalid-input', `${path} ${what}, and cannot be a function.`, { path });
    }
    const stamp = `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
    const known = kept.get(path);
    if (known?.stamp === stamp) return known.found;
    const source = await handle.readFile('utf8');
    const hash = createHash('sha256').update(source).digest('hex').slice(0, 12);
    const found = { language, source, hash, file };
    kept.delete(path);
    kept.set(path, { stamp, found });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return found;
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle | null> {
  try {
    // Not blocking: opening a pipe would wait for someone to write to it.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new SluiceError('invalid-input', `${path} cannot be read: ${message}`, { path }, { cause });
  }
}
