/** Function `video.split`. */
import { z } from 'zod';
import { datasetIdSchema } from '../../model/ids.ts';
import { customConfig, ITEM_IN, type NodeSpec } from '../spec.ts';

/** How different a picture has to be from the one before it, 0 to 1, to begin a scene, unless the node says. */
export const SCENE_THRESHOLD = 0.3;

const secondsSchema = z.number().min(0);
const placeSchema = z.int().min(0);

/** Which setting belongs to which mode: in another it would be passed over silently, so it is refused. */
const SETTING_OF = { every: 'every', perSecond: 'rate', threshold: 'scenes' } as const;

const videoSplitSchema = z
  .looseObject({
    /**
     * `every` (the default): every n-th frame. `rate`: so many a second, by the frames' own times. `keyframes`: those that
     * the video stores whole. `scenes`: the first frame of each scene.
     */
    mode: z.enum(['every', 'rate', 'keyframes', 'scenes']).nullish(),
    /** Every n-th frame; 1: all. */
    every: z.int().min(1).max(100_000).nullish(),
    /** Frames a second; below 1: one in so many seconds. */
    perSecond: z.number().gt(0).max(1000).nullish(),
    /** Of ffmpeg's scene score, 0 to 1: the higher, the fewer scenes. */
    threshold: z.number().gt(0).lt(1).nullish(),
    /** Only these parts, in seconds from the first frame; what is shown at `to` is not in it. Null: to the end. */
    ranges: z.array(z.looseObject({ from: secondsSchema, to: secondsSchema.nullish() })).nullish(),
    /** Only these parts, by places of frames, the last one included. */
    frameRanges: z.array(z.looseObject({ from: placeSchema, to: placeSchema.nullish() })).nullish(),
    /** JPEG (the default) for work, PNG where no pixel may change. */
    format: z.enum(['jpeg', 'png']).nullish(),
    /** JPEG quality of ffmpeg: 2 (best) to 31. */
    quality: z.int().min(2).max(31).nullish(),
    /** The longest side in pixels; smaller frames stay as they are. */
    maxSide: z.int().min(16).max(16_383).nullish(),
    /** Leaves out frames that look like the last one that was kept. */
    duplicates: z
      .looseObject({
        /** The most bits of the 64 of the perceptual hash that may differ. */
        maxDistance: z.int().min(0).max(64),
      })
      .nullish(),
    /** Where the frames go; null or absent: the video's own dataset. */
    datasetId: datasetIdSchema.nullish(),
  })
  .check(({ value, issues }) => {
    const mode = value.mode ?? 'every';
    const refuse = (path: (string | number)[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value });
    for (const [setting, of] of Object.entries(SETTING_OF)) {
      if (value[setting] != null && of !== mode)
        refuse([setting], `belongs to the mode "${of}", not to "${mode}"`);
    }
    if (mode === 'rate' && value.perSecond == null)
      refuse(['perSecond'], 'is needed: how many frames a second');
    if (value.format === 'png' && value.quality != null)
      refuse(['quality'], 'is for JPEG: a PNG keeps every pixel');
    for (const [at, { from, to }] of (value.ranges ?? []).entries()) {
      if (to != null && to <= from) refuse(['ranges', at, 'to'], 'must come after where the range begins');
    }
    for (const [at, { from, to }] of (value.frameRanges ?? []).entries()) {
      if (to != null && to < from)
        refuse(['frameRanges', at, 'to'], 'must not come before where the range begins');
    }
  });

export type VideoSplitConfig = z.output<typeof videoSplitSchema>;

export const videoSplit = {
  kind: 'video.split',
  type: 'function',
  functionName: 'video.split',
  title: 'Split video into frames',
  summary: 'Makes items of the frames of a video: every n-th, so many a second, key frames, or one a scene.',
  configSchema: customConfig(videoSplitSchema),
  lane: 'media',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: [{ name: 'item', type: 'Item[]' }],
} as const satisfies NodeSpec;
