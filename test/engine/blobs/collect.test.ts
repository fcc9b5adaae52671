import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CollectOptions, collectGarbage } from '#engine/blobs/collect.ts';
import { createTestContext } from '#test/support/engine-context.ts';
import { addFile, addItem, ageAll } from './support.ts';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;

async function world() {
  const made = await createTestContext();
  onTestFinished(() => made.close());
  const { ctx } = made;
  const { files, db } = ctx;
  return {
    ...made,
    put(location: string) {
      const path = join(files.root, location);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, location);
    },
    has: (location: string) => existsSync(join(files.root, location)),
    age: () => ageAll(files, 2 * DAY),
    collect: (options: Partial<CollectOptions> = {}) =>
      collectGarbage({ db, files, now: Date.now(), dryRun: false, signal: NEVER, ...options }),
  };
}

test('what no item has goes to the trash, and after two weeks for good; what one has stays', async () => {
  const { ctx, datasetId, age, collect, has, put } = await world();
  const kept = await addFile(ctx, 'kept');
  addItem(ctx, datasetId, kept);
  const trashed = await addFile(ctx, 'in the trash of the person');
  addItem(ctx, datasetId, { ...trashed, trashed: true });
  const nobodys = await addFile(ctx, 'nobodys');
  put('derived/0a/old/way.png');
  put('derived/0a/old/kept.png');
  addItem(ctx, datasetId, { location: 'derived/0a/old/kept.png', sha256: null });

  // All is younger than a day: an import may be about to make its item.
  expect(await collect()).toMatchObject({ moved: { files: 0 }, young: { files: 2 } });
  age();
  const dry = await collect({ dryRun: true });
  expect(dry.listed.toSorted()).toEqual(['derived/0a/old/way.png', nobodys.location].toSorted());
  expect(has(nobodys.location)).toBe(true);
  expect(await collect()).toMatchObject({ moved: dry.moved, removed: { files: 0 } });
  expect([kept.location, trashed.location, 'derived/0a/old/kept.png'].filter(has)).toHaveLength(3);
  expect(has(nobodys.location)).toBe(false);

  const [run = ''] = readdirSync(ctx.files.trash);
  expect(has(`trash/${run}/${nobodys.location}`)).toBe(true);
  expect(await collect({ now: Date.now() + 13 * DAY })).toMatchObject({ removed: { files: 0 } });
  expect(await collect({ now: Date.now() + 15 * DAY })).toMatchObject({ removed: dry.moved });
  expect(readdirSync(ctx.files.trash)).toEqual([]);
});

test('frames of a folder stay or go together', async () => {
  const { ctx, datasetId, age, collect, has, put } = await world();
  const video = addItem(ctx, datasetId, await addFile(ctx, 'video'));
  const other = addItem(ctx, datasetId, await addFile(ctx, 'another video'));
  for (const file of ['00000000.jpg', '00000001.jpg']) {
    for (const folder of [`${video}-n1-q2`, `${video}-n5-q2`, `${video}-n9-q2.partial`, `${other}-n1-q2`]) {
      put(`frames/${folder}/${file}`);
    }
  }
  addItem(ctx, datasetId, { location: `frames/${video}-n1-q2/00000000.jpg`, sha256: null, videoId: video });
  age();
  expect((await collect()).moved.files).toBe(6);
  expect(has(`frames/${video}-n1-q2/00000001.jpg`)).toBe(true);
  expect(readdirSync(ctx.files.frames)).toEqual([`${video}-n1-q2`]);
});

test('what comes while it looks is not taken', async () => {
  const { ctx, datasetId, age, collect, has } = await world();
  const found = await addFile(ctx, 'found');
  age();
  // The item comes after all items were read, and before the file is taken.
  const collecting = collect();
  await new Promise((resolve) => setImmediate(resolve));
  addItem(ctx, datasetId, found);
  expect(await collecting).toMatchObject({ moved: { files: 0 } });
  expect(has(found.location)).toBe(true);
});

test('a store of the same content at the same time keeps it, or stores it anew', async () => {
  const { ctx, age, collect, has } = await world();
  for (let round = 0; round < 30; round += 1) {
    await addFile(ctx, 'twice');
    age();
    const [file] = await Promise.all([addFile(ctx, 'twice', round % 3), collect()]);
    expect(has(file.location)).toBe(true);
    // From the moment that it was stored there is a day to refer to it.
    await collect();
    expect(has(file.location)).toBe(true);
  }
});

test('a trash folder of another name, and one of today, are left alone', async () => {
  const { ctx, collect, put } = await world();
  put('trash/mine/x');
  put(`trash/${new Date().toISOString().replaceAll(':', '-')}/y`);
  expect((await collect({ trashKept: 14 * DAY })).removed.files).toBe(0);
  expect((await collect({ trashKept: 0 })).removed.files).toBe(1);
  expect(readdirSync(ctx.files.trash)).toEqual(['mine']);
});
