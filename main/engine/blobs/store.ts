/**
 * The files that a workspace keeps: copies of originals, and what nodes have made. Each is named by its content, so that
 * it is there once, is never changed, and can be compared with its name at any time. Frames are not kept here: a
 * hundred thousand small files of one video come and go together, in a folder that is named by how they were made.
 */
import { mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Ids } from '#core/ports.ts';
import { insideRoot, type WorkspaceFiles } from '../files.ts';
import { nameIn } from '../ingest/paths.ts';
import { syncFolder } from '../media/atomic-folder.ts';
import { hashFile } from '../media/hash.ts';
import { copyAndHash } from './copy-and-hash.ts';

export type CopyRequest = { readonly path: string; readonly sha256: string; readonly size: number };

export type Made<T> = {
  /** Relative to the workspace, with forward slashes. */
  readonly location: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly value: T;
};

export type BlobState = 'whole' | 'damaged' | 'gone';

export type BlobStore = {
  /**
   * Copies a file in, as an original. Answers the copy's location, relative to the workspace; null when the file has
   * other content by now. The copy has its final name only when it is whole and on the disk.
   * @throws SluiceError `disk-full`, `read-only`, `io`, `not-found`; `AbortError` when the signal is aborted.
   */
  copy(file: CopyRequest, signal: AbortSignal): Promise<string | null>;
  /**
   * Keeps a passing file of our own, which nobody else writes to, as an original: it is moved, not copied. Answers its
   * location. Errors as above.
   */
  adopt(file: CopyRequest & { readonly name: string }, signal: AbortSignal): Promise<string>;
  /** Keeps what `write` puts into the passing file that it is given, which ends with the extension. Errors as above. */
  make<T>(
    extension: string,
    write: (passingPath: string) => Promise<T>,
    signal: AbortSignal,
  ): Promise<Made<T>>;
  /** Reads a kept file and compares it with its hash. @throws SluiceError `io`, `aborted`. */
  verify(
    file: { readonly location: string; readonly sha256: string },
    signal: AbortSignal,
  ): Promise<BlobState>;
};

export function createBlobStore(files: WorkspaceFiles, ids: Ids): BlobStore {
  /** Fills a passing file and gives it its name by content; null when `fill` says that it is not to be kept. */
  async function keep<T>(
    about: string,
    extension: string,
    signal: AbortSignal,
    fill: (passing: string) => Promise<{ target: string; value: T } | null>,
  ): Promise<{ location: string; value: T } | null> {
    const passing = join(files.scratch, `${ids.next()}${extension}`);
    try {
      await mkdir(files.scratch, { recursive: true });
      const filled = await fill(passing);
      if (!filled) return null;
      await flush(passing);
      await rename(passing, filled.target);
      await syncFolder(dirname(filled.target));
      return { location: locationOf(files, filled.target), value: filled.value };
    } catch (error) {
      signal.throwIfAborted();
      throw keepError(about, error);
    } finally {
      await rm(passing, { force: true });
    }
  }

  async function verify(path: string, sha256: string, signal: AbortSignal): Promise<BlobState> {
    try {
      return (await hashFile(path, signal)).sha256 === sha256 ? 'whole' : 'damaged';
    } catch (error) {
      if (isSluiceError(error, 'not-found')) return 'gone';
      throw error;
    }
  }

  /**
   * True when the content is there already, whole. Its time is set last of all: whoever removes files that nobody refers
   * to takes old ones only, so from then on there is time to refer to it.
   */
  async function isKept(target: string, sha256: string, signal: AbortSignal): Promise<boolean> {
    const state = await verify(target, sha256, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      if (isSluiceError(error, 'io')) return 'damaged';
      throw error;
    });
    if (state !== 'whole') return false;
    const now = new Date();
    return await utimes(target, now, now).then(
      () => true,
      () => false,
    );
  }

  async function place(folder: string, sha256: string, extension: string): Promise<string> {
    const target = join(folder, sha256.slice(0, 2), sha256 + extension);
    await mkdir(dirname(target), { recursive: true });
    return target;
  }

  return {
    async copy({ path, sha256 }, signal) {
      const extension = plainExtension(path);
      const target = join(files.originals, sha256.slice(0, 2), sha256 + extension);
      if (await isKept(target, sha256, signal)) return locationOf(files, target);
      const kept = await keep(basename(path), '.copy', signal, async (passing) => {
        await place(files.originals, sha256, extension);
        // Hashed once more while it is written: what is kept is what was identified, not what came after it.
        if ((await copyAndHash(path, passing, signal)) !== sha256) return null;
        return { target, value: null };
      });
      return kept?.location ?? null;
    },
    async adopt({ path, sha256, name }, signal) {
      const extension = plainExtension(name);
      const target = join(files.originals, sha256.slice(0, 2), sha256 + extension);
      if (await isKept(target, sha256, signal)) {
        await rm(path, { force: true });
        return locationOf(files, target);
      }
      try {
        await flush(path);
        await rename(path, await place(files.originals, sha256, extension));
        await syncFolder(dirname(target));
      } catch (error) {
        signal.throwIfAborted();
        throw keepError(name, error);
      }
      return locationOf(files, target);
    },
    async make(extension, write, signal) {
      const plain = plainExtension(`x${extension}`);
      const kept = await keep('the result', plain, signal, async (passing) => {
        const value = await write(passing);
        const { sha256, size } = await hashFile(passing, signal);
        return { target: await place(files.derived, sha256, plain), value: { value, sha256, size } };
      });
      if (!kept) throw new SluiceError('internal', 'What was made was not kept.');
      return { location: kept.location, ...kept.value };
    },
    verify: ({ location, sha256 }, signal) => verify(insideRoot(files.root, location), sha256, signal),
  };
}

/** The hash in the name of a kept file; null for a file that was not named by its content. */
export function hashInName(location: string): string | null {
  return /^([0-9a-f]{64})(\.[a-z0-9]{1,8})?$/.exec(basename(location))?.[1] ?? null;
}

function locationOf(files: WorkspaceFiles, path: string): string {
  return nameIn(files.root, path) ?? path;
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** The file's extension when it is an ordinary one; players and viewers go by it. */
function plainExtension(path: string): string {
  const extension = extname(path).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '';
}

function keepError(name: string, cause: unknown): unknown {
  if (cause instanceof SluiceError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SluiceError(
        'disk-full',
        `The disk of the workspace is full: "${name}" was not copied. Free some space; it is tried again.`,
        { name },
        { cause },
      );
    case 'EROFS':
      return new SluiceError(
        'read-only',
        `The workspace cannot be written to: "${name}" was not copied. Check its disk and its permissions.`,
        { name },
        { cause },
      );
    case 'ENOENT':
      return new SluiceError('not-found', `"${name}" is not there any more.`, { name }, { cause });
    default:
      return new SluiceError('io', `"${name}" could not be copied: ${message}`, { name }, { cause });
  }
}
