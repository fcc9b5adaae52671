/**
 * Takes one page out of a TIFF file: its directory and its compressed strips or tiles, byte by byte. Nothing is decoded, so
 * that whatever the page holds (floats, CMYK, a palette) stays as it is.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { SluiceError } from '#core/errors.ts';
import { readTiff, type TiffEntry, type TiffFile, wholeNumbers } from './tiff-directory.ts';
import { unreadable } from './tool-errors.ts';

const STRIP_OFFSETS = 273;
const STRIP_BYTES = 279;
const TILE_OFFSETS = 324;
const TILE_BYTES = 325;
/** Places of other directories (pages within the page, EXIF, GPS), which are not taken along. */
const POINTERS: ReadonlySet<number> = new Set([330, 34_665, 34_853, 40_965]);
const MOST_BYTES = 0xfff0_0000;

/**
 * Writes the page (from 0) as a TIFF file of its own. Throws `media-unreadable` for a damaged file or a page that it does
 * not have, `unsupported` for a page of more than 4 GB.
 */
export async function writeTiffPage(path: string, page: number, output: string): Promise<void> {
  const file = await readTiff(path, page + 1);
  const directory = file.directories[page];
  if (!directory) throw unreadable(path, `has no page ${page + 1}.`);
  const tiled = directory.some(({ tag }) => tag === TILE_OFFSETS);
  const [placeTag, sizeTag] = tiled ? [TILE_OFFSETS, TILE_BYTES] : [STRIP_OFFSETS, STRIP_BYTES];
  const places = wholeNumbers(file, directory, placeTag);
  const sizes = wholeNumbers(file, directory, sizeTag);
  if (places.length === 0 || places.length !== sizes.length) {
    throw unreadable(path, 'is damaged or cut short. Copy it again from where it came from.');
  }
  if (sizes.reduce((sum, size) => sum + size, 0) > MOST_BYTES) {
    throw new SluiceError('unsupported', `Page ${page + 1} of ${path} is larger than 4 GB. Split the file.`);
  }
  const kept = directory.filter(({ tag }) => !POINTERS.has(tag) && tag !== placeTag && tag !== sizeTag);
  const { head, starts } = layOut(file, kept, { placeTag, sizeTag, sizes });
  const source = await open(path, 'r');
  try {
    const target = await open(output, 'w');
    try {
      await target.write(head, 0, head.length, 0);
      for (const [index, from] of places.entries()) {
        await copyBytes(source, target, { from, to: starts[index] ?? 0, length: sizes[index] ?? 0, path });
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

type Strips = { readonly placeTag: number; readonly sizeTag: number; readonly sizes: readonly number[] };

/** The head of the new file: everything before the pixels, and where each strip or tile goes. */
function layOut(
  file: TiffFile,
  kept: readonly TiffEntry[],
  strips: Strips,
): { head: Buffer; starts: number[] } {
  const longs = (tag: number, values: readonly number[]): TiffEntry => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, at) => {
      writer(file.little).u32(bytes, value, at * 4);
    });
    return { tag, type: 4, count: values.length, bytes };
  };
  const entries = (starts: readonly number[]) =>
    [...kept, longs(strips.placeTag, starts), longs(strips.sizeTag, strips.sizes)].toSorted(
      (a, b) => a.tag - b.tag,
    );
  const empty = entries(strips.sizes.map(() => 0));
  const far = empty.reduce((sum, { bytes }) => sum + (bytes.length > 4 ? even(bytes.length) : 0), 0);
  const begin = 8 + 2 + empty.length * 12 + 4 + far;
  const starts: number[] = [];
  let at = begin;
  for (const size of strips.sizes) {
    starts.push(at);
    at += even(size);
  }
  return { head: writeHead(file.little, entries(starts), begin), starts };
}

function writeHead(little: boolean, entries: readonly TiffEntry[], length: number): Buffer {
  const head = Buffer.alloc(length);
  const { u16, u32 } = writer(little);
  head.write(little ? 'II' : 'MM', 'latin1');
  u16(head, 42, 2);
  u32(head, 8, 4);
  u16(head, entries.length, 8);
  let far = 10 + entries.length * 12 + 4;
  entries.forEach(({ tag, type, count, bytes }, index) => {
    const place = 10 + index * 12;
    u16(head, tag, place);
    // 64-bit places are for files larger than this one can be; their numbers are read as such all the same.
    u16(head, type, place + 2);
    u32(head, count, place + 4);
    if (bytes.length <= 4) {
      bytes.copy(head, place + 8);
      return;
    }
    u32(head, far, place + 8);
    bytes.copy(head, far);
    far += even(bytes.length);
  });
  return head;
}

const even = (length: number): number => length + (length % 2);

function writer(little: boolean) {
  return {
    u16: (bytes: Buffer, value: number, at: number) =>
      little ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at),
    u32: (bytes: Buffer, value: number, at: number) =>
      little ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at),
  };
}

const CHUNK = 4 << 20;

type Piece = { readonly from: number; readonly to: number; readonly length: number; readonly path: string };

async function copyBytes(source: FileHandle, target: FileHandle, piece: Piece): Promise<void> {
  const buffer = Buffer.alloc(Math.min(CHUNK, piece.length));
  for (let done = 0; done < piece.length; ) {
    const want = Math.min(CHUNK, piece.length - done);
    const { bytesRead } = await source.read(buffer, 0, want, piece.from + done);
    if (bytesRead === 0)
      throw unreadable(piece.path, 'is damaged or cut short. Copy it again from where it came from.');
    await target.write(buffer, 0, bytesRead, piece.to + done);
    done += bytesRead;
  }
}
