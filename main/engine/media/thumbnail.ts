/**
 * Small upright pictures of images, frames and videos.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { posterArgs } from './args.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { jpegColour } from './colour.ts';
import { imageError } from './image.ts';
import { mediaFileSize } from './media-file.ts';
import { MAX_STREAMED_PIXELS } from './picture-limits.ts';
import type { VideoProbe } from './probe.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { abortedError } from './run-tool.ts';
import { loadSharp } from './sharp.ts';
import { toolError } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type ThumbnailOptions = {
  readonly input: string;
  /** File to make, `.jpg`, `.jpeg` or `.webp`; one that exists is replaced. */
  readonly output: string;
  /** Longest side in pixels; a smaller picture keeps its size. */
  readonly size: number;
  readonly signal?: AbortSignal | undefined;
};

export type Thumbnail = { readonly width: number; readonly height: number };

const POSTER_NAME = 'poster.jpg';
const JPEG = { quality: 80 } as const;
/** The lowest effort: ten times as fast as the default for about a quarter more bytes. */
const WEBP = { quality: 80, effort: 0 } as const;

/**
 * Makes a thumbnail of a picture, turned upright by its EXIF orientation. Returns its pixels. Throws
 * `media-unreadable`, `not-found`, `aborted`, `disk-full` or `invalid-input`; no half-written file is left.
 */
export async function makeThumbnail({ input, output, size, signal }: ThumbnailOptions): Promise<Thumbnail> {
  const format = outputFormat(output);
  await mediaFileSize(input);
  if (signal?.aborted) throw abortedError(`the thumbnail of "${input}"`);
  return writeFileAtomically(output, async (passing) => {
    const made = await shrink({ input, output: passing, size, format });
    if (signal?.aborted) throw abortedError(`the thumbnail of "${input}"`);
    return made;
  });
}

export type ShrinkRequest = {
  readonly input: string;
  /** Written in place, whatever its name. */
  readonly output: string;
  /** Longest side in pixels; a smaller picture keeps its size. */
  readonly size: number;
  readonly format: 'jpeg' | 'webp';
};

/** Writes an upright picture in sRGB without alpha. Throws `media-unreadable` or `disk-full`. */
export async function shrink({ input, output, size, format }: ShrinkRequest): Promise<Thumbnail> {
  const sharp = await loadSharp();
  const picture = sharp(input, { limitInputPixels: MAX_STREAMED_PIXELS, failOn: 'truncated' })
    .autoOrient()
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' });
  const encoded = format === 'webp' ? picture.webp(WEBP) : picture.jpeg(JPEG);
  const { width, height } = await encoded.toFile(output).catch((cause: unknown) => {
    throw imageError(input, cause);
  });
  return { width, height };
}

export type PosterOptions = ThumbnailOptions & { readonly probe: VideoProbe };

/**
 * Makes a thumbnail of a video's first frame, upright. One ffmpeg process. Throws as `makeThumbnail` does, and
 * `tool-failed`.
 */
export async function makeVideoPoster(tools: MediaTools, options: PosterOptions): Promise<Thumbnail> {
  const { input, output, size, signal, probe } = options;
  outputFormat(output);
  await mediaFileSize(input);
  await mkdir(dirname(output), { recursive: true });
  const folder = await mkdtemp(join(dirname(output), '.poster-'));
  try {
    const args = posterArgs(input, probe.streamIndex, size, POSTER_NAME, jpegColour(probe.colour));
    const what = `the poster of "${input}"`;
    const run = await runFfmpeg({ tool: tools.ffmpeg, args, cwd: folder, what, signal });
    if (run.failure) throw toolError('ffmpeg', input, run.stderr);
    return await makeThumbnail({ input: join(folder, POSTER_NAME), output, size, signal });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function outputFormat(output: string): 'jpeg' | 'webp' {
  const extension = extname(output).toLowerCase();
  if (extension === '.webp') return 'webp';
  if (extension === '.jpg' || extension === '.jpeg') return 'jpeg';
  throw new SluiceError('invalid-input', `A thumbnail is a .jpg or a .webp file, not "${output}".`);
}
