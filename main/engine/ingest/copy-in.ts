/** Puts a copy of a file into the workspace, named by its content. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { nameIn } from './paths.ts';
import { look } from './sight.ts';

export type CopyRequest = { readonly path: string; readonly sha256: string; readonly size: number };

const CHUNK_BYTES = 1 << 20;

/**
 * Answers the copy's location, relative to the workspace; null when the file has other content by now. The copy has
 * its final name only when it is whole and on the disk. Throws `disk-full`, `read-only`, `io`, `not-found`, `aborted`.
 */
export async function copyIn(
  ctx: EngineContext,
  file: CopyRequest,
  signal: AbortSignal,
): Promise<string | null> {
  const target = join(ctx.files.originals, file.sha256.slice(0, 2), file.sha256 + plainExtension(file.path));
  const location = nameIn(ctx.files.root, target) ?? target;
  const present = await look(target);
  if (present.kind === 'file' && present.stamp.size === file.size) return location;
  const passing = join(ctx.files.scratch, `${ctx.ports.ids.next()}.copy`);
  try {
    await mkdir(ctx.files.scratch, { recursive: true });
    await mkdir(dirname(target), { recursive: true });
    // Hashed once more while it is written: what is kept is what was identified, not what came after it.
    if ((await copyAndHash(file.path, passing, signal)) !== file.sha256) return null;
    await flush(passing);
    await rename(passing, target);
    return location;
  } catch (error) {
    signal.throwIfAborted();
    throw copyError(file.path, error);
  } finally {
    await rm(passing, { force: true });
  }
}

async function copyAndHash(from: string, to: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(
    createReadStream(from, { highWaterMark: CHUNK_BYTES }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(to, { flags: 'wx' }),
    { signal },
  );
  return hash.digest('hex');
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

function copyError(path: string, cause: unknown): unknown {
  if (cause instanceof SluiceError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const name = basename(path);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SluiceError(
        'disk-full',
        `The disk of the workspace is full: "${name}" was not copied. Free some space; it is tried again.`,
        { path },
        { cause },
      );
    case 'EROFS':
      return new SluiceError(
        'read-only',
        `The workspace cannot be written to: "${name}" was not copied. Check its disk and its permissions.`,
        { path },
        { cause },
      );
    case 'ENOENT':
      return new SluiceError('not-found', `"${name}" is not there any more.`, { path }, { cause });
    default:
      return new SluiceError('io', `"${name}" could not be copied: ${message}`, { path }, { cause });
  }
}
