/**
 * The bytes of a stored frame index, read without Node: the engine and the window take the same frames from them. The
 * format is told where they are written, in the engine's `frame-index-codec.ts`.
 */

/** Which pictures a video shows, and when: see the engine's `FrameIndex`. */
export type FrameTable = {
  readonly count: number;
  /** Seconds per tick, as a fraction of whole numbers. */
  readonly timeBase: { readonly num: number; readonly den: number };
  /** Ticks of frame i, as in the file; whole numbers that strictly grow. */
  readonly pts: Float64Array;
  /** 1 where frame i is a key frame. */
  readonly keys: Uint8Array;
  /** `packets`: read from the container; `frames`: the video was decoded to be sure. */
  readonly source: 'packets' | 'frames';
  readonly damaged: boolean;
  readonly note: string | null;
};

/** The first bytes of a stored index; a zlib stream of the table's bytes follows. */
export const FRAME_TABLE_MAGIC: readonly number[] = [0x53, 0x46, 0x49, 0x31];

/** Reads the inflated bytes. Null when they are damaged. */
export function readFrameTable(bytes: Uint8Array): FrameTable | null {
  const reader = readerOf(bytes);
  const flags = reader.byte();
  const count = reader.varint();
  const timeBase = { num: reader.varint(), den: reader.varint() };
  const note = reader.text(reader.varint());
  // Each frame takes a byte at least: a damaged count must not ask for more memory than there are bytes.
  if (count > bytes.length) return null;
  const pts = new Float64Array(count);
  let last = 0;
  let distance = 0;
  for (let at = 0; at < count; at += 1) {
    distance += reader.zigzag();
    last += distance;
    pts[at] = last;
  }
  const keys = new Uint8Array(count);
  for (let at = 0; at < count; at += 8) {
    const bits = reader.byte();
    for (let bit = 0; bit < 8 && at + bit < count; bit += 1) keys[at + bit] = (bits >> bit) & 1;
  }
  if (reader.overrun()) return null;
  return {
    count,
    timeBase,
    pts,
    keys,
    source: flags & 2 ? 'frames' : 'packets',
    damaged: (flags & 1) === 1,
    note: note === '' ? null : note,
  };
}

/** Seconds from the first frame to frame `at`. NaN outside the video. */
export function tableSeconds({ pts, timeBase }: FrameTable, at: number): number {
  return (((pts[at] ?? Number.NaN) - (pts[0] ?? 0)) * timeBase.num) / timeBase.den;
}

/** Past the end it answers zeros, and says so afterwards: a check at each of a million bytes is what takes the time. */
function readerOf(bytes: Uint8Array) {
  let position = 0;

  function byte(): number {
    const value = bytes[position] ?? 0;
    position += 1;
    return value;
  }

  /** Arithmetic instead of shifts: ticks reach past 32 bits. */
  function varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const next = byte();
      value += (next & 127) * scale;
      if (next < 128) return value;
      scale *= 128;
    }
  }

  return {
    byte,
    varint,
    zigzag(): number {
      const value = varint();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    text(length: number): string {
      const part = bytes.subarray(position, position + length);
      position += length;
      return utf8(part);
    },
    overrun: () => position > bytes.length,
  };
}

/** There is no TextDecoder in the domain; a wrong byte makes the text unreadable, not the table. */
function utf8(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return '';
  }
}
