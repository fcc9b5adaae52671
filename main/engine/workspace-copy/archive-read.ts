/** Reads a backup in one file from its label to its manifest, and compares each file with its hash. */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { stopIfAborted } from '../workspace-check/work.ts';
import { type ArchiveEntry, archiveEntries, bytesOf, refusal } from './archive-entries.ts';
import { LABEL, labelSchema, MANIFEST, readLine, requireSafePath, VERSION, writeLine } from './manifest.ts';

export type ArchiveReading = {
  readonly path: string;
  readonly signal: AbortSignal;
  /** Takes the bytes of one file, all of them. Absent: they are compared only. */
  readonly take?: (path: string, bytes: AsyncIterable<Buffer>) => Promise<void>;
  readonly onProgress?: ((files: number) => void) | undefined;
};

/** A label is a line of text, a manifest may have a million lines. */
const LONGEST_LABEL = 10_000;

/**
 * @throws SluiceError `not-found`, `io`, `aborted`; `invalid-input` when it is no backup of ours, is cut short, or a file
 * in it has not the content that it had; `forbidden` for a path that leads elsewhere; `unsupported` for one of a newer Sluice.
 */
export async function readArchive(reading: ArchiveReading): Promise<void> {
  const name = basename(reading.path);
  const handle = await openArchive(reading.path);
  try {
    const lines = createHash('sha256');
    let manifest: ArchiveEntry | null = null;
    let files = 0;
    for await (const entry of archiveEntries(handle, name)) {
      stopIfAborted(reading.signal);
      requireSafePath(entry.path, name);
      if (manifest) throw refusal(name, 'something stands behind its manifest');
      if (files === 0) await requireLabel(handle, entry, name);
      files += 1;
      if (entry.path === MANIFEST) {
        manifest = entry;
        continue;
      }
      const sha256 = await readEntry(handle, entry, reading);
      lines.update(writeLine({ path: entry.path, size: entry.size, sha256 }));
      reading.onProgress?.(files);
    }
    if (!manifest) throw refusal(name, 'it has no manifest');
    const wanted = await readEntry(handle, manifest, { signal: reading.signal });
    if (wanted !== lines.digest('hex')) throw await difference(handle, manifest, reading);
  } finally {
    await handle.close();
  }
}

async function openArchive(path: string): Promise<FileHandle> {
  return await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    const missing = cause.code === 'ENOENT';
    const what = missing
      ? `There is no backup ${path}.`
      : `The backup ${path} cannot be read: ${cause.message}`;
    throw new SluiceError(missing ? 'not-found' : 'io', what, { path }, { cause });
  });
}

async function requireLabel(handle: FileHandle, entry: ArchiveEntry, name: string): Promise<void> {
  const none = () => refusal(name, 'it is no backup of Sluice');
  if (entry.path !== LABEL || entry.size > LONGEST_LABEL) throw none();
  const chunks: Buffer[] = [];
  for await (const chunk of bytesOf(handle, entry)) chunks.push(chunk);
  let label: unknown;
  try {
    label = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw none();
  }
  const parsed = labelSchema.safeParse(label);
  if (!parsed.success) throw none();
  if (parsed.data.version > VERSION) {
    throw new SluiceError('unsupported', `${name} was made by a newer Sluice. Update Sluice to restore it.`);
  }
}

async function readEntry(
  handle: FileHandle,
  entry: ArchiveEntry,
  { take, signal }: Pick<ArchiveReading, 'take' | 'signal'>,
): Promise<string> {
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const chunk of bytesOf(handle, entry)) {
      stopIfAborted(signal);
      hash.update(chunk);
      yield chunk;
    }
  }
  if (take) await take(entry.path, hashed());
  else for await (const _ of hashed());
  return hash.digest('hex');
}

/** Names the first file that is not what the manifest says. */
async function difference(
  handle: FileHandle,
  manifest: ArchiveEntry,
  reading: ArchiveReading,
): Promise<SluiceError> {
  const name = basename(reading.path);
  const told = manifestLines(handle, manifest);
  for await (const entry of archiveEntries(handle, name)) {
    if (entry.path === MANIFEST) break;
    const { value } = await told.next();
    const line = value ? readLine(value) : null;
    const sha256 = await readEntry(handle, entry, { signal: reading.signal });
    if (line?.path !== entry.path || line.size !== entry.size || line.sha256 !== sha256) {
      return refusal(name, `${entry.path} is not what it was when the backup was made`);
    }
  }
  return refusal(name, 'files are missing in it');
}

async function* manifestLines(handle: FileHandle, manifest: ArchiveEntry): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of bytesOf(handle, manifest)) {
    const lines = `${rest}${chunk.toString('utf8')}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}
