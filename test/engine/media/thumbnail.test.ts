import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { probeVideo } from '#engine/media/probe.ts';
import { makeThumbnail, makeVideoPoster } from '#engine/media/thumbnail.ts';
import { clip, paintedNumber, toolSets } from '#test/support/clips.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-thumbnail-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A picture stored on its side: red where the upright picture has its left half. */
async function sideways(path: string): Promise<void> {
  const half = { create: { width: 300, height: 100, channels: 3, background: 'red' } } as const;
  const stored = sharp({ create: { width: 300, height: 200, channels: 3, background: 'blue' } });
  await stored
    .composite([{ input: half, top: 100, left: 0 }])
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toFile(path);
}

test.each(['small.jpg', 'small.webp'])('%s stands upright and fits', async (name) => {
  const [input, output] = [join(folder, 'in.jpg'), join(folder, 'made', name)];
  await sideways(input);
  expect(await makeThumbnail({ input, output, size: 90 })).toEqual({ width: 60, height: 90 });
  const { data, info } = await sharp(output).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const red = (x: number) => data[(45 * info.width + x) * info.channels] ?? 0;
  expect([info.width, info.height]).toEqual([60, 90]);
  expect(red(10)).toBeGreaterThan(200);
  expect(red(50)).toBeLessThan(60);
  expect(await readdir(join(folder, 'made'))).toEqual([name]);
});

test('a small picture is not blown up; an old thumbnail is replaced', async () => {
  const [input, output] = [join(folder, 'in.jpg'), join(folder, 'out.jpg')];
  await sideways(input);
  await writeFile(output, 'old');
  expect(await makeThumbnail({ input, output, size: 4000 })).toEqual({ width: 200, height: 300 });
});

test('a failure leaves no file behind', async () => {
  const [input, output] = [join(folder, 'in.jpg'), join(folder, 'made', 'out.jpg')];
  await writeFile(input, 'no picture');
  await expect(makeThumbnail({ input, output, size: 90 })).rejects.toMatchObject({
    code: 'media-unreadable',
  });
  await sideways(input);
  const cancelled = makeThumbnail({ input, output, size: 90, signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'aborted' });
  await expect(makeThumbnail({ input, output: `${output}.png`, size: 90 })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await readdir(join(folder, 'made'))).toEqual([]);
});

describe.each(await toolSets())('$name', ({ tools }) => {
  test('the poster is the first frame that is shown, upright', async () => {
    const { path, shows } = await clip('editList');
    const output = join(folder, 'poster.jpg');
    const probe = await probeVideo(tools, path);
    expect(await makeVideoPoster(tools, { input: path, output, size: 512, probe })).toEqual({
      width: 160,
      height: 120,
    });
    expect(await paintedNumber(output)).toBe(shows[0]);
    const { path: turned } = await clip('rotated');
    const upright = await probeVideo(tools, turned);
    const small = await makeVideoPoster(tools, { input: turned, output, size: 80, probe: upright });
    expect(small).toEqual({ width: 60, height: 80 });
    expect(await readdir(folder)).toEqual(['poster.jpg']);
  });
});
