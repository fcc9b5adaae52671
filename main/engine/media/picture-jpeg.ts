/** Walks through a JPEG, marker by marker, to its end. */
import { readOrientation, type StoredPicture } from './exif-orientation.ts';

/** Start of frame: baseline, extended and progressive, which every decoder knows. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
const START_OF_SCAN = 0xda;
const END = 0xd9;
const EXIF = 0xe1;

/** Null unless every marker is in its place up to the one that ends the picture. */
export function wholeJpeg(bytes: Buffer): StoredPicture | null {
  let frame: { width: number; height: number } | null = null;
  let orientation: number | null = null;
  let scanned = false;
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END) {
      return frame && scanned ? { ...frame, orientation: orientation ?? 1 } : null;
    }
    if (at + 4 > bytes.length) return null;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) return null;
    const body = bytes.subarray(at + 4, end);
    if (marker === EXIF && isExif(body)) {
      // Two of them: which one counts is the decoder's affair.
      if (orientation !== null) return null;
      orientation = readOrientation(body.subarray(6));
      if (orientation === null) return null;
    } else if (FRAMES.has(marker)) {
      if (frame) return null;
      frame = frameSize(body);
      if (!frame) return null;
    } else if (isOddFrame(marker)) return null;
    at = end;
    if (marker === START_OF_SCAN) {
      scanned = true;
      at = afterScan(bytes, end);
    }
  }
  return null;
}

function isExif(body: Buffer): boolean {
  return body.length > 6 && body.toString('latin1', 0, 6) === 'Exif\0\0';
}

/** Lossless, arithmetic and hierarchical frames; 0xc4, 0xc8 and 0xcc are none. */
function isOddFrame(marker: number): boolean {
  return marker > 0xc2 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function frameSize(body: Buffer): { width: number; height: number } | null {
  if (body.length < 6 || body[0] !== 8) return null;
  const height = body.readUInt16BE(1);
  const width = body.readUInt16BE(3);
  const components = body[5] ?? 0;
  // A height of 0 stands further on; two components are nobody's colours, and four are a printer's.
  if (width === 0 || height === 0 || (components !== 1 && components !== 3)) return null;
  return { width, height };
}

/** The place of the next marker after coded data, where 0xff is followed by 0 or by a restart marker. */
function afterScan(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}
