/** Writes files into a tar archive, one after the other, and lists them with their hashes. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, type FileHandle, open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import { SluiceError } from '#core/errors.ts';
import { stopIfAborted } from '../workspace-check/work.ts';
import { LABEL, MANIFEST, VERSION, writeLine } from './manifest.ts';

export type ArchiveWriter = {
  /** Adds a file that does not change meanwhile, and answers its hash. Errors are those of the file system. */
  add(path: string, source: string): Promise<{ sha256: string; size: number }>;
  /** Adds the manifest and writes all to the disk. */
  finish(): Promise<void>;
  /** Ends early; the archive is of no use. */
  abandon(): Promise<void>;
};

const CHUNK = 1 << 20;
/** Bytes of the manifest that are gathered before they are written. */
const GATHERED = 1 << 16;

/** @param place `archive` is made, and must not be there; so is `list`, beside it, while files are added. */
export async function createArchiveWriter(
  place: { readonly archive: string; readonly list: string; readonly made: string },
  signal: AbortSignal,
): Promise<ArchiveWriter> {
  const pack = tar.pack();
  const writing = pipeline(pack, createWriteStream(place.archive, { flags: 'wx' }), { signal });
  // Told by whoever adds next, or at the end.
  writing.catch(() => undefined);
  let lines = '';

  async function put(path: string, size: number, bytes: AsyncIterable<Buffer>): Promise<string> {
    stopIfAborted(signal);
    const hash = createHash('sha256');
    const added = new Promise<void>((resolve, reject) => {
      const header = { name: path, size, mode: 0o644, mtime: new Date(0) };
      const sink = pack.entry(header, (error) => (error ? reject(error) : resolve()));
      feed(sink, bytes, (chunk) => hash.update(chunk)).catch((error: unknown) => {
        sink.destroy(error instanceof Error ? error : new Error(String(error)));
        reject(error);
      });
    });
    // When the disk is full it is the writing that fails first, and knows why.
    await Promise.race([added, writing]).catch((error: unknown) => {
      stopIfAborted(signal);
      throw error;
    });
    return hash.digest('hex');
  }

  async function list(path: string, size: number, sha256: string): Promise<void> {
    lines += writeLine({ path, size, sha256 });
    if (lines.length < GATHERED) return;
    await appendFile(place.list, lines);
    lines = '';
  }

  const label = Buffer.from(JSON.stringify({ format: 'sluice-backup', version: VERSION, made: place.made }));
  await list(LABEL, label.length, await put(LABEL, label.length, single(label)));
  return {
    async add(path, source) {
      const handle = await open(source, 'r');
      try {
        const { size } = await handle.stat();
        const sha256 = await put(path, size, exactly(handle, size, path));
        await list(path, size, sha256);
        return { sha256, size };
      } finally {
        await handle.close();
      }
    },
    async finish() {
      await appendFile(place.list, lines);
      const { size } = await stat(place.list);
      await put(MANIFEST, size, createReadStream(place.list, { highWaterMark: CHUNK }));
      pack.finalize();
      await writing.catch((error: unknown) => {
        stopIfAborted(signal);
        throw error;
      });
      const handle = await open(place.archive, 'r+');
      await handle.sync().finally(() => handle.close());
    },
    async abandon() {
      pack.destroy();
      await writing.catch(() => undefined);
    },
  };
}

type Sink = {
  write(chunk: Buffer): boolean;
  end(chunk: null): unknown;
  once(event: 'drain' | 'close', listener: () => void): unknown;
};

async function feed(sink: Sink, bytes: AsyncIterable<Buffer>, see: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of bytes) {
    see(chunk);
    if (sink.write(chunk)) continue;
    // Closed when the archive cannot be written any more.
    await new Promise<void>((resolve) => {
      sink.once('drain', resolve);
      sink.once('close', resolve);
    });
  }
  sink.end(null);
}

async function* single(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** So many bytes and no other number: the header is written already. */
async function* exactly(handle: FileHandle, size: number, path: string): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(Math.min(CHUNK, size - done)), 0);
    if (bytesRead === 0) throw new SluiceError('io', `${path} became shorter while it was read. Try again.`);
    done += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
