/** How many frames a `video.split` makes of a video, as far as what is known of it tells without looking at it. */
import type { VideoFacts } from '../model/item.ts';
import type { VideoSplitConfig } from './functions/video-split.ts';

/** Seconds between key frames, and between cuts, where nothing better is known: as usual for cameras and for films. */
const USUAL_KEY_DISTANCE = 2;
const USUAL_SCENE = 5;

/** `every`: the mean distance from one to the next, in frames. */
export function expectedFrames(
  config: VideoSplitConfig,
  facts: VideoFacts,
): { readonly count: number; readonly every: number } {
  const { frameCount, durationSeconds } = facts;
  if (frameCount === 0) return { count: 0, every: 1 };
  const share = Math.min(1, wantedSeconds(config, facts) / Math.max(durationSeconds, 1e-9));
  const whole = inWholeVideo(config, facts);
  const count = Math.min(frameCount, Math.max(share > 0 ? 1 : 0, Math.ceil(whole * share - 1e-9)));
  return { count, every: Math.max(1, count === 0 ? 1 : (frameCount * share) / count) };
}

function inWholeVideo(config: VideoSplitConfig, facts: VideoFacts): number {
  const { frameCount, durationSeconds } = facts;
  switch (config.mode) {
    case 'rate':
      return Math.min(frameCount, durationSeconds * (config.perSecond ?? 1));
    case 'keyframes':
      return facts.keyFrames ?? Math.min(frameCount, durationSeconds / USUAL_KEY_DISTANCE);
    case 'scenes':
      return Math.min(frameCount, durationSeconds / USUAL_SCENE);
    default:
      return frameCount / (config.every ?? 1);
  }
}

/** Seconds of the video that are wanted; parts that overlap count twice. */
function wantedSeconds({ ranges, frameRanges }: VideoSplitConfig, facts: VideoFacts): number {
  const { durationSeconds, frameCount } = facts;
  if (!ranges?.length && !frameRanges?.length) return durationSeconds;
  const parts = [
    ...(ranges ?? []).map(({ from, to }) => Math.min(to ?? durationSeconds, durationSeconds) - from),
    ...(frameRanges ?? []).map(
      ({ from, to }) =>
        ((Math.min(to ?? frameCount - 1, frameCount - 1) - from + 1) / frameCount) * durationSeconds,
    ),
  ];
  return parts.reduce((sum, part) => sum + Math.max(0, part), 0);
}
