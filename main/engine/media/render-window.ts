/** A picture of more than 8 bits a sample as one of 8, through a window. */
import type { PictureWindow } from '#core/model/picture.ts';
import { imageError, probeImage } from './image.ts';
import { applyWindow, readSamples } from './levels.ts';
import { loadSharp } from './sharp.ts';

export type WindowRequest = {
  readonly input: string;
  /** A PNG, whatever its name. */
  readonly output: string;
  readonly window: PictureWindow;
};

/** Little compression: for 12 megapixels 50 ms, where the usual one takes a second. */
const QUICK_PNG = { compressionLevel: 1, adaptiveFiltering: false } as const;

/** Writes the picture upright and without loss beyond its 8 bits. Throws as `probeImage` does. */
export async function renderWindow({ input, output, window }: WindowRequest): Promise<void> {
  const { depth, space } = await probeImage(input);
  const samples = await readSamples(input, { depth, space, page: 0 });
  const { width, height, channels } = samples;
  const sharp = await loadSharp();
  const raw = {
    width,
    height,
    channels: channels === 1 || channels === 2 || channels === 3 ? channels : 4,
  } as const;
  await sharp(applyWindow(samples, window), { raw, limitInputPixels: false })
    .png(QUICK_PNG)
    .toFile(output)
    .catch((cause: unknown) => {
      throw imageError(input, cause);
    });
}
