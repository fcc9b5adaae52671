import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openScout } from '#engine/ingest/scout.ts';
import { ingestHandlers } from '#engine/services/ingest.ts';
import { openIngest, putPicture, remove } from './world.ts';

test('a folder that vanishes is waited for; nothing is missed', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await putPicture(join(world.inbox, 'a.png'), 1);
  await world.until(() => expect(world.items()).toHaveLength(1));
  const away = join(world.test.folder, 'away');
  await rename(world.inbox, away);
  await world.until(() => expect(world.folder(id)).toMatchObject({ state: 'unavailable', imported: 1 }));
  expect(world.folder(id).note).toContain('is not there');
  expect(world.item('a.png').storage).toBe('linked');
  await putPicture(join(away, 'b.png'), 2);
  await rename(away, world.inbox);
  await world.until(() =>
    expect(world.folder(id)).toMatchObject({ state: 'watching', imported: 2, note: null }),
  );
  await putPicture(join(world.inbox, 'c.png'), 3);
  await world.until(() => expect(world.items()).toHaveLength(3));
  expect(world.history(world.item('a.png'))).toEqual(['arrived']);
});

const OTHER_DISK = '/dev/shm';

test.runIf(existsSync(OTHER_DISK))('an empty folder where a disk was is not an emptied folder', async () => {
  const world = await openIngest();
  const disk = await mkdtemp(join(OTHER_DISK, 'sluice-disk-'));
  onTestFinished(() => rm(disk, { recursive: true, force: true }));
  await rm(world.inbox, { recursive: true });
  await symlink(disk, world.inbox);
  await putPicture(join(disk, 'a.png'), 1);
  const id = await world.watch();
  await world.until(() => expect(world.items()).toHaveLength(1));
  const emptied = join(world.test.folder, 'emptied');
  await mkdir(emptied);
  await rm(world.inbox);
  await symlink(emptied, world.inbox);
  world.ingest.folders.rescan(id);
  await world.until(() => expect(world.folder(id).state).toBe('unavailable'));
  expect(world.folder(id)).toMatchObject({ imported: 1, note: expect.stringContaining('Connect the disk') });
  expect(world.item('a.png').storage).toBe('linked');
  await rm(world.inbox);
  await symlink(disk, world.inbox);
  await world.until(() => expect(world.folder(id)).toMatchObject({ state: 'watching', imported: 1 }));
  await rm(join(disk, 'a.png'));
  await world.until(() => expect(world.item('a.png').storage).toBe('missing'));
});

test('a folder that was deleted and made anew misses what is not in it any more', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await putPicture(join(world.inbox, 'a.png'), 1);
  await putPicture(join(world.inbox, 'b.png'), 2);
  await world.until(() => expect(world.items()).toHaveLength(2));
  await remove(world.inbox);
  await world.until(() => expect(world.folder(id).state).toBe('unavailable'));
  await putPicture(join(world.inbox, 'b.png'), 2);
  await world.until(() => {
    expect(world.folder(id)).toMatchObject({ state: 'watching', imported: 1 });
    expect(world.item('a.png').storage).toBe('missing');
  });
  expect(world.item('b.png').storage).toBe('linked');
});

test('a restart imports nothing twice and finds what happened meanwhile', async () => {
  const world = await openIngest();
  const id = await world.watch();
  for (const at of [1, 2, 3]) await putPicture(join(world.inbox, `${at}.png`), at);
  await world.until(() => expect(world.items()).toHaveLength(3));
  const before = world.items();
  await world.restart();
  await world.until(() => expect(world.folder(id)).toMatchObject({ state: 'watching', imported: 3 }));
  expect(world.items()).toEqual(before);
  await world.ingest.close();
  await rename(join(world.inbox, '1.png'), join(world.inbox, 'one.png'));
  await remove(join(world.inbox, '2.png'));
  await putPicture(join(world.inbox, '4.png'), 4);
  await world.restart();
  await world.until(() => expect(world.folder(id)).toMatchObject({ state: 'watching', imported: 3 }));
  // Files are taken in two at a time, so the order of their items is anybody's guess.
  expect(Object.fromEntries(world.items().map(({ name, storage }) => [name, storage]))).toEqual({
    'one.png': 'linked',
    '2.png': 'missing',
    '3.png': 'linked',
    '4.png': 'linked',
  });
});

test('patterns choose; changing them takes in what is wanted now and keeps what came', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'A.PNG'), 1);
  await putPicture(join(world.inbox, 'raw', 'b.png'), 2);
  await putPicture(join(world.inbox, 'sub', 'c.png'), 3);
  await putPicture(join(world.inbox, 'sub', 'test_d.png'), 4);
  const id = await world.watch({ include: ['*.png'], exclude: ['raw', 'test_*'] });
  await world.until(() =>
    expect(
      world
        .items()
        .map((item) => item.name)
        .toSorted(),
    ).toEqual(['A.PNG', 'c.png']),
  );
  await putPicture(join(world.inbox, 'raw', 'e.png'), 5);
  const calls = ingestHandlers(world.test.ctx, world.ingest);
  await calls['watchedFolders.update']({ folderId: id, exclude: ['sub'] });
  await world.until(() =>
    expect(
      world
        .items()
        .map((item) => item.name)
        .toSorted(),
    ).toEqual(['A.PNG', 'b.png', 'c.png', 'e.png']),
  );
  expect(world.item('c.png').storage).toBe('linked');
  expect(world.folder(id).imported).toBe(3);
});

test('pausing, going on, removing', async () => {
  const world = await openIngest();
  const id = await world.watch();
  await world.until(() => expect(world.folder(id).state).toBe('watching'));
  expect(await world.ingest.folders.update(id, { paused: true }, 'test')).toMatchObject({ state: 'paused' });
  await putPicture(join(world.inbox, 'a.png'), 1);
  await world.restart();
  await world.until(() => expect(world.folder(id)).toMatchObject({ state: 'paused', paused: true }));
  expect(world.items()).toEqual([]);
  await world.ingest.folders.update(id, { paused: false }, 'test');
  await world.until(() => expect(world.items()).toHaveLength(1));
  await world.ingest.folders.remove(id, 'test');
  expect(world.ingest.folders.list(world.test.projectId)).toEqual([]);
  expect(world.item('a.png').storage).toBe('linked');
  expect(() => world.ingest.folders.rescan(id)).toThrow(/not watched any more/);
  // Watched again, its files are known.
  await world.watch();
  await world.until(() => expect(world.history(world.item('a.png'))).toEqual(['arrived']));
  expect(world.items()).toHaveLength(1);
});

test('refuses folders that cannot be watched, with a remedy', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'file.png'), 1);
  await mkdir(join(world.test.ctx.files.root, 'mine'));
  await world.watch();
  const add = (path: string) =>
    world.ingest.folders.add(
      { datasetId: world.test.datasetId, path, mode: 'link', include: [], exclude: [] },
      'test',
    );
  const refusal = (message: RegExp) =>
    expect.objectContaining({ code: 'invalid-input', message: expect.stringMatching(message) });
  await expect(add('inbox')).rejects.toEqual(refusal(/full path/));
  await expect(add(join(world.inbox, 'nothing'))).rejects.toEqual(refusal(/not there/));
  await expect(add(join(world.inbox, 'file.png'))).rejects.toEqual(refusal(/not a folder/));
  await expect(add(join(world.test.ctx.files.root, 'mine'))).rejects.toEqual(
    refusal(/belongs to the workspace/),
  );
  await expect(add(world.test.folder)).rejects.toEqual(refusal(/holds the workspace/));
  await expect(add(`${world.inbox}/../inbox/`)).rejects.toEqual(refusal(/already/));
  const other = world.test.addDataset('other');
  const wish = { datasetId: other, path: world.inbox, mode: 'link', include: [], exclude: [] } as const;
  await world.ingest.folders.add(wish, 'test');
  await world.until(() => expect(world.items(other)).toHaveLength(1));
});

test('goes on by listing when the system watches no more folders', async () => {
  const world = await openIngest({
    openScout: (task, events) => {
      setImmediate(() => events.exhausted('no more watches'));
      return openScout({ ...task, watches: false }, events);
    },
  });
  const id = await world.watch();
  await world.until(() =>
    expect(world.folder(id)).toMatchObject({ state: 'watching', note: 'no more watches' }),
  );
  await putPicture(join(world.inbox, 'a.png'), 1);
  await world.until(() => expect(world.items()).toHaveLength(1));
  await remove(join(world.inbox, 'a.png'));
  await world.until(() => expect(world.item('a.png').storage).toBe('missing'));
});

test('copies: the workspace keeps the file, whatever becomes of the first one', async () => {
  const world = await openIngest();
  const path = join(world.inbox, 'Photo.PNG');
  await putPicture(path, 1);
  const id = await world.watch({ mode: 'copy' });
  await world.until(() => expect(world.items()).toHaveLength(1));
  const item = world.item('Photo.PNG');
  expect(item.storage).toBe('stored');
  expect(world.locationOf(item)).toBe(`originals/${item.sha256?.slice(0, 2)}/${item.sha256}.png`);
  await remove(path);
  await world.until(() => expect(world.folder(id).imported).toBe(0));
  expect(world.item('Photo.PNG').storage).toBe('stored');
  expect(world.history(item)).toEqual(['arrived']);
});
