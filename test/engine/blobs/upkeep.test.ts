import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { collectClosedWorkspace } from '#engine/blobs/collect-closed.ts';
import { createUpkeep } from '#engine/blobs/upkeep.ts';
import { cacheKey } from '#engine/cache-store/entry.ts';
import { settingsHandlers } from '#engine/services/settings.ts';
import { storageHandlers } from '#engine/services/storage.ts';
import { createTurns } from '#engine/turns.ts';
import { createTestContext } from '#test/support/engine-context.ts';
import { addFile, addItem, ageAll } from './support.ts';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;

async function world() {
  const made = await createTestContext();
  let closed = false;
  onTestFinished(async () => {
    if (!closed) await made.close();
  });
  const { ctx } = made;
  const state = { busy: false };
  const turns = createTurns();
  return {
    ...made,
    state,
    calls: { ...storageHandlers(ctx, turns), ...settingsHandlers(ctx, () => undefined) },
    upkeep: createUpkeep({ ctx, turns, busy: () => state.busy }),
    has: (location: string) => existsSync(join(ctx.files.root, location)),
    picture: (name: string) =>
      ctx.caches.file({ cache: 'renditions', key: cacheKey(name), extension: '.webp' }, (path) =>
        writeFile(path, 'x'.repeat(60_000_000)),
      ),
    async end() {
      closed = true;
      await made.close();
    },
  };
}

test('it says what takes how much, and what of it could be had', async () => {
  const { ctx, datasetId, calls, picture } = await world();
  addItem(ctx, datasetId, await addFile(ctx, 'kept'));
  await addFile(ctx, 'nobodys');
  ageAll(ctx.files, 2 * DAY);
  await addFile(ctx, 'young one');
  await picture('a');
  const usage = await calls['storage.usage']({});
  const parts = new Map(usage.parts.map(({ part, ...amount }) => [part, amount]));
  expect(parts.get('originals')).toEqual({ files: 3, bytes: 'keptnobodysyoung one'.length });
  expect(parts.get('renditions')).toEqual({ files: 1, bytes: 60_000_000 });
  expect(parts.get('database')?.bytes).toBeGreaterThan(1000);
  expect(usage).toMatchObject({ reclaimable: { files: 1, bytes: 7 }, young: { files: 1, bytes: 9 } });
  expect(usage.free).toBeGreaterThan(0);

  expect(await calls['storage.collect']({ dryRun: false, emptyTrash: true })).toMatchObject({
    moved: { files: 1, bytes: 7 },
    removed: { files: 1, bytes: 7 },
    caches: { files: 0 },
    dryRun: false,
  });
  expect((await calls['storage.usage']({})).reclaimable.files).toBe(0);
  expect(await calls['storage.clearCaches']({})).toEqual({ files: 1, bytes: 60_000_000 });
});

test('by itself it does so once a day, when nothing else goes on, and keeps the caches under their limit', async () => {
  const { ctx, state, upkeep, has, picture, calls } = await world();
  calls['settings.update']({ cacheGb: 0.1 });
  const nobodys = await addFile(ctx, 'nobodys');
  ageAll(ctx.files, 2 * DAY);
  const [first] = [await picture('a'), await picture('b')];
  state.busy = true;
  await upkeep.round();
  expect(has(nobodys.location)).toBe(true);
  state.busy = false;
  await upkeep.round();
  expect(has(nobodys.location)).toBe(false);
  expect(existsSync(first)).toBe(false);
  const later = await addFile(ctx, 'nobodys either');
  ageAll(ctx.files, 2 * DAY);
  await upkeep.round();
  expect(has(later.location)).toBe(true);
  await upkeep.close();
});

test('a closed workspace is collected too, and one that is open is not', async () => {
  const { ctx, end } = await world();
  const { root } = ctx.files;
  const options = { dryRun: false, emptyTrash: false, signal: NEVER };
  await expect(collectClosedWorkspace(root, options)).rejects.toMatchObject({ code: 'workspace-locked' });
  await end();
  await expect(collectClosedWorkspace(root, options)).rejects.toMatchObject({ code: 'not-found' });
});
