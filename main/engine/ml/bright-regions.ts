/**
 * The model `sluice/bright-regions`: boxes around what is bright. It learned nothing, needs no file and always answers
 * the same for the same picture: for trying out a pipeline with a model in it.
 */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import type { Size } from '#core/geometry/plane.ts';
import { readGrey, withLongestSide } from '../media/grey.ts';
import { unreadable } from '../media/tool-errors.ts';
import { BRIGHT_REGIONS } from './catalogue.ts';
import { eachPicture } from './each-picture.ts';
import type { FoundAnnotation, Model, ModelPicture } from './model.ts';
import { brightRegions } from './regions.ts';

/** Longest side in pixels while looking; a box is exact to one of these. */
const WORKING_SIDE = 512;

const settingsSchema = z.strictObject({
  /** Grey from which on a pixel is bright, 1 to 255. */
  threshold: z.int().min(1).max(255).default(200),
  /** Smallest region as a part of the picture, 0 to 1. */
  minShare: z.number().min(0).max(1).default(0.0002),
});
type Settings = z.infer<typeof settingsSchema>;

export const brightRegionsModel: Model = {
  id: BRIGHT_REGIONS.id,
  load: async () => undefined,
  predict: async (batch) => {
    const settings = parseSettings(batch.settings);
    return eachPicture(batch, (picture) => find(picture, settings, batch.signal));
  },
};

function parseSettings(settings: unknown): Settings {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const message = `The settings of the model "${BRIGHT_REGIONS.title}" do not fit: ${z.prettifyError(parsed.error)}`;
  throw new SluiceError('invalid-input', message);
}

async function find(
  picture: ModelPicture,
  settings: Settings,
  signal: AbortSignal,
): Promise<FoundAnnotation[]> {
  const grey = await readGrey(picture.path, workingSize, signal);
  const { width, height } = grey.source;
  if (width !== picture.width || height !== picture.height) {
    const what = `has ${width} × ${height} pixels now, not ${picture.width} × ${picture.height}. It was changed: import it again.`;
    throw unreadable(picture.path, what);
  }
  const minPixels = settings.minShare * grey.width * grey.height;
  const [scaleX, scaleY] = [width / grey.width, height / grey.height];
  return brightRegions(grey, settings.threshold, minPixels).map(({ box, brightness }) => ({
    label: BRIGHT_REGIONS.labels[0],
    confidence: brightness / 255,
    box: {
      left: box.left * scaleX,
      top: box.top * scaleY,
      right: box.right * scaleX,
      bottom: box.bottom * scaleY,
    },
  }));
}

function workingSize(source: Size): Size {
  return Math.max(source.width, source.height) > WORKING_SIDE
    ? withLongestSide(source, WORKING_SIDE)
    : source;
}
