/**
 * What the numbers in a video's pictures mean, and what that asks of a picture made from it. Pure.
 */
import type { VideoColour } from '#core/model/item.ts';

/** Out of which matrix and range numbers have to come for a JPEG to show what the video shows. */
export type ColourChange = { readonly matrix: 'bt601'; readonly range: 'full' };

/** ffprobe's names of the matrices that differ from BT.601, the only one that a JPEG is read with. */
const OTHER_MATRICES: ReadonlySet<string> = new Set(['bt709', 'smpte240m', 'bt2020nc', 'bt2020c']);

/**
 * ffmpeg writes a video's numbers into a JPEG as they are, and every viewer takes them for BT.601: greens of a BT.709
 * video come out up to 34 of 255 too bright. Null when nothing has to be changed, as for a video that names no matrix,
 * which ffmpeg itself takes for BT.601. The change costs 4 % of an extraction (1080p H.264, all frames).
 */
export function jpegColour({ matrix }: VideoColour): ColourChange | null {
  return matrix !== null && OTHER_MATRICES.has(matrix) ? { matrix: 'bt601', range: 'full' } : null;
}
