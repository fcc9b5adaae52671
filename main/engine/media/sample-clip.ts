/**
 * Makes a real video clip to try the app with, from nothing but ffmpeg.
 */
import { dirname } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { FFMPEG_COMMON } from './args.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { hasEncoder } from './encoders.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import type { SampleScene } from './sample-scene.ts';
import { sceneFilter } from './sample-scene.ts';
import { toolError } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type SampleClip = SampleScene & {
  /** How many frames the clip has. */
  readonly frames: number;
};

/**
 * Writes an MP4 file of a street seen from above; every frame differs from every other. H.264 where this ffmpeg can
 * write it, else MPEG-4. Throws `invalid-input` (odd or tiny size), `tool-failed`, `disk-full`, `aborted`.
 */
export async function makeSampleClip(
  tools: MediaTools,
  output: string,
  clip: SampleClip,
  signal?: AbortSignal,
): Promise<void> {
  const { frames, width, height, fps } = clip;
  const whole = [frames, width, height, fps].every((value) => Number.isSafeInteger(value) && value > 0);
  if (!whole || width % 2 !== 0 || height % 2 !== 0 || width < 160 || height < 120) {
    const message =
      'A sample clip has whole numbers of frames and frames per second, and an even size from 160 x 120.';
    throw new SluiceError('invalid-input', message, { frames, width, height, fps });
  }
  const encoder = (await hasEncoder(tools.ffmpeg, 'libx264', signal))
    ? ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', String(2 * fps)]
    : ['-c:v', 'mpeg4', '-q:v', '3', '-g', String(2 * fps)];
  await writeFileAtomically(output, async (passing) => {
    const scene = ['-filter_complex', sceneFilter(clip), '-map', '[out]', '-frames:v', String(frames)];
    const args = [...FFMPEG_COMMON, ...scene, ...encoder, '-movflags', '+faststart', '-f', 'mp4', passing];
    const run = await runFfmpeg({
      tool: tools.ffmpeg,
      args,
      cwd: dirname(output),
      what: 'the sample clip',
      signal,
    });
    if (run.failure) throw toolError('ffmpeg', output, run.stderr);
  });
}
