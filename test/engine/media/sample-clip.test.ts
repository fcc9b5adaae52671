import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extractFrames } from '#engine/media/extract.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { makeSampleClip } from '#engine/media/sample-clip.ts';
import { sceneFilter } from '#engine/media/sample-scene.ts';
import { installedTools, toolSets } from '#test/support/clips.ts';
import { everyFrame } from '#test/support/extraction.ts';

const TIMEOUT = 60_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-sample-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(await toolSets())('$name', ({ name, tools }) => {
  test('makes a clip of the size and length asked for, each frame different', {
    timeout: TIMEOUT,
  }, async () => {
    const input = join(folder, name, 'sample.mp4');
    await makeSampleClip(tools, input, { frames: 40, width: 320, height: 180, fps: 25, seed: 5 });
    const probe = await probeVideo(tools, input);
    const index = await buildFrameIndex(tools, input, probe);
    expect(probe).toMatchObject({ width: 320, height: 180, avgFrameRate: { num: 25, den: 1 } });
    expect(index).toMatchObject({ count: 40, damaged: false, source: 'packets' });
    const outputDir = join(folder, name, 'frames');
    const { files } = await extractFrames({ tools, input, outputDir, probe, index, ...everyFrame(1) });
    const hashes = files.map(async (file) => {
      const bytes = await readFile(join(outputDir, file.name));
      return createHash('sha256').update(bytes).digest('hex');
    });
    expect(new Set(await Promise.all(hashes)).size).toBe(40);
    expect((await readdir(join(folder, name))).sort()).toEqual(['frames', 'sample.mp4']);
  });
});

test('the seed decides the scene', () => {
  const scene = { width: 640, height: 360, fps: 25 };
  expect(sceneFilter({ ...scene, seed: 1 })).toBe(sceneFilter({ ...scene, seed: 1 }));
  expect(sceneFilter({ ...scene, seed: 1 })).not.toBe(sceneFilter({ ...scene, seed: 2 }));
});

test('odd sizes are refused before anything is written', async () => {
  const tools = await installedTools();
  const clip = { frames: 10, width: 321, height: 180, fps: 25, seed: 1 };
  await expect(makeSampleClip(tools, join(folder, 'odd.mp4'), clip)).rejects.toMatchObject({
    code: 'invalid-input',
  });
  expect(await readdir(folder)).not.toContain('odd.mp4');
});
