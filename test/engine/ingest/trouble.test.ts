import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '#engine/context.ts';
import { clip } from '#test/support/clips.ts';
import { openIngest, putPicture } from './world.ts';

test('a full disk stops nothing for good: the folder says so and goes on when there is room', async () => {
  let full = true;
  const wrap = (ctx: EngineContext): EngineContext => ({
    ...ctx,
    unit: (actor, work) => {
      if (full && actor === 'sluice')
        throw new SluiceError('disk-full', 'The disk is full. Free some space.');
      return ctx.unit(actor, work);
    },
  });
  const world = await openIngest({}, wrap);
  await putPicture(join(world.inbox, 'a.png'), 1);
  await putPicture(join(world.inbox, 'b.png'), 2);
  const id = await world.watch();
  await world.until(() => {
    expect(world.folder(id)).toMatchObject({ state: 'error', note: 'The disk is full. Free some space.' });
    expect(world.folder(id)).toMatchObject({ waiting: 2, problems: 0 });
  });
  full = false;
  await world.until(() =>
    expect(world.folder(id)).toMatchObject({ state: 'watching', imported: 2, note: null }),
  );
});

test('a video waits for the tool that reads it; pictures need none', async () => {
  let missing = true;
  const wrap = (ctx: EngineContext): EngineContext => ({
    ...ctx,
    mediaTools: () =>
      missing ? Promise.reject(new SluiceError('tool-missing', 'ffmpeg was not found.')) : ctx.mediaTools(),
  });
  const world = await openIngest({}, wrap);
  await copyFile((await clip('constant')).path, join(world.inbox, 'v.mp4'));
  await putPicture(join(world.inbox, 'a.png'), 1);
  const id = await world.watch();
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 1, problems: 1 }));
  expect(world.ingest.folders.problems(id)[0]).toMatchObject({
    path: 'v.mp4',
    reason: 'ffmpeg was not found.',
  });
  missing = false;
  world.ingest.folders.rescan(id);
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 2, problems: 0 }));
});

test('closing in the middle leaves nothing behind', async () => {
  let writes = 0;
  const world = await openIngest({ batch: 3 }, (ctx) => ({
    ...ctx,
    unit: (actor, work) => {
      writes += 1;
      if (writes === 3) closing = world.ingest.close();
      return ctx.unit(actor, work);
    },
  }));
  let closing: Promise<void> | null = null;
  for (let at = 0; at < 20; at += 1) await putPicture(join(world.inbox, `${at}.png`), at);
  await copyFile((await clip('constant')).path, join(world.inbox, 'v.mp4'));
  await world.watch();
  await expect.poll(() => closing, { timeout: 20_000 }).not.toBeNull();
  await closing;
  expect(world.items().length).toBeLessThan(15);
  await world.restart();
  await world.until(() => expect(world.items()).toHaveLength(21));
});

test('one file that cannot be written down keeps no other out', async () => {
  let refused = 0;
  const wrap = (ctx: EngineContext): EngineContext => ({
    ...ctx,
    unit: (actor, work) =>
      ctx.unit(actor, (tx) => {
        const result = work(tx);
        const first = tx.db.get('SELECT 1 FROM item WHERE name = :name', { name: 'first.png' });
        if (!first || refused > 3) return result;
        refused += 1;
        throw new SluiceError('pipeline-invalid', 'The filter of "inbox" is no JSON.');
      }),
  });
  const world = await openIngest({}, wrap);
  await putPicture(join(world.inbox, 'first.png'), 1);
  await putPicture(join(world.inbox, 'second.png'), 2);
  const id = await world.watch();
  await world.until(() =>
    expect(world.folder(id)).toMatchObject({ imported: 1, problems: 1, state: 'watching' }),
  );
  expect(world.ingest.folders.problems(id)[0]).toMatchObject({
    path: 'first.png',
    reason: expect.stringMatching(/no JSON/),
  });
  const jobId = world.ingest.importPaths({
    datasetId: world.test.datasetId,
    paths: [join(world.inbox, 'first.png')],
    mode: 'copy',
    actor: 'ann',
  });
  expect((await world.ingest.importSummary(jobId)).outcomes).toMatchObject([{ outcome: 'problem' }]);
  refused = 4;
  world.ingest.folders.rescan(id);
  await world.until(() => expect(world.folder(id)).toMatchObject({ imported: 2, problems: 0 }));
});

test('idle waits for what comes and gives up when told', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'a.png'), 1);
  await world.watch();
  await world.ingest.idle();
  expect(world.items()).toHaveLength(1);
  world.ingest.importPaths({
    datasetId: world.test.datasetId,
    paths: [world.inbox],
    mode: 'copy',
    actor: 'ann',
  });
  await expect(world.ingest.idle(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  await world.ingest.idle();
  expect(world.item('a.png').storage).toBe('stored');
});
