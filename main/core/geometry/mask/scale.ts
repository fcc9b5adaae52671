/** Masks of a picture on a larger or smaller version of it. */
import type { Size } from '../plane.ts';
import { buildMask, type Mask, rowAt } from './mask.ts';

/** Each pixel as the one that its middle lies on. */
export function scaleMask(mask: Mask, picture: Size): Mask {
  if (mask.width === picture.width && mask.height === picture.height) return mask;
  const across = picture.width / mask.width;
  const down = picture.height / mask.height;
  const builder = buildMask(picture, 0);
  for (let y = 0; y < picture.height; y++) {
    builder.nextRow();
    const [begin, end] = rowAt(mask, Math.floor((y + 0.5) / down));
    for (let at = begin; at < end; at += 2) {
      // The first pixel whose middle is behind the border.
      const place = (border: number) => Math.ceil((mask.runs[border] ?? 0) * across - 0.5);
      builder.add(place(at), place(at + 1));
    }
  }
  return builder.done();
}
