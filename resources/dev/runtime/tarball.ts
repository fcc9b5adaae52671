import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { SetupError } from '../setup-error.ts';

const BLOCK = 512;

/**
 * Writes one file of a `.tgz` to `target`, as a stream (the file may be larger than memory). Reads the plain
 * ustar headers that npm writes. Throws SetupError when the entry is missing or the archive ends too early.
 */
export async function extractFromTarball(tarball: string, entry: string, target: string): Promise<void> {
  const blocks = new BlockReader(createReadStream(tarball).pipe(createGunzip())[Symbol.asyncIterator]());
  for (;;) {
    const header = await blocks.take(BLOCK);
    if (header === undefined || header[0] === 0) break;
    const size = Number.parseInt(text(header, 124, 12), 8);
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if (entryName(header) !== entry) {
      for await (const _chunk of blocks.stream(padded, padded));
      continue;
    }
    await pipeline(blocks.stream(size, padded), createWriteStream(target));
    return;
  }
  throw new SetupError(`${tarball} does not contain ${entry}. Delete it and try again.`);
}

function entryName(header: Buffer): string {
  const prefix = text(header, 345, 155);
  const name = text(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end).trim();
}

/** Cuts a stream of chunks of any size into pieces of asked sizes. */
class BlockReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterator<Buffer>) {
    this.#source = source;
  }

  /** Exactly `length` bytes, or undefined at the end. */
  async take(length: number): Promise<Buffer | undefined> {
    while (this.#rest.length < length) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  /** Consumes `padded` bytes and gives the first `size` of them. */
  async *stream(size: number, padded: number): AsyncGenerator<Buffer> {
    let done = 0;
    while (done < padded) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done === true) throw new SetupError('The archive ends too early. Delete it and try again.');
        this.#rest = next.value;
      }
      const piece = this.#rest.subarray(0, padded - done);
      this.#rest = this.#rest.subarray(piece.length);
      const wanted = Math.min(piece.length, Math.max(0, size - done));
      done += piece.length;
      if (wanted > 0) yield piece.subarray(0, wanted);
    }
  }
}
