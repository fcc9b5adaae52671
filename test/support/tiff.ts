/**
 * Writes TIFF files of every kind that a library would not: floats, several pages, headers that claim what is not there.
 */
import { writeFileSync } from 'node:fs';

type SampleFormat = 'unsigned' | 'signed' | 'float';
const FORMATS: Readonly<Record<SampleFormat, number>> = { unsigned: 1, signed: 2, float: 3 };

export type TiffPage = {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly format?: SampleFormat;
  /** Samples of a pixel. */
  readonly samples?: number;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK. */
  readonly photometric?: number;
  /** 1 to 8, as in EXIF. */
  readonly orientation?: number;
  /** Samples one plane after the other. */
  readonly planar?: boolean;
  /** 16-bit red, green and blue of all entries, for a palette. */
  readonly palette?: Uint16Array;
  /** Rows from the top, little-endian. */
  readonly data: ArrayBufferView;
};

type Entry = { readonly tag: number; readonly type: 3 | 4; readonly values: readonly number[] };

/** An uncompressed little-endian TIFF with these pages. */
export function writeTiff(path: string, pages: readonly TiffPage[]): void {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])];
  let at = 8;
  pages.forEach((page, index) => {
    const last = index === pages.length - 1;
    const directory = writePage(page, at, last);
    parts.push(directory);
    at += directory.length;
  });
  writeFileSync(path, Buffer.concat(parts));
}

/** Directory, the values that do not fit into it, then the pixels. */
function writePage(page: TiffPage, at: number, last: boolean): Buffer {
  const { width, height, bits, samples = 1, planar = false } = page;
  const pixels = Buffer.from(page.data.buffer, page.data.byteOffset, page.data.byteLength);
  const planes = planar ? samples : 1;
  const entry = (tag: number, type: 3 | 4, ...values: number[]): Entry => ({ tag, type, values });
  const entries: Entry[] = [
    entry(256, 4, width),
    entry(257, 4, height),
    entry(258, 3, ...Array.from({ length: samples }, () => bits)),
    entry(259, 3, 1),
    entry(262, 3, page.photometric ?? (samples >= 3 ? 2 : 1)),
    entry(273, 4, ...Array.from({ length: planes }, () => 0)),
    entry(274, 3, page.orientation ?? 1),
    entry(277, 3, samples),
    entry(278, 4, height),
    entry(279, 4, ...Array.from({ length: planes }, () => pixels.length / planes)),
    entry(284, 3, planar ? 2 : 1),
    ...(page.palette ? [entry(320, 3, ...page.palette)] : []),
    entry(339, 3, ...Array.from({ length: samples }, () => FORMATS[page.format ?? 'unsigned'])),
  ];
  const directoryBytes = 2 + entries.length * 12 + 4;
  const bytesOf = ({ type, values }: Entry) => values.length * (type === 3 ? 2 : 4);
  const outside = entries.reduce((sum, one) => sum + (bytesOf(one) > 4 ? bytesOf(one) : 0), 0);
  const pixelsAt = at + directoryBytes + outside;
  const end = pixelsAt + pixels.length;
  const padding = end % 2;
  const buffer = Buffer.alloc(end + padding - at);
  buffer.writeUInt16LE(entries.length, 0);
  let extra = directoryBytes;
  entries.forEach((one, index) => {
    const values =
      one.tag === 273
        ? one.values.map((_, plane) => pixelsAt + (plane * pixels.length) / planes)
        : one.values;
    const place = 2 + index * 12;
    buffer.writeUInt16LE(one.tag, place);
    buffer.writeUInt16LE(one.type, place + 2);
    buffer.writeUInt32LE(values.length, place + 4);
    const far = bytesOf(one) > 4;
    if (far) buffer.writeUInt32LE(at + extra, place + 8);
    let write = far ? extra : place + 8;
    for (const value of values) {
      if (one.type === 3) buffer.writeUInt16LE(value, write);
      else buffer.writeUInt32LE(value, write);
      write += one.type === 3 ? 2 : 4;
    }
    if (far) extra += bytesOf(one);
  });
  buffer.writeUInt32LE(last ? 0 : end + padding, directoryBytes - 4);
  pixels.copy(buffer, pixelsAt - at);
  return buffer;
}
