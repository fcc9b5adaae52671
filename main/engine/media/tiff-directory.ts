/**
 * The directories of a TIFF file, read without decoding anything. Little- and big-endian, classic and with 64-bit places.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { unreadable } from './tool-errors.ts';

export type TiffEntry = {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The values as they are in the file. */
  readonly bytes: Buffer;
};

export type TiffDirectory = readonly TiffEntry[];

export type TiffFile = { readonly little: boolean; readonly directories: readonly TiffDirectory[] };

/** Bytes of a value by its type; BYTE, ASCII, SHORT, LONG, RATIONAL, … */
const SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
/** No entry that is of any use is larger: the places of a million tiles. */
const MOST_ENTRY_BYTES = 16 << 20;
const MOST_ENTRIES = 4096;

/** Reads the directories, at most so many. Throws `media-unreadable` for what is no TIFF or a damaged one. */
export async function readTiff(path: string, most: number): Promise<TiffFile> {
  const handle = await open(path, 'r');
  try {
    return await readAll(handle, path, most);
  } finally {
    await handle.close();
  }
}

async function readAll(handle: FileHandle, path: string, most: number): Promise<TiffFile> {
  const damaged = () => unreadable(path, 'is damaged or cut short. Copy it again from where it came from.');
  const { size } = await handle.stat();
  async function take(at: number, length: number): Promise<Buffer> {
    if (!Number.isSafeInteger(at) || at < 0 || at + length > size || length > MOST_ENTRY_BYTES)
      throw damaged();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    if (bytesRead < length) throw damaged();
    return buffer;
  }
  const head = await take(0, 16).catch(() => take(0, 8));
  const little = head.toString('latin1', 0, 2) === 'II';
  const numbers = reader(little);
  const big = numbers.u16(head, 2) === 43;
  const seen = new Set<number>();
  const directories: TiffDirectory[] = [];
  let at = big ? numbers.u64(head, 8) : numbers.u32(head, 4);
  while (at !== 0 && directories.length < most) {
    // A chain that leads back to itself has no end.
    if (seen.has(at)) throw damaged();
    seen.add(at);
    const countBytes = big ? 8 : 2;
    const counted = await take(at, countBytes);
    const count = big ? numbers.u64(counted, 0) : numbers.u16(counted, 0);
    if (count > MOST_ENTRIES) throw damaged();
    const entryBytes = big ? 20 : 12;
    const table = await take(at + countBytes, count * entryBytes + (big ? 8 : 4));
    const entries: TiffEntry[] = [];
    for (let index = 0; index < count; index += 1) {
      const place = index * entryBytes;
      const type = numbers.u16(table, place + 2);
      const values = big ? numbers.u64(table, place + 4) : numbers.u32(table, place + 4);
      const length = values * (SIZES[type] ?? 0);
      const inline = place + (big ? 12 : 8);
      const room = big ? 8 : 4;
      const far = () => (big ? numbers.u64(table, inline) : numbers.u32(table, inline));
      const bytes = length <= room ? table.subarray(inline, inline + length) : await take(far(), length);
      if (length > 0) entries.push({ tag: numbers.u16(table, place), type, count: values, bytes });
    }
    directories.push(entries);
    const next = count * entryBytes;
    at = big ? numbers.u64(table, next) : numbers.u32(table, next);
  }
  return { little, directories };
}

/** Reads numbers in the byte order of a file. */
export function reader(little: boolean) {
  return {
    u16: (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at)),
    u32: (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)),
    u64: (bytes: Buffer, at: number) =>
      Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)),
  };
}

/** The whole numbers of an entry (SHORT, LONG or 64 bits), or nothing when the directory has none of that tag. */
export function wholeNumbers(file: TiffFile, directory: TiffDirectory, tag: number): number[] {
  const entry = directory.find((one) => one.tag === tag);
  if (!entry) return [];
  const numbers = reader(file.little);
  const size = SIZES[entry.type] ?? 0;
  const read = size === 8 ? numbers.u64 : size === 4 ? numbers.u32 : size === 2 ? numbers.u16 : null;
  return Array.from({ length: entry.count }, (_, at) =>
    read ? read(entry.bytes, at * size) : (entry.bytes[at] ?? 0),
  );
}
