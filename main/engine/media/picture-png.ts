/** Walks through a PNG, chunk by chunk, to its end. */
import { crc32 } from 'node:zlib';
import type { StoredPicture } from './exif-orientation.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
/** Its orientation and its frames are read by a decoder: they are rare. */
const ODD = new Set(['eXIf', 'acTL']);

/** Null unless every chunk is whole, its checksum right, and the last one in its place. */
export function wholePng(bytes: Buffer): StoredPicture | null {
  if (bytes.toString('latin1', 0, 8) !== SIGNATURE) return null;
  let size: { width: number; height: number } | null = null;
  let data = false;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null;
    if (type === 'IHDR') {
      // What has more than 8 bits a sample is looked at value by value.
      if (length !== 13 || size || (bytes[at + 16] ?? 0) > 8) return null;
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    } else if (type === 'IDAT') data = true;
    else if (ODD.has(type)) return null;
    else if (type === 'IEND') {
      return size && data && size.width > 0 && size.height > 0 ? { ...size, orientation: 1 } : null;
    }
    at = end;
  }
  return null;
}
