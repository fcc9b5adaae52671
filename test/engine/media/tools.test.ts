import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunnable, makeRunnable, outsideAsar } from '#engine/media/tool-locations.ts';
import { findMediaTools } from '#engine/media/tools.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-tools-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Programs that only answer to `-version`. */
async function pretend(place: string, version: string): Promise<string> {
  const bin = join(folder, place);
  await mkdir(bin, { recursive: true });
  for (const name of ['ffmpeg', 'ffprobe']) {
    await writeFile(
      join(bin, name),
      `#!/bin/sh\necho "${name} version ${version} Copyright (c) 2000-2024"\n`,
    );
    await chmod(join(bin, name), 0o755);
  }
  return bin;
}

test('the setting comes first, then the packaged app, then PATH', async () => {
  const [own, packaged, onPath] = await Promise.all([
    pretend('own', '6.1'),
    pretend('packaged', '7.0'),
    pretend('path', '5.1'),
  ]);
  const env = { PATH: onPath };
  const settings = { ffmpegPath: join(own, 'ffmpeg') };
  const all = await findMediaTools({ settings, packagedDir: packaged, env });
  expect(all.ffmpeg).toMatchObject({ source: 'setting', path: join(own, 'ffmpeg'), outdated: false });
  expect(all.ffprobe).toMatchObject({ source: 'packaged', path: join(packaged, 'ffprobe') });
  const plain = await findMediaTools({ settings: {}, packagedDir: join(folder, 'nothing'), env });
  expect(plain.ffmpeg).toMatchObject({ source: 'path', version: { major: 5, minor: 1 } });
});

test('one on PATH that is older than 5.0 is passed over for a later one, or for the embedded one', async () => {
  const [old, recent] = await Promise.all([pretend('old', '4.4'), pretend('recent', '5.0')]);
  const both = await findMediaTools({ settings: {}, env: { PATH: `${old}:${recent}` } });
  expect(both.ffmpeg.path).toBe(join(recent, 'ffmpeg'));
  const onlyOld = await findMediaTools({ settings: {}, env: { PATH: old } });
  expect(onlyOld.ffmpeg.source).toBe('embedded');
});

test('the embedded ones work and say that they are old', async () => {
  const { ffmpeg, ffprobe } = await findMediaTools({ settings: {}, env: {} });
  expect(ffmpeg).toMatchObject({
    source: 'embedded',
    outdated: true,
    version: { major: 4, parsed: 'library' },
  });
  expect(ffmpeg.note).toMatch(/older than 5\.0.*apt install ffmpeg/);
  expect(ffprobe).toMatchObject({ source: 'embedded', outdated: false });
});

test('a setting that cannot be used is an error that names it, never passed over', async () => {
  const path = join(folder, 'not-there');
  await expect(findMediaTools({ settings: { ffprobePath: path }, env: process.env })).rejects.toMatchObject({
    code: 'tool-missing',
    message: expect.stringContaining(path),
  });
  const wrong = join(await pretend('swapped', '6.0'), 'ffprobe');
  await expect(findMediaTools({ settings: { ffmpegPath: wrong }, env: process.env })).rejects.toMatchObject({
    code: 'tool-missing',
  });
});

test('the right to run is given where npm left it out', async () => {
  const path = join(folder, 'ffprobe');
  await writeFile(path, '#!/bin/sh\n', { mode: 0o644 });
  expect(await isRunnable(path)).toBe(false);
  await makeRunnable(path);
  expect(await isRunnable(path)).toBe(true);
  expect((await stat(path)).mode & 0o100).toBe(0o100);
});

test('a packaged program is run from beside the archive', () => {
  const inside = ['', 'opt', 'Sluice', 'resources', 'app.asar', 'node_modules', 'ffmpeg'].join(sep);
  expect(outsideAsar(inside)).toContain(`${sep}app.asar.unpacked${sep}node_modules`);
  expect(outsideAsar(outsideAsar(inside))).toBe(outsideAsar(inside));
});
