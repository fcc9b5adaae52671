/** Files that are not whole, are no files, or are one file under several names. */
import { execFileSync } from 'node:child_process';
import { link, open, rename, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { numberedPicture } from './many.ts';
import { openIngest, putPicture } from './world.ts';

const names = (items: readonly { name: string }[]) => items.map(({ name }) => name).toSorted();

test('room that a copier has made for a file is no picture until it is filled', async () => {
  const world = await openIngest({ patienceMs: 60_000 });
  await world.watch();
  const path = join(world.inbox, 'a.jpg');
  const whole = numberedPicture(1);
  const half = whole.length >> 1;
  await writeFile(path, whole.subarray(0, half));
  await truncate(path, whole.length);
  await delay(500);
  expect(world.items()).toEqual([]);
  const file = await open(path, 'r+');
  await file.write(whole.subarray(half), 0, whole.length - half, half);
  await file.close();
  await world.until(() => expect(names(world.items())).toEqual(['a.jpg']));
  expect(world.item('a.jpg').size).toBe(whole.length);
  expect(world.history(world.item('a.jpg'))).toEqual(['arrived']);
});

test('a copy that has stalled is waited for, then listed as a problem, then taken when it goes on', async () => {
  const world = await openIngest();
  const id = await world.watch();
  const whole = numberedPicture(2);
  const path = join(world.inbox, 'stalled.jpg');
  await writeFile(path, whole.subarray(0, whole.length - 20));
  await world.until(() => expect(world.folder(id)).toMatchObject({ problems: 1, imported: 0 }));
  await writeFile(path, whole);
  await world.until(() => expect(world.folder(id)).toMatchObject({ problems: 0, imported: 1 }));
});

test('an old file that is cut short is found when its folder is listed first', async () => {
  const world = await openIngest({ settledMs: 0 });
  const path = join(world.inbox, 'short.jpg');
  await writeFile(path, numberedPicture(3).subarray(0, -20));
  await utimes(path, 1, 1);
  await putPicture(join(world.inbox, 'whole.png'), 1);
  const id = await world.watch();
  await world.until(() => expect(world.folder(id)).toMatchObject({ problems: 1, imported: 1 }));
});

test.runIf(process.platform !== 'win32')(
  'pipes and sockets are passed over, hard links are one item',
  async () => {
    const world = await openIngest();
    execFileSync('mkfifo', [join(world.inbox, 'pipe.jpg')]);
    const server = createServer().listen(join(world.inbox, 'socket.jpg'));
    onTestFinished(() => void server.close());
    await putPicture(join(world.inbox, 'a.png'), 4);
    await link(join(world.inbox, 'a.png'), join(world.inbox, 'b.png'));
    const id = await world.watch();
    await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 2, problems: 0, waiting: 0 }));
    expect(world.items()).toHaveLength(1);
    execFileSync('mkfifo', [join(world.inbox, 'later.jpg')]);
    await putPicture(join(world.inbox, 'c.png'), 5);
    await world.until(() => expect(world.items()).toHaveLength(2));
  },
);

test('a name that changes its capital letters alone is followed', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await putPicture(join(world.inbox, 'Photo.PNG'), 6);
  await world.until(() => expect(world.items()).toHaveLength(1));
  const before = world.item('Photo.PNG').id;
  await rename(join(world.inbox, 'Photo.PNG'), join(world.inbox, 'photo.png'));
  await world.until(() => expect(names(world.items())).toEqual(['photo.png']));
  expect(world.item('photo.png').id).toBe(before);
  expect(world.folder(id)).toMatchObject({ imported: 1, problems: 0 });
});
