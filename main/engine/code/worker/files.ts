/** `readText` and `writeText` for snippets: within the granted folders only, whatever links lead where. */
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { threadId } from 'node:worker_threads';

export type SnippetFiles = {
  /** The file's text, UTF-8. Throws with a message for the person. */
  read(path: string): string;
  /** Writes the file anew, whole or not at all, and the folders above it. */
  write(path: string, text: string): void;
};

/** Bytes of one file. */
const FILE_LIMIT = 16 * 2 ** 20;

/** @param folders absolute paths; a relative path of the snippet is taken from the first */
export function openFiles(folders: readonly string[]): SnippetFiles {
  const [first = sep] = folders;

  /** The real path, when a granted folder holds it; what does not exist yet is judged by the folder above. */
  function granted(path: string): string {
    const wanted = isAbsolute(path) ? resolve(path) : resolve(first, path);
    const real = realPath(wanted);
    if (folders.some((folder) => holds(realPath(folder), real))) return real;
    throw new Error(`"${path}" lies outside of the folders that the node is granted.`);
  }

  return {
    read(path) {
      const real = granted(path);
      // Not blocking: opening a pipe would wait for someone to write to it.
      const file = attempt(path, () => openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
      try {
        const facts = fstatSync(file);
        if (!facts.isFile()) throw new Error(`"${path}" is not a file.`);
        if (facts.size > FILE_LIMIT) throw new Error(`"${path}" is larger than ${FILE_LIMIT / 2 ** 20} MB.`);
        return attempt(path, () => readFileSync(file, 'utf8'));
      } finally {
        closeSync(file);
      }
    },
    write(path, text) {
      const real = granted(path);
      if (Buffer.byteLength(text) > FILE_LIMIT) {
        throw new Error(`"${path}": a file of at most ${FILE_LIMIT / 2 ** 20} MB can be written.`);
      }
      const beside = join(dirname(real), `.${basename(real)}.${process.pid}-${threadId}.part`);
      attempt(path, () => {
        mkdirSync(dirname(real), { recursive: true });
        try {
          rmSync(beside, { force: true });
          writeFileSync(beside, text, { flag: 'wx' });
          renameSync(beside, real);
        } finally {
          rmSync(beside, { force: true });
        }
      });
    },
  };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}

function holds(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') throw new Error(`"${path}" is not there.`);
    throw new Error(`"${path}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
