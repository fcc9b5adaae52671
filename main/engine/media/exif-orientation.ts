/** The one fact of EXIF that decides how a picture stands. */

/** A picture as its file holds it, before it is turned upright. */
export type StoredPicture = {
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 is upright. */
  readonly orientation: number;
};

/** Pixels of the upright picture. */
export function uprightSize({ width, height, orientation }: StoredPicture): {
  width: number;
  height: number;
} {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

const ORIENTATION = 0x0112;
const SHORT = 3;

/** The orientation that a TIFF block states, 1 when it states none; null when it is not what it should be. */
export function readOrientation(tiff: Buffer): number | null {
  if (tiff.length < 8) return null;
  const order = tiff.toString('latin1', 0, 2);
  if (order !== 'II' && order !== 'MM') return null;
  const little = order === 'II';
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (u16(2) !== 42) return null;
  const start = u32(4);
  if (start + 2 > tiff.length) return null;
  const count = u16(start);
  if (start + 2 + count * 12 > tiff.length) return null;
  for (let entry = 0; entry < count; entry += 1) {
    const at = start + 2 + entry * 12;
    if (u16(at) !== ORIENTATION) continue;
    if (u16(at + 2) !== SHORT || u32(at + 4) !== 1) return null;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : null;
  }
  return 1;
}
