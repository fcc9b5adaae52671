/** Sizes and places in a grid of thumbnails of equal size. All in CSS pixels. */

export type GridLayout = {
  readonly columns: number;
  readonly cellWidth: number;
  /** With the gap below. */
  readonly rowHeight: number;
  readonly rows: number;
  /** Of the whole list. */
  readonly height: number;
};

export const GAP = 10;
/** Room for the name under the picture. */
export const CAPTION = 40;

/** Cells of at least `thumb` wide that fill the width; pictures are 4:3. */
export function layoutGrid(width: number, thumb: number, count: number): GridLayout {
  const columns = Math.max(1, Math.floor((width - GAP) / (thumb + GAP)));
  const cellWidth = Math.max(1, Math.floor((width - GAP * (columns + 1)) / columns));
  const rowHeight = Math.round(cellWidth * 0.75) + CAPTION + GAP;
  const rows = Math.ceil(count / columns);
  return { columns, cellWidth, rowHeight, rows, height: rows * rowHeight + GAP };
}

/** First and last index on the screen, with `overscan` rows more on both sides; last < first when there is none. */
export function visibleRange(
  layout: GridLayout,
  top: number,
  viewport: number,
  count: number,
  overscan: number,
): readonly [first: number, last: number] {
  const firstRow = Math.max(0, Math.floor(top / layout.rowHeight) - overscan);
  const lastRow = Math.min(layout.rows - 1, Math.floor((top + viewport) / layout.rowHeight) + overscan);
  return [firstRow * layout.columns, Math.min(count, (lastRow + 1) * layout.columns) - 1];
}

/** Where to scroll so that the index is in sight: unchanged when it is already. */
export function topToShow(layout: GridLayout, index: number, top: number, viewport: number): number {
  const rowTop = Math.floor(index / layout.columns) * layout.rowHeight;
  if (rowTop < top) return rowTop;
  const overflow = rowTop + layout.rowHeight + GAP - (top + viewport);
  return overflow > 0 ? top + overflow : top;
}
