/** A colour profile by hand, and pictures whose stored numbers mean colours of it: no library says what these are. */
import { deflateSync } from 'node:zlib';
import { pngChunk } from './pictures.ts';

const HEADER = 128;
/** Adobe RGB (1998): red, green, blue and white of its standard, seen under the light of print (D50). */
const COLOURS = {
  rXYZ: [0.60974, 0.31111, 0.01947],
  gXYZ: [0.20528, 0.62567, 0.06087],
  bXYZ: [0.14919, 0.06322, 0.74457],
  wtpt: [0.9642, 1, 0.8249],
} as const;
/** 563/256 in 8.8 bits. */
const GAMMA = 0x0233;

/**
 * Stored numbers and the colour that a screen shows for them, both worked out from the two standards:
 * linear = (stored / 255) ^ (563 / 256), through XYZ, then the curve of sRGB.
 */
export const ADOBE_RGB_COLOURS = [
  { stored: [177, 100, 56], shown: [200, 100, 50] },
  { stored: [54, 72, 195], shown: [40, 70, 200] },
] as const;

/** An ICC profile, version 2: three colours and a gamma curve. */
export function adobeRgb(): Buffer {
  const fixed = (value: number) => Math.round(value * 65_536);
  const points = Object.entries(COLOURS).map(([name, values]) => {
    const data = Buffer.alloc(20);
    data.write('XYZ ', 'latin1');
    values.forEach((value, at) => {
      data.writeInt32BE(fixed(value), 8 + at * 4);
    });
    return { name, data };
  });
  const curve = Buffer.alloc(16);
  curve.write('curv', 'latin1');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(GAMMA, 12);
  const tags = [...points, ...['rTRC', 'gTRC', 'bTRC'].map((name) => ({ name, data: curve }))];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length, 0);
  let at = HEADER + table.length;
  tags.forEach(({ name, data }, index) => {
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(at, 8 + index * 12);
    table.writeUInt32BE(data.length, 12 + index * 12);
    at += data.length;
  });
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(at, 0);
  header.writeUInt32BE(0x02100000, 8);
  header.write('mntrRGB XYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  COLOURS.wtpt.forEach((value, index) => {
    header.writeInt32BE(fixed(value), 68 + index * 4);
  });
  return Buffer.concat([header, table, ...tags.map(({ data }) => data)]);
}

/** The PNG with a profile: its numbers stay, and mean other colours. */
export function pngWithProfile(png: Buffer, icc: Buffer): Buffer {
  // The signature and the first chunk, which holds the size.
  const start = 8 + 25;
  const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('by hand\0\0', 'latin1'), deflateSync(icc)]));
  return Buffer.concat([png.subarray(0, start), chunk, png.subarray(start)]);
}

/** The JPEG with a profile. */
export function jpegWithProfile(jpeg: Buffer, icc: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe2, 0);
  head.writeUInt16BE(2 + 14 + icc.length, 2);
  const segment = Buffer.concat([head, Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), icc]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
