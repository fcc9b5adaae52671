/**
 * A mask as a text, as it is stored: `rle:WIDTHxHEIGHT:` and in base64 its first row, then for each row the number of its
 * borders (starts and ends of runs) and how far each is from the one above it, or from the one before when the row above
 * has another number of them. The numbers are small, so most take one byte: a blob 1,000 pixels high takes 4 kB.
 */
import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { MASK_TEXT } from '../../model/mask-text.ts';
import { buildMask, emptyMask, type Mask, rowCount } from './mask.ts';

export function writeMaskText(mask: Mask): string {
  const out = byteWriter();
  if (mask.runs.length > 0) out.number(mask.top);
  let above: readonly [begin: number, length: number] = [0, 0];
  for (let row = 0; row < rowCount(mask); row++) {
    const begin = mask.rows[row] ?? 0;
    const length = (mask.rows[row + 1] ?? 0) - begin;
    out.number(length);
    const alike = length === above[1];
    for (let at = 0; at < length; at++) {
      const value = mask.runs[begin + at] ?? 0;
      if (alike) out.signed(value - (mask.runs[above[0] + at] ?? 0));
      else out.number(value - (at === 0 ? 0 : (mask.runs[begin + at - 1] ?? 0)));
    }
    above = [begin, length];
  }
  return `rle:${mask.width}x${mask.height}:${toBase64(out.done())}`;
}

/** Null when it is not a text of a mask, or tells of pixels that are not on its picture. */
export function readMaskText(text: string): Mask | null {
  const [head, width, height, body] = MASK_TEXT.exec(text) ?? [];
  if (head === undefined || body === undefined) return null;
  const bytes = fromBase64(body);
  return bytes && readRows({ width: Number(width), height: Number(height) }, bytes);
}

function readRows(size: { readonly width: number; readonly height: number }, bytes: Uint8Array): Mask | null {
  if (bytes.length === 0) return emptyMask(size);
  const input = byteReader(bytes);
  const top = input.number();
  const builder = buildMask(size, top);
  let above: number[] = [];
  for (let y = top; !input.ended(); y++) {
    builder.nextRow();
    const length = input.number();
    // Two borders of a row are apart: a row of more than there are pixels is made up.
    if (length % 2 === 1 || length > size.width + 1 || y >= size.height) return null;
    const alike = length === above.length;
    const row: number[] = [];
    for (let at = 0; at < length; at++) {
      const before = row[at - 1] ?? 0;
      const value = alike ? (above[at] ?? 0) + input.signed() : before + input.number();
      if (value > size.width || value < 0 || (at > 0 && value <= before)) return null;
      row.push(value);
    }
    for (let at = 0; at < length; at += 2) builder.add(row[at] ?? 0, row[at + 1] ?? 0);
    above = row;
  }
  return input.broken() ? null : builder.done();
}

/** Whole numbers from 0 up, 7 bits a byte, the lowest first; those below 0 in turn with those above. */
function byteWriter() {
  let bytes = new Uint8Array(256);
  let count = 0;
  function number(value: number): void {
    if (count + 5 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2);
      larger.set(bytes);
      bytes = larger;
    }
    let rest = value;
    for (; rest > 127; rest >>>= 7) bytes[count++] = (rest & 127) | 128;
    bytes[count++] = rest;
  }
  return {
    number,
    signed: (value: number) => number(value < 0 ? -2 * value - 1 : 2 * value),
    done: () => bytes.subarray(0, count),
  };
}

function byteReader(bytes: Uint8Array) {
  let at = 0;
  function number(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    // No number here is that large.
    at = bytes.length + 1;
    return 0;
  }
  return {
    number,
    signed() {
      const value = number();
      return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
    },
    ended: () => at >= bytes.length,
    /** True when it ended in the middle of a number or a row. */
    broken: () => at > bytes.length,
  };
}
