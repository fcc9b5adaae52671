/**
 * The records of a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3 to 4.5) whose files are deflated and named in UTF-8.
 * Sizes are known before a file is written, so nothing follows its bytes, and an archive can be cut off after any file.
 */

/** A file in the archive. */
export type ZipEntry = {
  /** The whole path, without a slash in front. */
  readonly name: string;
  readonly crc32: number;
  /** Bytes; below 4 GiB. */
  readonly size: number;
  /** Bytes as deflated; below 4 GiB. */
  readonly packedSize: number;
  /** Where its local header stands: bytes from the start of the archive. */
  readonly offset: number;
  /** When it was changed: milliseconds, written in UTC to two seconds. */
  readonly at: number;
};

export type ZipEnd = {
  /** Files. */
  readonly count: number;
  /** Bytes of the central directory. */
  readonly size: number;
  /** Where it begins: bytes from the start of the archive. */
  readonly offset: number;
};

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

/** Readers of version 2.0 know folders and deflate, those of 4.5 the wider numbers. */
const VERSION = 20;
const VERSION_64 = 45;
const UNIX = 3 << 8;
const NAME_IS_UTF8 = 1 << 11;
const DEFLATED = 8;
/** A plain file that its owner may write and all may read. */
const MODE = 0o100644 * 0x1_0000;

/** In a number's place: it stands in the wider record. */
const MAX_16 = 0xffff;
const MAX_32 = 0xffff_ffff;

/** What the file's deflated bytes follow. @param name the entry's, in UTF-8. */
export function localHeader(entry: ZipEntry, name: Uint8Array): Uint8Array {
  return joined(record([[LOCAL_HEADER, 4], [VERSION, 2], ...described(entry, name), [0, 2]]), name);
}

/** Its line in the central directory. @param name the entry's, in UTF-8. */
export function centralHeader(entry: ZipEntry, name: Uint8Array): Uint8Array {
  const isFar = entry.offset >= MAX_32;
  const extra = isFar
    ? record([
        [1, 2],
        [8, 2],
        [entry.offset, 8],
      ])
    : new Uint8Array();
  const header = record([
    [CENTRAL_HEADER, 4],
    [UNIX | VERSION_64, 2],
    [isFar ? VERSION_64 : VERSION, 2],
    ...described(entry, name),
    [extra.length, 2],
    // No comment, on the first disk, no attributes of the kind that says what is text.
    [0, 2],
    [0, 2],
    [0, 2],
    [MODE, 4],
    [Math.min(entry.offset, MAX_32), 4],
  ]);
  return joined(header, name, extra);
}

/** What stands behind the central directory, with the wider records where a number needs them. */
export function endRecords({ count, size, offset }: ZipEnd): Uint8Array {
  const isWide = count >= MAX_16 || size >= MAX_32 || offset >= MAX_32;
  const wide = isWide
    ? record([
        [END_64, 4],
        // Bytes of this record after these eight.
        [44, 8],
        [UNIX | VERSION_64, 2],
        [VERSION_64, 2],
        [0, 4],
        [0, 4],
        [count, 8],
        [count, 8],
        [size, 8],
        [offset, 8],
        [LOCATOR_64, 4],
        [0, 4],
        [offset + size, 8],
        [1, 4],
      ])
    : new Uint8Array();
  const shown = Math.min(count, MAX_16);
  const end = record([
    [END, 4],
    [0, 2],
    [0, 2],
    [shown, 2],
    [shown, 2],
    [Math.min(size, MAX_32), 4],
    [Math.min(offset, MAX_32), 4],
    [0, 2],
  ]);
  return joined(wide, end);
}

type Field = readonly [value: number, bytes: 2 | 4 | 8];

/** What both headers say, from the flags to the length of the name. */
function described({ crc32, size, packedSize, at }: ZipEntry, name: Uint8Array): readonly Field[] {
  const { date, time } = dosTime(at);
  return [
    [NAME_IS_UTF8, 2],
    [DEFLATED, 2],
    [time, 2],
    [date, 2],
    [crc32, 4],
    [packedSize, 4],
    [size, 4],
    [name.length, 2],
  ];
}

/** @throws RangeError for a number that its field does not hold: cut off silently, it would be another. */
function record(fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [, width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [value, width] of fields) {
    if (!(value >= 0 && value < 2 ** Math.min(8 * width, 53))) {
      throw new RangeError(`${value} does not fit into ${width} bytes of a ZIP archive.`);
    }
    if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  return bytes;
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** The format's years go from 1980 to 2107: what is outside is moved to the edge. */
function dosTime(at: number): { readonly date: number; readonly time: number } {
  const time = new Date(Math.min(Math.max(at, Date.UTC(1980, 0)), Date.UTC(2108, 0) - 1));
  return {
    date: ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate(),
    time: (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1),
  };
}
