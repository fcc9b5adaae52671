import { maskFromBitmap, maskToBitmap } from '#core/geometry/mask/bitmap.ts';
import type { Mask } from '#core/geometry/mask/mask.ts';
import type { Size } from '#core/geometry/plane.ts';

/** One byte per pixel of the whole picture. */
export function pixels(mask: Mask): number[] {
  return [...maskToBitmap(mask).data];
}

/** A mask of lines of text: `#` is marked. */
export function drawn(...lines: readonly string[]): Mask {
  const width = lines[0]?.length ?? 0;
  const data = Uint8Array.from(lines.join(''), (sign) => (sign === '#' ? 1 : 0));
  return maskFromBitmap({ width, height: lines.length, data });
}

/** The same the other way round, for readable failures. */
export function lines(mask: Mask): string[] {
  const { data, width, height } = maskToBitmap(mask);
  return Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), (value) => (value ? '#' : '.')).join(''),
  );
}

/** The pixels for which `test` says true of their middle. */
export function where({ width, height }: Size, test: (x: number, y: number) => boolean): number[] {
  return Array.from({ length: width * height }, (_, at) =>
    test((at % width) + 0.5, Math.floor(at / width) + 0.5) ? 1 : 0,
  );
}
