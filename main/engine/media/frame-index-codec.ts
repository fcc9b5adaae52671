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
import type { FrameIndex } from './frame-index.ts';
import { ticksToSeconds } from './time-base.ts';

const MAGIC = Buffer.from('SFI1', 'ascii');

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
  const reader = new Reader(inflate(blob));
  const flags = reader.byte();
  const count = reader.varint();
  const timeBase = { num: reader.varint(), den: reader.varint() };
  const note = reader.text(reader.varint());
  const pts = new Float64Array(count);
  let last = 0;
  let distance = 0;
  for (let position = 0; position < count; position += 1) {
    distance += reader.zigzag();
    last += distance;
    pts[position] = last;
  }
  const keys = new Uint8Array(count);
  for (let position = 0; position < count; position += 8) {
    const bits = reader.byte();
    for (let bit = 0; bit < 8 && position + bit < count; bit += 1) keys[position + bit] = (bits >> bit) & 1;
  }
  return {
    count,
    timeBase,
    pts,
    keys,
    startSeconds: ticksToSeconds(pts[0] ?? 0, timeBase),
    source: flags & 2 ? 'frames' : 'packets',
    damaged: (flags & 1) === 1,
    note: note === '' ? null : note,
  };
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

class Reader {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    const value = this.bytes[this.position];
    if (value === undefined) throw damagedBlob();
    this.position += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(length: number): string {
    const end = this.position + length;
    if (end > this.bytes.length) throw damagedBlob();
    const text = Buffer.from(this.bytes.subarray(this.position, end)).toString('utf8');
    this.position = end;
    return text;
  }
}
