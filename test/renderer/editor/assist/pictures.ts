/** Pictures to be looked at by assistance. */
import type { Pixels } from '#renderer/editor/assist/pixels.ts';
import { fc } from '#test/support/property.ts';

/** Few colours, so that much hangs together. */
export const anyPixels: fc.Arbitrary<Pixels> = fc
  .record({ width: fc.integer({ min: 1, max: 14 }), height: fc.integer({ min: 1, max: 14 }) })
  .chain((size) =>
    fc
      .array(fc.nat(7), { minLength: size.width * size.height, maxLength: size.width * size.height })
      .map((values) => ({
        ...size,
        data: Uint8Array.from(
          values.flatMap((value) => [value * 36, 255 - value * 30, (value * 77) % 256, 255]),
        ),
      })),
  );

/** A picture by a colour for each place; noise from -`noise` to `noise` on every channel, the same in every run. */
export function painted(
  width: number,
  height: number,
  color: (x: number, y: number) => readonly [number, number, number],
  noise = 0,
): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  let seed = 1;
  const next = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (2 * seed) / 0x7fffffff - 1;
  };
  for (let at = 0; at < width * height; at++) {
    const channels = color((at % width) + 0.5, Math.floor(at / width) + 0.5);
    for (const [channel, value] of channels.entries()) data[4 * at + channel] = value + noise * next();
    data[4 * at + 3] = 255;
  }
  return { width, height, data };
}
