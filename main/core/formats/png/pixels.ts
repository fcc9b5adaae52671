/** Which pixels of a row of a PNG file are marked. */

export type PixelForm = {
  /** Bits of a channel. */
  readonly depth: number;
  readonly colorType: number;
  /** Red, green, blue of each colour. */
  readonly palette?: Uint8Array | undefined;
  /** Alpha of each colour of the palette. */
  readonly transparency?: Uint8Array | undefined;
};

export type Marked = {
  /** Of a pixel. */
  readonly bits: number;
  /** True: bytes of 0 mark nothing. */
  readonly freeZeros: boolean;
  /** Calls `add` for each run of marked pixels. */
  addRow(row: Uint8Array, width: number, add: (start: number, end: number) => void): void;
};

const HALF = 127;

/** Null for what no PNG file has. */
export function markedBy(form: PixelForm): Marked | null {
  const { depth, colorType } = form;
  const isWide = depth === 8 || depth === 16;
  const bytes = depth / 8;
  switch (colorType) {
    case 6:
      return isWide ? byBytes(4 * bytes, 3 * bytes) : null;
    case 4:
      return isWide ? byBytes(2 * bytes, bytes) : null;
    case 2:
      return isWide ? byBytes(3 * bytes, 0, bytes, 2 * bytes) : null;
    case 0:
      return isWide ? byBytes(bytes, 0) : byLookup(depth, brightValues(depth));
    case 3:
      return byLookup(depth, paletteValues(form));
    default:
      return null;
  }
}

/** @param at bytes of a pixel, of which one above the half is enough; of wide channels the upper byte. */
function byBytes(step: number, ...at: readonly number[]): Marked {
  const [first = 0, ...others] = at;
  return {
    bits: 8 * step,
    freeZeros: true,
    addRow: (row, width, add) =>
      addRuns(width, add, (x) => {
        const pixel = x * step;
        return (row[pixel + first] ?? 0) > HALF || others.some((each) => (row[pixel + each] ?? 0) > HALF);
      }),
  };
}

function byLookup(depth: number, marked: readonly boolean[]): Marked | null {
  if (![1, 2, 4, 8].includes(depth)) return null;
  const perByte = 8 / depth;
  const most = (1 << depth) - 1;
  return {
    bits: depth,
    freeZeros: marked[0] !== true,
    addRow: (row, width, add) =>
      addRuns(width, add, (x) => {
        const shift = 8 - depth * ((x % perByte) + 1);
        return marked[((row[Math.floor(x / perByte)] ?? 0) >> shift) & most] === true;
      }),
  };
}

function addRuns(
  width: number,
  add: (start: number, end: number) => void,
  isMarked: (x: number) => boolean,
): void {
  for (let x = 0; x < width; ) {
    while (x < width && !isMarked(x)) x++;
    const start = x;
    while (x < width && isMarked(x)) x++;
    if (x > start) add(start, x);
  }
}

function brightValues(depth: number): boolean[] {
  const most = (1 << depth) - 1;
  return Array.from({ length: most + 1 }, (_, value) => (value * 255) / most > HALF);
}

function paletteValues({ palette = new Uint8Array(0), transparency }: PixelForm): boolean[] {
  return Array.from({ length: palette.length / 3 }, (_, color) => {
    if (transparency) return (transparency[color] ?? 255) > HALF;
    return Math.max(...palette.subarray(3 * color, 3 * color + 3)) > HALF;
  });
}
