import { appendFile, copyFile, mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clip } from '#test/support/clips.ts';
import { openIngest, picture, putPicture, remove } from './world.ts';

const names = (items: readonly { name: string; folder: string }[]) =>
  items.map(({ name, folder }) => (folder === '/' ? `/${name}` : `${folder}/${name}`)).toSorted();

test('takes in what is there at first, with everything about it', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'day 1', 'a.png'), 1);
  const video = await clip('variable');
  await copyFile(video.path, join(world.inbox, 'v.mp4'));
  const id = await world.watch();
  await world.until(() => expect(names(world.items())).toEqual(['/day 1/a.png', '/v.mp4']));
  const image = world.item('a.png');
  expect(image).toMatchObject({
    kind: 'image',
    mimetype: 'image/png',
    width: 16,
    height: 12,
    storage: 'linked',
  });
  expect(image.metadata['system']).toMatchObject({ originalname: 'a.png', mimetype: 'image/png', width: 16 });
  expect(world.locationOf(image)).toBe(join(world.inbox, 'day 1', 'a.png'));
  expect(world.history(image)).toEqual(['arrived']);
  const clipItem = world.item('v.mp4');
  expect(clipItem.video).toMatchObject({ frameCount: video.shows.length, damaged: false, codec: 'h264' });
  expect(clipItem.metadata['fps']).toBeCloseTo(clipItem.video?.averageRate ?? 0);
  expect(world.folder(id)).toMatchObject({
    state: 'watching',
    imported: 2,
    waiting: 0,
    problems: 0,
    note: null,
  });
});

test('takes in a file that comes later, in a folder that comes later', async () => {
  const world = await openIngest();
  await world.watch();
  await world.until(() => expect(world.items()).toEqual([]));
  await putPicture(join(world.inbox, 'new', 'deep', 'b.png'), 2);
  await world.until(() => expect(names(world.items())).toEqual(['/new/deep/b.png']));
  const told = () => world.test.told('watchedFolders.changed').at(-1)?.folder;
  await world.until(() => expect(told()).toMatchObject({ imported: 1, waiting: 0, state: 'watching' }));
  expect(world.test.told('items.changed').length).toBeGreaterThan(0);
});

test('waits for a slow copy', async () => {
  const world = await openIngest();
  await world.watch();
  const bytes = await readFile((await clip('constant')).path);
  const path = join(world.inbox, 'slow.mp4');
  await writeFile(path, '');
  const part = Math.ceil(bytes.length / 12);
  for (let from = 0; from < bytes.length; from += part) {
    await appendFile(path, bytes.subarray(from, from + part));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await world.until(() => expect(world.items()).toHaveLength(1));
  expect(world.item('slow.mp4')).toMatchObject({
    size: bytes.length,
    video: { frameCount: 60, damaged: false },
  });
});

test('one content is one item, whatever it is called', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await putPicture(join(world.inbox, 'one.png'), 3);
  await world.until(() => expect(world.items()).toHaveLength(1));
  await putPicture(join(world.inbox, 'again', 'two.png'), 3);
  await world.until(() => expect(world.folder(id).imported).toBe(2));
  expect(names(world.items())).toEqual(['/one.png']);
  expect(world.history(world.item('one.png'))).toEqual(['arrived', 'duplicate']);
});

test('follows a file that is moved or renamed, alone or with its folder', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await putPicture(join(world.inbox, 'a', 'x.png'), 4);
  await world.until(() => expect(world.items()).toHaveLength(1));
  const before = world.item('x.png');
  await rename(join(world.inbox, 'a', 'x.png'), join(world.inbox, 'y.png'));
  await world.until(() => expect(names(world.items())).toEqual(['/y.png']));
  await mkdir(join(world.inbox, 'b'));
  await rename(join(world.inbox, 'y.png'), join(world.inbox, 'b', 'y.png'));
  await world.until(() => expect(names(world.items())).toEqual(['/b/y.png']));
  await rename(join(world.inbox, 'b'), join(world.inbox, 'c'));
  await world.until(() => expect(names(world.items())).toEqual(['/c/y.png']));
  const after = world.item('y.png');
  expect(after).toMatchObject({ id: before.id, storage: 'linked' });
  expect(world.locationOf(after)).toBe(join(world.inbox, 'c', 'y.png'));
  expect(world.history(after)).toEqual(['arrived', 'moved', 'moved', 'moved']);
  expect(world.folder(id).imported).toBe(1);
});

test('a file that is deleted is missed, and known again when it returns', async () => {
  const world = await openIngest();
  const id = await world.watch();
  const path = join(world.inbox, 'a.png');
  await putPicture(path, 5);
  await world.until(() => expect(world.items()).toHaveLength(1));
  await rename(path, join(world.test.folder, 'elsewhere.png'));
  await world.until(() => expect(world.item('a.png').storage).toBe('missing'));
  expect(world.folder(id).imported).toBe(0);
  await rename(join(world.test.folder, 'elsewhere.png'), path);
  await world.until(() => expect(world.item('a.png').storage).toBe('linked'));
  expect(world.folder(id).imported).toBe(1);
  await remove(path);
  await world.until(() => expect(world.item('a.png').storage).toBe('missing'));
  await putPicture(join(world.inbox, 'under another name.png'), 5);
  await world.until(() => expect(world.items()[0]).toMatchObject({ storage: 'linked' }));
  expect(world.items()).toHaveLength(1);
  expect(world.history(world.item('under another name.png'))).toEqual([
    'arrived',
    'missing',
    'returned',
    'missing',
    'moved',
  ]);
});

test('of two files with one content, the other is taken when the first goes', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await putPicture(join(world.inbox, 'a.png'), 6);
  await world.until(() => expect(world.items()).toHaveLength(1));
  await putPicture(join(world.inbox, 'b.png'), 6);
  await world.until(() => expect(world.folder(id).imported).toBe(2));
  await remove(join(world.inbox, 'a.png'));
  await world.until(() => expect(world.folder(id).imported).toBe(1));
  expect(world.item('b.png').storage).toBe('linked');
});

test('new content under a known name is a new item', async () => {
  const world = await openIngest();
  await world.watch();
  const path = join(world.inbox, 'a.png');
  await putPicture(path, 7);
  await world.until(() => expect(world.items()).toHaveLength(1));
  const first = world.item('a.png');
  await putPicture(path, 8);
  await world.until(() => expect(world.items().map((item) => item.storage)).toEqual(['missing', 'linked']));
  const second = world.items()[1];
  expect(world.items()[0]).toMatchObject({
    id: first.id,
    sha256: first.sha256,
    overwritten: { itemId: second?.id, sha256: second?.sha256 },
  });
  expect(second?.overwritten).toBeNull();
  expect(world.history(first)).toEqual(['arrived', 'overwritten']);
  expect(second && world.history(second)).toEqual(['arrived', 'successor']);
  // Back to what it was: the first item has its file again.
  await putPicture(path, 7);
  await world.until(() => expect(world.items().map((item) => item.storage)).toEqual(['linked', 'missing']));
  expect(world.items()[0]?.overwritten).toBeNull();
  expect(world.items()[1]?.overwritten).toMatchObject({ itemId: first.id });
});

test('two files that change places keep their items', async () => {
  const world = await openIngest();
  await world.watch();
  const [a, b, aside] = ['a.png', 'b.png', 'c.part'].map((name) => join(world.inbox, name));
  if (!a || !b || !aside) throw new Error('three paths');
  await putPicture(a, 9);
  await putPicture(b, 10_000);
  await utimes(a, 1, 1);
  await utimes(b, 2, 2);
  await world.until(() => expect(world.items()).toHaveLength(2));
  const before = new Map(world.items().map((item) => [item.name, item.id]));
  await rename(a, aside);
  await rename(b, a);
  await rename(aside, b);
  await world.until(() => {
    expect(world.item('a.png').id).toBe(before.get('b.png'));
    expect(world.item('b.png').id).toBe(before.get('a.png'));
    expect(world.items().map((item) => item.storage)).toEqual(['linked', 'linked']);
  });
});

test('touching a file changes nothing', async () => {
  const world = await openIngest();
  await world.watch();
  const path = join(world.inbox, 'a.png');
  await putPicture(path, 11);
  await world.until(() => expect(world.items()).toHaveLength(1));
  await utimes(path, 5, 5);
  await putPicture(join(world.inbox, 'b.png'), 12);
  await world.until(() => expect(world.items()).toHaveLength(2));
  expect(world.history(world.item('a.png'))).toEqual(['arrived']);
});

test('passes over hidden, unfinished and foreign files', async () => {
  const world = await openIngest();
  const bytes = await picture(13);
  for (const name of [
    '.hidden.png',
    'a.png.part',
    'b.tmp',
    'c.png~',
    'd.crdownload',
    'notes.txt',
    'x.unknown',
  ]) {
    await writeFile(join(world.inbox, name), name === 'notes.txt' || name === 'x.unknown' ? 'words' : bytes);
  }
  await putPicture(join(world.inbox, '.git', 'e.png'), 14);
  await writeFile(join(world.inbox, 'no extension'), await picture(15));
  const id = await world.watch();
  await world.until(() => expect(names(world.items())).toEqual(['/no extension']));
  expect(world.folder(id)).toMatchObject({ imported: 1, problems: 0 });
  await rename(join(world.inbox, 'a.png.part'), join(world.inbox, 'a.png'));
  await world.until(() => expect(names(world.items())).toEqual(['/a.png', '/no extension']));
});
