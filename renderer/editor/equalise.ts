/** Histogram equalisation: brightness spread so that each part of the range has as many pixels. */

/** Levels of a table that a filter takes: finer is not seen. */
const LEVELS = 33;
/** Rec. 709 luma weights of red, green and blue. */
const WEIGHTS = [0.2126, 0.7152, 0.0722] as const;

/**
 * What each brightness becomes: values from 0 to 1 for brightnesses evenly from 0 to 1.
 * @param rgba pixels of the picture, or of a small copy of it; see-through ones do not count
 */
export function equaliseTable(rgba: Uint8ClampedArray): number[] {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let at = 0; at + 3 < rgba.length; at += 4) {
    if ((rgba[at + 3] ?? 0) < 128) continue;
    const [red, green, blue] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    const luma = Math.round(red * WEIGHTS[0] + green * WEIGHTS[1] + blue * WEIGHTS[2]);
    counts[luma] = (counts[luma] ?? 0) + 1;
    total += 1;
  }
  const even = Array.from({ length: LEVELS }, (_, at) => at / (LEVELS - 1));
  const darkest = counts.findIndex((count) => count > 0);
  const least = counts[darkest] ?? 0;
  // One brightness only: there is nothing to spread.
  if (total - least <= 0) return even;
  const below: number[] = [];
  let sum = 0;
  for (const count of counts) {
    sum += count;
    below.push(sum);
  }
  return even.map((level) => {
    const reached = below[Math.round(level * 255)] ?? total;
    return Math.round((Math.max(0, reached - least) / (total - least)) * 1000) / 1000;
  });
}
