import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { SetupError } from '../setup-error.ts';

export interface UnzipRequest {
  readonly zip: string;
  /** Folder inside the zip, with a slash at its end; only what is under it is written, without this prefix. */
  readonly root: string;
  /** Paths under `root` to leave out; a slash at the end leaves out a folder. */
  readonly leaveOut: readonly string[];
  readonly target: string;
  /** Called with the bytes written so far. */
  readonly wrote: (bytes: number) => void;
}

/**
 * Unzips one folder of a zip, with the files' permissions. yauzl itself refuses names that would leave the
 * target; anything but plain files and folders (a link, say) is refused here.
 */
export async function unzipFolder(request: UnzipRequest): Promise<void> {
  const zip = await openPromise(request.zip, { lazyEntries: true });
  let written = 0;
  for await (const entry of zip.eachEntry()) {
    const name = wantedName(entry, request);
    if (name === undefined) continue;
    const path = join(request.target, name);
    if (entry.fileName.endsWith('/')) {
      await mkdir(path, { recursive: true });
      continue;
    }
    await mkdir(dirname(path), { recursive: true });
    // Flushed, so that a power cut after the rename into place cannot leave empty files behind.
    const out = createWriteStream(path, { mode: fileMode(entry, request.zip), flush: true });
    await pipeline(await zip.openReadStreamPromise(entry), out);
    written += entry.uncompressedSize;
    request.wrote(written);
  }
}

function wantedName(entry: Entry, request: UnzipRequest): string | undefined {
  if (!entry.fileName.startsWith(request.root)) return undefined;
  const name = entry.fileName.slice(request.root.length);
  const left = request.leaveOut.some((path) => (path.endsWith('/') ? name.startsWith(path) : name === path));
  return left ? undefined : name;
}

/** Permission bits of an entry: the upper half of the external attributes is the Unix mode. */
function fileMode(entry: Entry, zip: string): number {
  const unix = entry.externalFileAttributes >>> 16;
  const kind = unix & 0o170000;
  if (kind !== 0 && kind !== 0o100000) {
    throw new SetupError(`${zip} is refused: ${entry.fileName} in it is not a plain file.`);
  }
  return (unix & 0o111) === 0 ? 0o644 : 0o755;
}
