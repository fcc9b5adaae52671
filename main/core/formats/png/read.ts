/**
 * Masks from PNG files: a pixel is marked when its alpha is above the half. A file without alpha is taken by its
 * brightness, as other tools write masks, too.
 */
import { SluiceError } from '../../errors.ts';
import { buildMask, type Mask } from '../../geometry/mask/mask.ts';
import type { Size } from '../../geometry/plane.ts';
import { inflate } from './inflate.ts';
import { type Marked, markedBy, type PixelForm } from './pixels.ts';
import { unfilter } from './unfilter.ts';

/** More is no picture that is worked on here, but a file that is out to fill the memory. */
const MOST_PIXELS = 250_000_000;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** @throws SluiceError `invalid-input` that says what is wrong with the file */
export function readMaskPng(file: Uint8Array): Mask {
  if (SIGNATURE.some((byte, at) => file[at] !== byte)) throw misfit('does not begin as one');
  const { size, form, packed } = readChunks(file);
  const isMarked = markedBy(form);
  if (!isMarked) throw misfit(`has the colour type ${form.colorType} with ${form.depth} bits`);
  const rowBytes = Math.ceil((size.width * isMarked.bits) / 8);
  const builder = buildMask(size, 0);
  const step = Math.max(1, isMarked.bits >> 3);
  let before = createRow(rowBytes);
  let row = createRow(rowBytes);
  /** True: the row before has zeros only. */
  let blank = true;
  let filled = 0;
  let rows = 0;
  let known = true;

  function takeRow({ addRow, freeZeros }: Marked): void {
    const filter = row.bytes[0] ?? 0;
    builder.nextRow();
    // Most rows of most masks: differences of nothing from nothing are nothing.
    blank = (filter < 2 || (blank && filter < 5)) && isBlank(row);
    if (!blank) known &&= unfilter(filter, row.bytes.subarray(1), before.bytes.subarray(1), step);
    if (!blank || !freeZeros) addRow(row.bytes.subarray(1), size.width, builder.add);
    [before, row] = [row, before];
    filled = 0;
    rows++;
  }

  // The first two bytes say how it is packed.
  const isWhole = inflate(packed.subarray(2), (bytes) => {
    for (let at = 0; at < bytes.length && rows < size.height; ) {
      const part = bytes.subarray(at, at + rowBytes + 1 - filled);
      row.bytes.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === rowBytes + 1) takeRow(isMarked);
    }
    return rows === size.height;
  });
  if (!isWhole || rows < size.height || !known) throw misfit('is damaged');
  return builder.done();
}

/** The filter and the bytes of a row, and four of its bytes at a time. */
type Row = { readonly bytes: Uint8Array; readonly words: Uint32Array };

function createRow(rowBytes: number): Row {
  const buffer = new ArrayBuffer(4 + rowBytes);
  return {
    bytes: new Uint8Array(buffer, 3, rowBytes + 1),
    words: new Uint32Array(buffer, 4, rowBytes >> 2),
  };
}

function isBlank({ bytes, words }: Row): boolean {
  for (let at = 0; at < words.length; at++) if (words[at] !== 0) return false;
  return bytes.subarray(1 + 4 * words.length).every((byte) => byte === 0);
}

type Chunks = { readonly size: Size; readonly form: PixelForm; readonly packed: Uint8Array };

function readChunks(file: Uint8Array): Chunks {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let head: Uint8Array | null = null;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  const data: Uint8Array[] = [];
  for (let at = SIGNATURE.length; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const body = file.subarray(at + 8, at + 8 + length);
    if (body.length < length) throw misfit('ends too early');
    if (type === 'IHDR' && length === 13) head = body;
    else if (type === 'PLTE') palette = body;
    else if (type === 'tRNS') transparency = body;
    else if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  if (!head) throw misfit('has no size');
  const header = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const size = { width: header.getUint32(0), height: header.getUint32(4) };
  const [depth = 0, colorType = 0, , , interlaced = 0] = head.subarray(8);
  if (interlaced !== 0) throw misfit('is interlaced; save it without');
  if (size.width === 0 || size.height === 0) throw misfit('has no pixels');
  if (size.width * size.height > MOST_PIXELS) throw misfit(`has more than ${MOST_PIXELS / 1e6} megapixels`);
  return { size, form: { depth, colorType, palette, transparency }, packed: joined(data) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function misfit(why: string): SluiceError {
  return new SluiceError('invalid-input', `The PNG file of the mask ${why}.`);
}
