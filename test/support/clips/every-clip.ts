/**
 * The clips that tools tend to count wrongly, and what ffmpeg itself shows of them.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { ffmpegFlags } from '#engine/media/tool-version.ts';
import type { Tool } from '#engine/media/tools.ts';
import { DEFAULT_INPUT, type EveryClipRecipe } from './every-clip-recipes.ts';
import { cachedClip, makeWithFfmpeg } from './make.ts';

/** Path of a clip; made by `ffmpeg` when it is not in the cache. Tests must not write to it. */
export async function everyClip(recipe: EveryClipRecipe, ffmpeg: Tool): Promise<string> {
  const { file, from = [], input, encode = '', change } = recipe;
  const paths: string[] = [];
  for (const source of from) paths.push(await everyClip(source, ffmpeg));
  return cachedClip(cacheKey(recipe, ffmpeg), file, async (output) => {
    if (change) {
      await writeFile(output, change(...(await Promise.all(paths.map((path) => readFile(path))))));
      return;
    }
    const before = words(input ?? (paths.length > 0 ? '' : DEFAULT_INPUT));
    const inputs = paths.flatMap((path) => ['-i', path]);
    await makeWithFfmpeg(ffmpeg.path, [...before, ...inputs, ...words(encode), output]);
  });
}

/** Everything that decides what is in the file. */
function cacheKey({ from = [], change, ...rest }: EveryClipRecipe, ffmpeg: Tool): string {
  const sources = from.map((source) => cacheKey(source, ffmpeg));
  return JSON.stringify([ffmpeg.version.text, DEFAULT_INPUT, rest, String(change), sources]);
}

export type ShownFrame = {
  /** Ticks of the stream's time base, as the file has them. */
  readonly pts: number;
  /** MD5 of the upright picture, 3 bytes a pixel. */
  readonly md5: string;
};

/**
 * What ffmpeg passes through of a stream, frame by frame; decoded on one thread, as a damaged file needs it. Asked once
 * for each file and version.
 */
export async function shownFrames(
  ffmpeg: Tool,
  path: string,
  streamIndex: number,
): Promise<readonly ShownFrame[]> {
  const { passthrough } = ffmpegFlags(ffmpeg.version);
  const before = ['-nostdin', '-v', 'quiet', '-threads', '1', '-copyts'];
  const raw = ['-c:v', 'rawvideo', '-pix_fmt', 'rgb24', '-enc_time_base', '-1', '-f', 'framemd5', '-'];
  const after = ['-map', `0:${streamIndex}`, ...passthrough, ...raw];
  const bytes = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const key = JSON.stringify([ffmpeg.version.text, bytes, before, after]);
  const list = await cachedClip(key, 'shown.framemd5', async (output) =>
    writeFile(output, await printed(ffmpeg, [...before, '-i', path, ...after])),
  );
  const lines = (await readFile(list, 'utf8')).split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, , pts = '', , , md5 = ''] = line.split(',').map((field) => field.trim());
      return { pts: Number(pts), md5 };
    });
}

/** Its exit code does not count: a damaged file may well end it with a failure. */
async function printed(ffmpeg: Tool, args: readonly string[]): Promise<string> {
  const child = spawn(ffmpeg.path, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const [, signal] = await once(child, 'close');
  if (signal !== null) throw new Error(`ffmpeg was ended by ${signal}.`);
  return text;
}

/** MD5 of a picture file's pixels, 3 bytes a pixel. */
export async function pictureMd5(path: string): Promise<string> {
  const pixels = await sharp(path).removeAlpha().raw().toBuffer();
  return createHash('md5').update(pixels).digest('hex');
}

function words(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
