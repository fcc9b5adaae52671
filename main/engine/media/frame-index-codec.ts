/**
 * A frame index as a compact blob for a database column.
 *
 * Format, version 1: the four bytes "SFI1", then a zlib stream (its checksum finds a damaged blob) of
 *   u8      flags: bit 0 damaged, bit 1 source is "frames"
 *   varint  count, time base numerator, time base denominator
 *   varint  length of the note in bytes, then the note in UTF-8 (length 0: no note)
 *   zigzag  first pts, then per frame the change of the distance to the frame before (0 for a constant rate)
 *   bytes   key flags, one bit a frame, lowest bit first
 * Varints are little-endian base 128. An hour at a constant rate takes well under a kilobyte.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { SluiceError } from '#core/errors.ts';
import { FRAME_TABLE_MAGIC, readFrameTable } from '#core/media/frame-table.ts';
import type { FrameIndex } from './frame-index.ts';
import { ticksToSeconds } from './time-base.ts';

const MAGIC = Buffer.from(FRAME_TABLE_MAGIC);

/** Bytes of the index; `decodeFrameIndex` reads them. */
export function encodeFrameIndex(index: FrameIndex): Uint8Array {
  const bytes: number[] = [(index.damaged ? 1 : 0) | (index.source === 'frames' ? 2 : 0)];
  const note = Buffer.from(index.note ?? '', 'utf8');
  for (const value of [index.count, index.timeBase.num, index.timeBase.den, note.length]) {
    pushVarint(bytes, value);
  }
  bytes.push(...note);
  let last = 0;
  let distance = 0;
  for (const pts of index.pts) {
    const next = pts - last;
    pushZigzag(bytes, next - distance);
    [last, distance] = [pts, next];
  }
  const keys = new Uint8Array(Math.ceil(index.count / 8));
  for (const [position, key] of index.keys.entries()) {
    if (key) keys[position >> 3] = (keys[position >> 3] ?? 0) | (1 << (position & 7));
  }
  return Buffer.concat([MAGIC, deflateSync(Buffer.concat([Uint8Array.from(bytes), keys]))]);
}

/** The index in a blob that `encodeFrameIndex` made. Throws `internal` when the bytes are damaged. */
export function decodeFrameIndex(blob: Uint8Array): FrameIndex {
  const table = readFrameTable(inflate(blob));
  if (!table) throw damagedBlob();
  return { ...table, startSeconds: ticksToSeconds(table.pts[0] ?? 0, table.timeBase) };
}

function inflate(blob: Uint8Array): Uint8Array {
  if (!MAGIC.equals(blob.subarray(0, MAGIC.length))) throw damagedBlob();
  try {
    return inflateSync(blob.subarray(MAGIC.length));
  } catch (cause) {
    throw damagedBlob(cause);
  }
}

function damagedBlob(cause?: unknown): SluiceError {
  return new SluiceError(
    'internal',
    'A stored frame index is damaged; index the video again.',
    {},
    { cause },
  );
}

/** Arithmetic instead of shifts: ticks reach past 32 bits. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function pushZigzag(bytes: number[], value: number): void {
  pushVarint(bytes, value >= 0 ? value * 2 : -value * 2 - 1);
}
