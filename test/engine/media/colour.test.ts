/** A picture of a video shows the video's colours, whatever numbers the video says them with. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamicRange } from '#core/model/item.ts';
import { jpegColour } from '#engine/media/colour.ts';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { runTool } from '#engine/media/run-tool.ts';
import { makeVideoPoster } from '#engine/media/thumbnail.ts';
import { installedTools, toolSets } from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 60_000;
const sets = await toolSets();
const { ffmpeg } = await installedTools();
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-colour-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const UNKNOWN = { range: null, matrix: null, transfer: null, primaries: null };
/** The middles of the colour bars: grey, yellow, cyan, green, magenta, red, blue. */
const BARS = Array.from({ length: 7 }, (_, bar) => Math.round(((bar + 0.5) * 320) / 7));

/** Colour bars, with numbers as the matrix and range make them, and tagged as such. */
async function bars(
  name: string,
  matrix: string,
  range: 'tv' | 'pc',
  tags: readonly string[],
): Promise<string> {
  const path = join(folder, `${name}.mp4`);
  const filter = `scale=out_color_matrix=${matrix}:out_range=${range},format=yuv420p`;
  const source = ['-f', 'lavfi', '-i', 'smptebars=s=320x240:r=25:d=0.2', '-vf', filter];
  const encoder = ['-c:v', 'libx264', '-crf', '4', '-bsf:v', `h264_metadata=${tags.join(':')}`];
  const made = await runTool({ path: ffmpeg.path, args: ['-v', 'error', ...source, ...encoder, path] });
  expect(made.stderr).toEqual([]);
  return path;
}

const TAGGED = [
  ['BT.709', 'bt709', 'tv', ['matrix_coefficients=1', 'video_full_range_flag=0']],
  ['BT.709, full range', 'bt709', 'pc', ['matrix_coefficients=1', 'video_full_range_flag=1']],
  ['BT.601', 'bt601', 'tv', ['matrix_coefficients=6', 'video_full_range_flag=0']],
  ['BT.2020', 'bt2020', 'tv', ['matrix_coefficients=9', 'video_full_range_flag=0']],
] as const;

async function colours(path: string): Promise<number[][]> {
  const { data, info } = await sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return BARS.map((x) => {
    const at = (60 * info.width + x) * info.channels;
    return [...data.subarray(at, at + 3)];
  });
}

function furthest(one: number[][], other: number[][]): number {
  return Math.max(...one.flat().map((value, at) => Math.abs(value - (other.flat()[at] ?? 0))));
}

test.each(
  sets.flatMap(({ name, tools }) =>
    TAGGED.map((tagged) => [`${tagged[0]}, ${name}`, tools, tagged] as const),
  ),
)(
  '%s: JPEG and PNG show the colours that ffmpeg shows',
  { timeout: TIMEOUT },
  async (title, tools, tagged) => {
    const [, matrix, range, tags] = tagged;
    const input = await bars(title.replaceAll(/\W/g, ''), matrix, range, tags);
    const probe = await probeVideo(tools, input);
    const index = await buildFrameIndex(tools, input, probe);
    const shown = join(folder, 'shown.png');
    const frame = ['-frames:v', '1', '-pix_fmt', 'rgb24', shown];
    await runTool({ path: tools.ffmpeg.path, args: ['-v', 'error', '-y', '-i', input, ...frame] });
    const truth = await colours(shown);
    const first = async (format: 'jpeg' | 'png', colour = probe.colour) => {
      const outputDir = join(folder, 'frames');
      const options = {
        tools,
        input,
        outputDir,
        probe: { ...probe, colour },
        index,
        ...everyFrame(5, format),
      };
      const { files } = await extractFrames(options);
      return colours(join(outputDir, files[0]?.name ?? ''));
    };
    expect(furthest(await first('png'), truth)).toBe(0);
    expect(furthest(await first('jpeg'), truth)).toBeLessThanOrEqual(5);
    const poster = join(folder, 'poster.jpg');
    await makeVideoPoster(tools, { input, output: poster, size: 320, probe });
    expect(furthest(await colours(poster), truth)).toBeLessThanOrEqual(8);
    // What it would be if the video's numbers went into the JPEG as they are.
    const plain = furthest(await first('jpeg', UNKNOWN), truth);
    if (matrix === 'bt601') expect(plain).toBeLessThanOrEqual(5);
    else expect(plain).toBeGreaterThan(15);
  },
);

test('only what differs is changed, and high dynamic range is known by its curve', () => {
  expect(jpegColour(UNKNOWN)).toBeNull();
  expect(jpegColour({ ...UNKNOWN, matrix: 'smpte170m', range: 'tv' })).toBeNull();
  expect(jpegColour({ ...UNKNOWN, matrix: 'gbr' })).toBeNull();
  expect(jpegColour({ ...UNKNOWN, matrix: 'bt2020nc' })).toEqual({ matrix: 'bt601', range: 'full' });
  expect(dynamicRange(UNKNOWN)).toBeNull();
  expect(dynamicRange({ ...UNKNOWN, transfer: 'smpte2084' })).toBe('pq');
  expect(dynamicRange({ ...UNKNOWN, transfer: 'arib-std-b67' })).toBe('hlg');
});
