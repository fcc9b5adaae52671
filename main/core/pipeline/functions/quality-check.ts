/** Function `quality.check`. */
import { z } from 'zod';
import { datasetIdSchema } from '../../model/ids.ts';
import { customConfig, decidedItem, ITEM_IN, type NodeSpec, setsAny } from '../spec.ts';

const greySchema = z.number().min(0).max(255);

const qualityCheckSchema = z
  .looseObject({
    /** Variance of the Laplacian: below about 100 most photographs look blurred. */
    minSharpness: z.number().min(0).nullish(),
    /** Mean of the grey picture, 0 black to 255 white. */
    minBrightness: greySchema.nullish(),
    maxBrightness: greySchema.nullish(),
    /** Fails a picture that looks like an earlier one of the dataset. */
    duplicates: z
      .looseObject({
        /** Null or absent: the item's own dataset. */
        datasetId: datasetIdSchema.nullish(),
        /** The most bits of the 64 of the perceptual hash that may differ. */
        maxDistance: z.int().min(0).max(64),
      })
      .nullish(),
  })
  .refine(
    (config) => setsAny(config, 'minSharpness', 'minBrightness', 'maxBrightness', 'duplicates'),
    'choose what to check',
  )
  .refine((config) => (config.minBrightness ?? 0) <= (config.maxBrightness ?? 255), {
    path: ['minBrightness'],
    message: 'must not be above the largest brightness',
  });

export const qualityCheck = {
  kind: 'quality.check',
  type: 'function',
  functionName: 'quality.check',
  title: 'Check picture quality',
  summary: 'Tells blurred, too dark, too bright and duplicate pictures from good ones.',
  configSchema: customConfig(qualityCheckSchema),
  lane: 'media',
  // It keeps a picture's hash for those that come after.
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: decidedItem('pass', 'fail'),
} as const satisfies NodeSpec;
