/** Pixels that mean colours of their own profile (Display P3, Adobe RGB, …) as those of a screen. */
import { loadSharp } from './sharp.ts';

export type ProfiledPixels = {
  /** 8 bits a sample, row by row. */
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  /** 3, or 4 with alpha. */
  readonly channels: number;
  readonly icc: Uint8Array;
};

const SHORT = 3;
const LONG = 4;
const BYTES = 7;

/** The same pixels in sRGB; as they are when the profile is none for such pixels. */
export async function toSrgb(pixels: ProfiledPixels): Promise<Buffer> {
  const sharp = await loadSharp();
  const picture = sharp(tiffOf(pixels), { limitInputPixels: false }).toColourspace('srgb');
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return info.channels === pixels.channels ? data : pixels.data;
}

/** The picture library takes a profile only with a file; this one costs a copy of the pixels, and no compression. */
function tiffOf({ data, width, height, channels, icc }: ProfiledPixels): Buffer {
  const alpha = channels === 4 ? [{ tag: 338, type: SHORT, count: 1, value: 2 }] : [];
  const count = 11 + alpha.length;
  const bitsAt = 8 + 2 + count * 12 + 4;
  const iccAt = bitsAt + channels * 2;
  const pixelsAt = iccAt + icc.length + (icc.length % 2);
  const entries = [
    { tag: 256, type: LONG, count: 1, value: width },
    { tag: 257, type: LONG, count: 1, value: height },
    { tag: 258, type: SHORT, count: channels, value: bitsAt },
    { tag: 259, type: SHORT, count: 1, value: 1 },
    { tag: 262, type: SHORT, count: 1, value: 2 },
    { tag: 273, type: LONG, count: 1, value: pixelsAt },
    { tag: 277, type: SHORT, count: 1, value: channels },
    { tag: 278, type: LONG, count: 1, value: height },
    { tag: 279, type: LONG, count: 1, value: data.length },
    { tag: 284, type: SHORT, count: 1, value: 1 },
    ...alpha,
    { tag: 34_675, type: BYTES, count: icc.length, value: iccAt },
  ];
  const head = Buffer.alloc(pixelsAt);
  head.write('II', 'latin1');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(count, 8);
  entries.forEach(({ tag, type, count: values, value }, index) => {
    const at = 10 + index * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(values, at + 4);
    head.writeUInt32LE(value, at + 8);
  });
  for (let sample = 0; sample < channels; sample += 1) head.writeUInt16LE(8, bitsAt + sample * 2);
  head.set(icc, iccAt);
  return Buffer.concat([head, data]);
}
