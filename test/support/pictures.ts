/** Pictures that no library would write: animations by hand, and headers that claim what is not there. */
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** One chunk of a PNG. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function pngHeader(width: number, height: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  // 8 bits, grey.
  data.set([8, 0, 0, 0, 0], 8);
  return pngChunk('IHDR', data);
}

/** An animated PNG with one frame of each grey. */
export function apng(width: number, height: number, greys: readonly number[]): Buffer {
  const rows = (grey: number) => {
    const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, grey)]);
    return deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  };
  let sequence = 0;
  const next = () => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(sequence);
    sequence += 1;
    return bytes;
  };
  const control = Buffer.alloc(8);
  control.writeUInt32BE(greys.length, 0);
  const frames = greys.flatMap((grey, index) => {
    const frame = Buffer.alloc(22);
    frame.writeUInt32BE(width, 0);
    frame.writeUInt32BE(height, 4);
    frame.writeUInt16BE(1, 16);
    frame.writeUInt16BE(10, 18);
    const head = pngChunk('fcTL', Buffer.concat([next(), frame]));
    const pixels =
      index === 0 ? pngChunk('IDAT', rows(grey)) : pngChunk('fdAT', Buffer.concat([next(), rows(grey)]));
    return [head, pixels];
  });
  return Buffer.concat([
    SIGNATURE,
    pngHeader(width, height),
    pngChunk('acTL', control),
    ...frames,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export type Bomb = {
  readonly name: string;
  readonly bytes: Buffer;
  /** What a person has to read about it. */
  readonly claim: RegExp;
};

/** Small files that claim to be huge. */
export async function bombs(): Promise<Bomb[]> {
  const small = sharp({ create: { width: 8, height: 8, channels: 3, background: '#123456' } });
  const huge = /claims to have 50,000 × 50,000 pixels.*At most [\d,]+ megapixels/;
  const png = Buffer.concat([
    SIGNATURE,
    pngHeader(50_000, 50_000),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
  const gif = await small.clone().gif().toBuffer();
  gif.writeUInt16LE(50_000, 6);
  gif.writeUInt16LE(50_000, 8);
  const picture = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, 8, 0, 8, 0]));
  gif.writeUInt16LE(50_000, picture + 5);
  gif.writeUInt16LE(50_000, picture + 7);
  const tiff = await small.clone().tiff({ compression: 'none' }).toBuffer();
  const directory = tiff.readUInt32LE(4);
  for (let at = directory + 2; at < directory + 2 + 12 * tiff.readUInt16LE(directory); at += 12) {
    if (tiff.readUInt16LE(at) !== 256 && tiff.readUInt16LE(at) !== 257) continue;
    tiff.writeUInt16LE(4, at + 2);
    tiff.writeUInt32LE(50_000, at + 8);
  }
  const jpeg = await small.clone().jpeg().toBuffer();
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(50_000, frame + 5);
  jpeg.writeUInt16BE(50_000, frame + 7);
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="50000" height="50000"><rect/></svg>',
  );
  const bmp = Buffer.alloc(64);
  bmp.write('BM');
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(50_000, 18);
  bmp.writeInt32LE(-50_000, 22);
  bmp.writeUInt16LE(24, 28);
  return [
    { name: 'bomb.png', bytes: png, claim: huge },
    { name: 'bomb.gif', bytes: gif, claim: huge },
    { name: 'bomb.tif', bytes: tiff, claim: huge },
    { name: 'bomb.jpg', bytes: jpeg, claim: huge },
    { name: 'bomb.bmp', bytes: bmp, claim: huge },
    { name: 'bomb.webp', bytes: await webpFrames(), claim: /claims to have (5 frames of )?16,383 × 16,383/ },
    { name: 'bomb.avif', bytes: await hugeAvif(), claim: /claims to have 30,000 × 30,000 pixels.*At most/ },
    { name: 'pages.png', bytes: manyFrames(), claim: /claims to have 1,000,000 frames.*At most 2,000/ },
    { name: 'drawing.png', bytes: svg, claim: /is an SVG drawing/ },
  ];
}

function manyFrames(): Buffer {
  const control = Buffer.alloc(8);
  control.writeUInt32BE(1_000_000, 0);
  return Buffer.concat([
    SIGNATURE,
    pngHeader(2, 2),
    pngChunk('acTL', control),
    pngChunk('IDAT', deflateSync(Buffer.alloc(6))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One chunk of a WebP. */
function webpChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** An animation of the largest size that a WebP can have, each of whose frames changes a corner only. */
async function webpFrames(): Promise<Buffer> {
  const small = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123456' } })
    .webp({ lossless: true })
    .toBuffer();
  const bitstream = small.subarray(12);
  const extended = Buffer.alloc(10);
  // Animated.
  extended[0] = 2;
  extended.writeUIntLE(16_382, 4, 3);
  extended.writeUIntLE(16_382, 7, 3);
  const frame = Buffer.alloc(16);
  frame.writeUIntLE(7, 6, 3);
  frame.writeUIntLE(7, 9, 3);
  frame.writeUIntLE(100, 12, 3);
  const frames = Array.from({ length: 5 }, () => webpChunk('ANMF', Buffer.concat([frame, bitstream])));
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    webpChunk('VP8X', extended),
    webpChunk('ANIM', Buffer.alloc(6)),
    ...frames,
  ]);
  return webpChunk('RIFF', body);
}

/** An AVIF whose property of its size says more than its pixels do. */
async function hugeAvif(): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#123456' } })
    .avif()
    .toBuffer();
  const size = bytes.indexOf('ispe');
  bytes.writeUInt32BE(30_000, size + 8);
  bytes.writeUInt32BE(30_000, size + 12);
  return bytes;
}
