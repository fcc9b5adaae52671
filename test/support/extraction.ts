/** What an extraction is asked for, in the way most tests ask: every n-th frame. */
import type { FrameFormat } from '#engine/media/extract-args.ts';
import type { ExtractOptions } from '#engine/media/extract-options.ts';
import { everyNth, stretchesOf, WHOLE } from '#engine/media/frame-plan.ts';

/** Frames 0, n, 2n, … of the whole video. */
export function everyFrame(
  every = 1,
  format: FrameFormat = 'jpeg',
): Pick<ExtractOptions, 'fingerprint' | 'choose' | 'picture'> {
  return {
    fingerprint: 'test',
    choose: (index) => everyNth(stretchesOf(index, WHOLE), every),
    picture: { format, quality: 2, size: null },
  };
}
