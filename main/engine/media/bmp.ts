/** Headers of BMP files, which the picture library cannot read: FFmpeg decodes them. */
import { open } from 'node:fs/promises';
import { unreadable } from './tool-errors.ts';

const HEADER_BYTES = 30;

/** True for the first bytes of a BMP. */
export function isBmp(header: Buffer): boolean {
  return header.toString('latin1', 0, 2) === 'BM';
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
