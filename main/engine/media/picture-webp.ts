/** Reads the frame of a WebP and whether the file is as long as it says. */
import type { StoredPicture } from './exif-orientation.ts';

/** So many zeros at the end are room that a copy has not come to: coded pictures end otherwise. */
const EMPTY_TAIL = Buffer.alloc(64);

/** Null unless it is one still picture of the two plain kinds, as long as it says and not empty at its end. */
export function wholeWebp(bytes: Buffer): StoredPicture | null {
  if (
    bytes.length < 30 ||
    bytes.toString('latin1', 0, 4) !== 'RIFF' ||
    bytes.toString('latin1', 8, 12) !== 'WEBP'
  )
    return null;
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return null;
  if (bytes.subarray(-EMPTY_TAIL.length).equals(EMPTY_TAIL)) return null;
  const size = sizeOf(bytes);
  return size && size.width > 0 && size.height > 0 ? { ...size, orientation: 1 } : null;
}

/** Extended files (VP8X) hold animations, EXIF and alpha: those are a decoder's. */
function sizeOf(bytes: Buffer): { width: number; height: number } | null {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ': {
      if (bytes.readUIntBE(23, 3) !== 0x9d012a) return null;
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    }
    case 'VP8L': {
      if (bytes[20] !== 0x2f) return null;
      const packed = bytes.readUInt32LE(21);
      return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    default:
      return null;
  }
}
