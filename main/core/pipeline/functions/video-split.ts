/** Function `video.split`. */
import { z } from 'zod';
import { datasetIdSchema } from '../../model/ids.ts';
import { customConfig, ITEM_IN, type NodeSpec } from '../spec.ts';

const videoSplitSchema = z.looseObject({
  /** Every n-th frame; 1: all. */
  every: z.int().min(1).max(100_000).nullish(),
  /** JPEG quality of ffmpeg: 2 (best) to 31. */
  quality: z.int().min(2).max(31).nullish(),
  /** Where the frames go; null or absent: the video's own dataset. */
  datasetId: datasetIdSchema.nullish(),
});

export const videoSplit = {
  kind: 'video.split',
  type: 'function',
  functionName: 'video.split',
  title: 'Split video into frames',
  summary: 'Makes an item of every n-th frame of a video.',
  configSchema: customConfig(videoSplitSchema),
  lane: 'media',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: [{ name: 'item', type: 'Item[]' }],
} as const satisfies NodeSpec;
