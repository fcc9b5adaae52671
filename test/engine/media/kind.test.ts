import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kindByExtension, mediaKind } from '#engine/media/kind.ts';
import type { ClipName } from '#test/support/clips.ts';
import { clip, makePipe } from '#test/support/clips.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-kind-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each<[ClipName, string]>([
  ['constant', 'video/mp4'],
  ['transportStream', 'video/mp2t'],
  ['matroska', 'video/x-matroska'],
  ['webm', 'video/webm'],
  ['noTimes', 'video/x-msvideo'],
])('%s is known by its first bytes, whatever its name', async (name, mimetype) => {
  const path = join(folder, `${name}.bin`);
  await copyFile((await clip(name)).path, path);
  expect(await mediaKind(path)).toEqual({ kind: 'video', mimetype, by: 'header' });
});

test.each(['jpeg', 'png', 'webp', 'tiff', 'gif', 'avif'] as const)(
  '%s is known by its first bytes',
  async (format) => {
    const path = join(folder, `${format}.mp4`);
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .toFormat(format)
      .toFile(path);
    expect(await mediaKind(path)).toEqual({ kind: 'image', mimetype: `image/${format}`, by: 'header' });
  },
);

test('a broken file counts as what its name promises, so that it is listed with a reason', async () => {
  expect(await mediaKind((await clip('text')).path)).toMatchObject({ kind: 'video', by: 'extension' });
  expect(await mediaKind((await clip('empty')).path)).toMatchObject({ kind: 'video', by: 'extension' });
  const path = join(folder, 'empty.JPG');
  await writeFile(path, '');
  expect(await mediaKind(path)).toEqual({ kind: 'image', mimetype: 'image/jpeg', by: 'extension' });
});

test('other files are unknown', async () => {
  const path = join(folder, 'code.ts');
  await writeFile(path, 'export const answer = 42;\n'.repeat(50));
  expect(await mediaKind(path)).toMatchObject({ kind: 'unknown', mimetype: 'application/octet-stream' });
  expect(kindByExtension('/notes.txt').kind).toBe('unknown');
  expect(await mediaKind(folder)).toMatchObject({ kind: 'unknown' });
});

test('a pipe is never opened', async () => {
  const pipe = join(folder, 'pipe.mp4');
  await makePipe(pipe);
  expect(await mediaKind(pipe)).toMatchObject({ kind: 'unknown' });
});
