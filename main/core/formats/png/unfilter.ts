/** Brings a row of a PNG file back from the differences in which it is told. */

/**
 * Changes the row in place.
 * @param before the row above it, brought back already
 * @param step bytes of a pixel, at least 1
 * @returns false for a filter that there is not
 */
export function unfilter(filter: number, row: Uint8Array, before: Uint8Array, step: number): boolean {
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let at = step; at < row.length; at++) row[at] = (row[at] ?? 0) + (row[at - step] ?? 0);
      return true;
    case 2:
      for (let at = 0; at < row.length; at++) row[at] = (row[at] ?? 0) + (before[at] ?? 0);
      return true;
    case 3:
      for (let at = 0; at < row.length; at++) {
        row[at] = (row[at] ?? 0) + (((at < step ? 0 : (row[at - step] ?? 0)) + (before[at] ?? 0)) >> 1);
      }
      return true;
    case 4:
      for (let at = 0; at < row.length; at++) {
        const left = at < step ? 0 : (row[at - step] ?? 0);
        const corner = at < step ? 0 : (before[at - step] ?? 0);
        row[at] = (row[at] ?? 0) + paeth(left, before[at] ?? 0, corner);
      }
      return true;
    default:
      return false;
  }
}

/** Whichever of the three is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
