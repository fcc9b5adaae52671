import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrno } from '../setup-error.ts';

/**
 * Hash of the names and contents of all files in these places. By content, not by time: a fresh clone and a switch of
 * branches change every time.
 * @param sources files and folders, relative to `root`; what does not exist counts as empty
 */
export async function hashInputs(root: string, sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await listFiles(root, source)) {
      const content = await readFile(join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

async function listFiles(root: string, source: string): Promise<readonly string[]> {
  try {
    if ((await stat(join(root, source))).isFile()) return [source];
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return [];
    throw error;
  }
  const entries = await readdir(join(root, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
