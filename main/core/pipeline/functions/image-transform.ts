/** Function `image.transform`. */
import { z } from 'zod';
import { datasetIdSchema } from '../../model/ids.ts';
import { customConfig, ITEM_IN, ITEM_OUT, type NodeSpec, setsAny } from '../spec.ts';

/** The longest side, in pixels, that every format can hold. */
const MAX_SIDE = 16_383;
const sideSchema = z.int().min(1).max(MAX_SIDE);
const offsetSchema = z.int().min(0).max(MAX_SIDE);

/** The steps are done in the order in which they stand here. */
const imageTransformSchema = z
  .looseObject({
    /** The part to keep, in upright pixels of the source. */
    crop: z
      .looseObject({ left: offsetSchema, top: offsetSchema, width: sideSchema, height: sideSchema })
      .nullish(),
    /** Degrees clockwise. */
    rotate: z.literal([0, 90, 180, 270]).nullish(),
    /** Mirrors left and right. */
    flipHorizontal: z.boolean().nullish(),
    /** Mirrors top and bottom. */
    flipVertical: z.boolean().nullish(),
    /** Pixels of the result. */
    maxWidth: sideSchema.nullish(),
    maxHeight: sideSchema.nullish(),
    /**
     * `inside` (the default): as large as fits, same proportions, never larger than it was. `cover`: exactly this
     * large, same proportions, what stands out is cut off. `fill`: exactly this large, stretched.
     */
    fit: z.enum(['inside', 'cover', 'fill']).nullish(),
    grayscale: z.boolean().nullish(),
    /** Null or absent: the source's own. */
    format: z.enum(['jpeg', 'png', 'webp']).nullish(),
    /** 1 to 100, for jpeg and webp. */
    quality: z.int().min(1).max(100).nullish(),
    /** Where the new picture goes; null or absent: the source's own dataset. */
    datasetId: datasetIdSchema.nullish(),
  })
  .check(({ value, issues }) => {
    if (value.fit !== 'cover' && value.fit !== 'fill') return;
    for (const side of ['maxWidth', 'maxHeight'] as const) {
      if (value[side] != null) continue;
      const message = `is needed, because "${value.fit}" makes pictures of an exact size`;
      issues.push({ code: 'custom', path: [side], message, input: value[side] });
    }
  });

export const imageTransform = {
  kind: 'image.transform',
  type: 'function',
  functionName: 'image.transform',
  title: 'Transform picture',
  summary: 'Makes a new picture of each one: cut, turned, mirrored, resized, grey, or in another format.',
  configSchema: customConfig(
    imageTransformSchema.refine(
      (config) =>
        setsAny(config, 'crop', 'rotate', 'flipHorizontal', 'flipVertical', 'maxWidth', 'maxHeight') ||
        setsAny(config, 'grayscale', 'format', 'quality'),
      'choose what to change',
    ),
  ),
  lane: 'media',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
