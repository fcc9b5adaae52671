import { copyFile, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clip } from '#test/support/clips.ts';
import { openIngest, picture, putPicture, remove } from './world.ts';

test('lists what cannot be used with the reason, takes in the rest, and looks again when the file changes', async () => {
  const world = await openIngest();
  await writeFile(join(world.inbox, 'empty.png'), '');
  await writeFile(join(world.inbox, 'half.png'), (await picture(1)).subarray(0, 60));
  await copyFile((await clip('text')).path, join(world.inbox, 'text.mp4'));
  await copyFile((await clip('noIndex')).path, join(world.inbox, 'cut.mp4'));
  await putPicture(join(world.inbox, 'good.png'), 2);
  const id = await world.watch();
  await world.until(() =>
    expect(world.folder(id)).toMatchObject({ imported: 1, problems: 4, state: 'watching' }),
  );
  const reasons = Object.fromEntries(
    world.ingest.folders.problems(id).map((problem) => [problem.path, problem.reason]),
  );
  expect(reasons['empty.png']).toContain('empty (0 bytes)');
  expect(reasons['half.png']).toContain('damaged or cut short');
  expect(reasons['text.mp4']).toContain('"text.mp4"');
  expect(reasons['cut.mp4']).toContain('cut short');
  await writeFile(join(world.inbox, 'half.png'), await picture(1));
  await remove(join(world.inbox, 'empty.png'));
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 2, problems: 2 }));
});

test('a video of which only a part can be read is an item that says so', async () => {
  const world = await openIngest();
  await copyFile((await clip('cutShort')).path, join(world.inbox, 'part.mp4'));
  await world.watch();
  await world.until(() => expect(world.items()).toHaveLength(1));
  const video = world.item('part.mp4').video;
  expect(video?.damaged).toBe(true);
  expect(video?.frameCount).toBeGreaterThan(0);
  expect(video?.frameCount).toBeLessThan(60);
});

test('an item whose file is spoilt misses it, and has it again when it is mended', async () => {
  const world = await openIngest();
  const id = await world.watch();
  const path = join(world.inbox, 'a.png');
  await putPicture(path, 3);
  await world.until(() => expect(world.items()).toHaveLength(1));
  await writeFile(path, 'spoilt');
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 0, problems: 1 }));
  expect(world.item('a.png').storage).toBe('missing');
  await putPicture(path, 3);
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 1, problems: 0 }));
  expect(world.item('a.png').storage).toBe('linked');
});

test('names of every kind', async () => {
  const world = await openIngest();
  const id = await world.watch();
  const names = [
    'with space.png',
    '😀 émoji.png',
    'new\nline.png',
    `${'x'.repeat(251)}.png`,
    '日本.png',
    'quote\'".png',
    '#%?&.png',
  ];
  if (process.platform === 'linux') names.push('back\\slash.png');
  for (const [at, name] of names.entries()) await putPicture(join(world.inbox, name), 100 + at);
  await copyFile((await clip('constant')).path, join(world.inbox, 'ein film, % und 😀.mp4'));
  await world.until(() => expect(world.items()).toHaveLength(names.length + 1));
  expect(new Set(world.items().map((item) => item.name))).toEqual(
    new Set([...names, 'ein film, % und 😀.mp4']),
  );
  expect(world.folder(id)).toMatchObject({ imported: names.length + 1, problems: 0 });
});

test.runIf(process.platform === 'linux')('a name that is not text is a problem and not a crash', async () => {
  const world = await openIngest();
  const bytes = (name: string) =>
    Buffer.concat([Buffer.from(`${world.inbox}/`), Buffer.from(name, 'latin1')]);
  await writeFile(bytes('b\xff\xfe.png'), await picture(4));
  await putPicture(join(world.inbox, 'good.png'), 5);
  const id = await world.watch();
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 1, problems: 1 }));
  expect(world.ingest.folders.problems(id)[0]?.reason).toContain('Rename it');
  await rename(bytes('b\xff\xfe.png'), join(world.inbox, 'better.png'));
  world.ingest.folders.rescan(id);
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 2, problems: 0 }));
});

test('links are followed, but not in circles and not into the workspace', async () => {
  const world = await openIngest();
  await putPicture(join(world.test.folder, 'outside', 'deep', 'a.png'), 6);
  await putPicture(join(world.test.ctx.files.originals, 'ab', 'b.png'), 7);
  await mkdir(join(world.inbox, 'sub'));
  await symlink(join(world.test.folder, 'outside'), join(world.inbox, 'linked'));
  await symlink(world.inbox, join(world.inbox, 'sub', 'round'));
  await symlink(join(world.test.folder, 'outside'), join(world.test.folder, 'outside', 'self'));
  await symlink(world.test.ctx.files.originals, join(world.inbox, 'ours'));
  await symlink(join(world.inbox, 'nowhere'), join(world.inbox, 'dead.png'));
  const id = await world.watch();
  await world.until(() => expect(world.items()).toHaveLength(1));
  expect(world.item('a.png').folder).toBe('/linked/deep');
  await putPicture(join(world.test.folder, 'outside', 'c.png'), 8);
  await world.until(() => expect(world.item('c.png').folder).toBe('/linked'));
  expect(world.folder(id)).toMatchObject({ imported: 2, problems: 0 });
});
