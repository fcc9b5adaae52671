/** The clip that the app makes to try it with, made once for all tests that want a longer video. */
import { makeSampleClip, type SampleClip } from '#engine/media/sample-clip.ts';
import { sceneFilter } from '#engine/media/sample-scene.ts';
import type { MediaTools } from '#engine/media/tools.ts';
import { cachedClip } from './make.ts';

/** Path of the clip. Tests must not write to it. */
export function sampleClip(tools: MediaTools, clip: SampleClip): Promise<string> {
  const key = JSON.stringify([tools.ffmpeg.version.text, clip, sceneFilter(clip)]);
  return cachedClip(key, 'sample.mp4', (output) => makeSampleClip(tools, output, clip));
}
