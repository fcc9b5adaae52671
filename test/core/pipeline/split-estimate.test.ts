import { expect, test } from 'vitest';
import type { VideoFacts } from '#core/model/item.ts';
import type { VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import { expectedFrames } from '#core/pipeline/split-estimate.ts';

/** A minute with 30 frames a second. */
const FACTS: VideoFacts = {
  ...{ frameCount: 1800, timeBase: { num: 1, den: 30 }, durationSeconds: 60, averageRate: 30, rotation: 0 },
  ...{ codec: 'h264', hasAudio: false, toolVersion: '5', damaged: false, check: null },
  ...{ colour: null, pixelFormat: null, origin: null, keyFrames: null },
};

test.each<[VideoSplitConfig, Partial<VideoFacts>, number]>([
  [{}, {}, 1800],
  [{ every: 7 }, {}, 258],
  [{ mode: 'rate', perSecond: 2 }, {}, 120],
  [{ mode: 'rate', perSecond: 100 }, {}, 1800],
  [{ mode: 'keyframes' }, { keyFrames: 8 }, 8],
  [{ mode: 'keyframes' }, {}, 30],
  [{ mode: 'scenes' }, {}, 12],
  [{ every: 10, ranges: [{ from: 0, to: 6 }, { from: 54 }] }, {}, 36],
  [{ frameRanges: [{ from: 0, to: 9 }] }, {}, 10],
  [{ ranges: [{ from: 100 }] }, {}, 0],
  [{}, { frameCount: 0, durationSeconds: 0 }, 0],
])('%j %j', (config, facts, count) => {
  const expected = expectedFrames(config, { ...FACTS, ...facts });
  expect(expected.count).toBe(count);
  expect(expected.every * expected.count).toBeLessThanOrEqual(Math.max(1, FACTS.frameCount));
});
