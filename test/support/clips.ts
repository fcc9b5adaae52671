/**
 * Tiny real video clips for tests, made by ffmpeg once and kept in node_modules/.cache. Every picture carries its
 * number as a row of ten black or white squares, so a test can tell which frame it looks at.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { MediaTools } from '#engine/media/tools.ts';
import { findMediaTools } from '#engine/media/tools.ts';
import { cachedClip, makeWithFfmpeg, turnOnItsSide } from './clips/make.ts';

/** Bump when a recipe below changes. */
const RECIPES = 1;

export const CLIP_WIDTH = 160;
export const CLIP_HEIGHT = 120;
const SQUARE = 16;
const BITS = 10;

/** ffmpeg and ffprobe as the app finds them here. */
export function installedTools(): Promise<MediaTools> {
  return findMediaTools({ settings: {}, env: process.env });
}

/** The installed ones, and the ones that come with npm (old; their flags differ). */
export async function toolSets(): Promise<
  ReadonlyArray<{ readonly name: string; readonly tools: MediaTools }>
> {
  const found = await installedTools();
  const embedded = await findMediaTools({ settings: {}, env: {} });
  const sets = [{ name: `found ${found.ffmpeg.version.text}`, tools: found }];
  if (embedded.ffmpeg.path !== found.ffmpeg.path) {
    sets.push({ name: `embedded ${embedded.ffmpeg.version.text}`, tools: embedded });
  }
  return sets;
}

export type ClipName =
  | 'audio'
  | 'constant'
  | 'cutShort'
  | 'cutShortMatroska'
  | 'editList'
  | 'empty'
  | 'fastStart'
  | 'headLost'
  | 'joinedStreams'
  | 'matroska'
  | 'noIndex'
  | 'noTimes'
  | 'rotated'
  | 'soundOnly'
  | 'text'
  | 'transportStream'
  | 'variable'
  | 'webm';

type Recipe = {
  readonly file: string;
  /** The numbers painted in the pictures that a player shows, in order. */
  readonly shows: readonly number[];
  readonly make: (output: string, ffmpeg: string) => Promise<void>;
};

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, row) => from + row);
const VARIABLE = numbers(0, 60).filter((n) => [0, 1, 3, 6].includes(n % 7));
const H264 = '-c:v libx264 -preset veryfast -crf 20 -g 20 -bf 3 -pix_fmt yuv420p'.split(' ');
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=300'];

const RECIPES_BY_NAME: Readonly<Record<ClipName, Recipe>> = {
  constant: { file: 'constant.mp4', shows: numbers(0, 60), make: painted(60, H264) },
  variable: {
    file: 'variable.mp4',
    shows: VARIABLE,
    make: painted(
      60,
      ['-vsync', 'vfr', ...H264],
      `,select='${VARIABLE.map((n) => `eq(n\\,${n})`).join('+')}'`,
    ),
  },
  audio: {
    file: 'audio.mp4',
    shows: numbers(0, 60),
    make: painted(60, [...H264, '-c:a', 'aac', '-shortest'], '', SOUND),
  },
  rotated: { file: 'rotated.mp4', shows: numbers(0, 60), make: from('constant', turnOnItsSide) },
  editList: {
    file: 'edit-list.mp4',
    shows: numbers(27, 60),
    make: copied('audio', ['-c', 'copy'], ['-ss', '0.9']),
  },
  transportStream: { file: 'offset.ts', shows: numbers(0, 60), make: copied('audio', ['-c', 'copy']) },
  joinedStreams: {
    file: 'joined.ts',
    shows: [...numbers(0, 60), ...numbers(0, 60)],
    make: from('transportStream', (bytes) => Buffer.concat([bytes, bytes])),
  },
  matroska: { file: 'constant.mkv', shows: numbers(0, 60), make: copied('constant', ['-c', 'copy']) },
  webm: {
    file: 'vp9.webm',
    shows: numbers(0, 40),
    make: painted(40, '-c:v libvpx-vp9 -b:v 400k -g 20'.split(' ')),
  },
  noTimes: {
    file: 'no-times.avi',
    shows: numbers(0, 60),
    make: painted(60, '-c:v mpeg4 -bf 2 -q:v 3 -g 20'.split(' ')),
  },
  fastStart: {
    file: 'fast-start.mp4',
    shows: numbers(0, 60),
    make: copied('constant', ['-c', 'copy', '-movflags', '+faststart']),
  },
  cutShort: { file: 'cut-short.mp4', shows: [], make: from('fastStart', twoThirds) },
  cutShortMatroska: { file: 'cut-short.mkv', shows: [], make: from('matroska', twoThirds) },
  headLost: {
    file: 'head-lost.ts',
    shows: [],
    make: from('transportStream', (bytes) => bytes.subarray(188 * 100)),
  },
  noIndex: { file: 'no-index.mp4', shows: [], make: from('constant', twoThirds) },
  empty: { file: 'empty.mp4', shows: [], make: (output) => writeFile(output, '') },
  text: {
    file: 'text.mp4',
    shows: [],
    make: (output) => writeFile(output, 'This is not a video.\n'.repeat(200)),
  },
  soundOnly: { file: 'sound-only.mp4', shows: [], make: soundOnly },
};

export type Clip = { readonly path: string; readonly shows: readonly number[] };

/** A clip by name; made when it is not in the cache. Tests must not write to it. */
export async function clip(name: ClipName): Promise<Clip> {
  const { ffmpeg } = await installedTools();
  const recipe = RECIPES_BY_NAME[name];
  const path = await cachedClip(`${RECIPES} ${ffmpeg.version.text}`, recipe.file, (output) =>
    recipe.make(output, ffmpeg.path),
  );
  return { path, shows: recipe.shows };
}

/** A copy of a clip under another name, for tests of names. */
export async function clipNamed(name: ClipName, path: string): Promise<Clip> {
  const original = await clip(name);
  await copyFile(original.path, path);
  return { path, shows: original.shows };
}

/** The number painted in a picture made from a clip; `onItsSide` for the rotated clip. */
export async function paintedNumber(path: string, { onItsSide = false } = {}): Promise<number> {
  const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
  const middle = SQUARE / 2;
  return numbers(0, BITS).reduce((sum, bit) => {
    const along = bit * SQUARE + middle;
    const [x, y] = onItsSide ? [info.width - 1 - middle, along] : [along, middle];
    return sum + ((data[(y * info.width + x) * info.channels] ?? 0) > 127 ? 2 ** bit : 0);
  }, 0);
}

/** What `ffprobe -count_frames` decodes. */
export async function countFrames(tools: MediaTools, path: string): Promise<number> {
  const select = ['-select_streams', 'v:0', '-count_frames', '-show_entries', 'stream=nb_read_frames'];
  const args = ['-v', 'quiet', ...select, '-of', 'default=nk=1:nw=1', path];
  // Without GCONV_PATH the static build crashes on transport streams.
  const env = { ...process.env, GCONV_PATH: '/nonexistent' };
  const child = spawn(tools.ffprobe.path, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  return Number(text.trim().split('\n')[0]);
}

/** Part of every system that has such pipes, so it is named here and not a dependency. */
const PIPE_MAKER = 'mkfifo';

/** Makes a pipe that nobody writes to: whoever opens it to read waits for ever. */
export async function makePipe(path: string): Promise<void> {
  await once(spawn(PIPE_MAKER, [path]), 'close');
}

function painted(count: number, encode: readonly string[], afterwards = '', inputs: readonly string[] = []) {
  const square = (bit: number, colour: string) =>
    `drawbox=x=${bit * SQUARE}:y=0:w=${SQUARE}:h=${SQUARE}:color=${colour}:t=fill`;
  const lit = (bit: number) => `enable='mod(floor(n/${2 ** bit})\\,2)'`;
  const squares = numbers(0, BITS).flatMap((bit) => [
    square(bit, 'black'),
    `${square(bit, 'white')}:${lit(bit)}`,
  ]);
  const source = `testsrc=size=${CLIP_WIDTH}x${CLIP_HEIGHT}:rate=30:duration=${count / 30}`;
  return (output: string, ffmpeg: string) => {
    const filter = ['-vf', `${squares.join(',')}${afterwards}`];
    return makeWithFfmpeg(ffmpeg, ['-f', 'lavfi', '-i', source, ...inputs, ...filter, ...encode, output]);
  };
}

function copied(name: ClipName, output: readonly string[], input: readonly string[] = []) {
  return async (path: string, ffmpeg: string) =>
    makeWithFfmpeg(ffmpeg, [...input, '-i', (await clip(name)).path, ...output, path]);
}

function from(name: ClipName, change: (bytes: Buffer) => Buffer) {
  return async (path: string) => writeFile(path, change(await readFile((await clip(name)).path)));
}

async function soundOnly(output: string, ffmpeg: string): Promise<void> {
  await makeWithFfmpeg(ffmpeg, [...SOUND, '-t', '1', '-c:a', 'aac', output]);
}

function twoThirds(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor((bytes.length * 2) / 3));
}
