/** Headers of BMP files, which the picture library cannot read: FFmpeg decodes them. */
import { open } from 'node:fs/promises';
import { unreadable } from './tool-errors.ts';

const HEADER_BYTES = 30;

/** True for the first bytes of a BMP. */
export function isBmp(header: Uint8Array): boolean {
  return header[0] === 0x42 && header[1] === 0x4d;
}

/** Size in pixels and bits of a pixel. Throws `media-unreadable`. */
export async function readBmpHeader(
  path: string,
): Promise<{ width: number; height: number; bits: number } | null> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    if (bytesRead < 2 || !isBmp(buffer)) return null;
    if (bytesRead < HEADER_BYTES)
      throw unreadable(path, 'is cut short. Copy it again from where it came from.');
    // The oldest header has 16-bit numbers; the others have a height below 0 when the first row is the top one.
    const old = buffer.readUInt32LE(14) === 12;
    const width = old ? buffer.readUInt16LE(18) : buffer.readInt32LE(18);
    const height = old ? buffer.readUInt16LE(20) : Math.abs(buffer.readInt32LE(22));
    const bits = old ? buffer.readUInt16LE(24) : buffer.readUInt16LE(28);
    if (width <= 0 || height === 0) throw unreadable(path, 'is damaged: it has no size.');
    return { width, height, bits };
  } finally {
    await handle.close();
  }
}

type Flat = { readonly width: number; readonly height: number; readonly channels: 1 | 3 };

const FILE_HEADER = 14;
const INFO_HEADER = 40;

/**
 * Grey or RGB pixels as a BMP, rows from the top: the one format that costs next to nothing to write and to read, for
 * pictures that only go from the engine to a window.
 */
export function encodeBmp(pixels: Uint8Array, { width, height, channels }: Flat): Buffer {
  const palette = channels === 1 ? 1024 : 0;
  const start = FILE_HEADER + INFO_HEADER + palette;
  const from = width * channels;
  const row = Math.ceil(from / 4) * 4;
  const out = Buffer.alloc(start + row * height);
  out.write('BM', 'latin1');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(start, 10);
  out.writeUInt32LE(INFO_HEADER, 14);
  out.writeInt32LE(width, 18);
  // Below 0: the first row is the top one.
  out.writeInt32LE(-height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(channels * 8, 28);
  out.writeUInt32LE(row * height, 34);
  for (let grey = 0; grey < palette / 4; grey += 1) out.fill(grey, 54 + grey * 4, 54 + grey * 4 + 3);
  for (let y = 0; y < height; y += 1) {
    const target = start + y * row;
    if (channels === 1) out.set(pixels.subarray(y * from, (y + 1) * from), target);
    else swapRow(pixels, y * from, out, target, from);
  }
  return out;
}

/** Red, green, blue becomes blue, green, red. */
function swapRow(pixels: Uint8Array, start: number, out: Uint8Array, target: number, length: number): void {
  for (let at = 0; at < length; at += 3) {
    out[target + at] = pixels[start + at + 2] ?? 0;
    out[target + at + 1] = pixels[start + at + 1] ?? 0;
    out[target + at + 2] = pixels[start + at] ?? 0;
  }
}
