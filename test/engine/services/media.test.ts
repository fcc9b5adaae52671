import { copyFile, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type ItemId, itemIdSchema } from '#core/model/ids.ts';
import { findItem, insertItem } from '#engine/db/queries/items.ts';
import { mediaHandlers } from '#engine/services/media.ts';
import { type IngestWorld, openIngest, picture, putPicture, remove } from '#test/engine/ingest/world.ts';
import { clip } from '#test/support/clips.ts';

/** Files as items that no watched folder looks after. */
async function imported(world: IngestWorld, name: string): Promise<ItemId> {
  const jobId = world.ingest.importPaths({
    datasetId: world.test.datasetId,
    paths: [join(world.inbox, name)],
    mode: 'link',
    actor: 'ann',
  });
  const [outcome] = (await world.ingest.importSummary(jobId)).outcomes;
  if (!outcome?.itemId) throw new Error(outcome?.reason ?? 'nothing was imported');
  return outcome.itemId;
}

test('the original of a linked item is the file itself', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'a.png'), 1);
  const itemId = await imported(world, 'a.png');
  const resolve = mediaHandlers(world.test.ctx)['media.resolve'];
  const found = await resolve({ itemId, variant: 'original' });
  expect(found).toEqual({
    path: join(world.inbox, 'a.png'),
    mimetype: 'image/png',
    size: (await picture(1)).length,
  });
});

test('a file that is gone makes its item missing, one that is back mends it, and thumbnails stay', async () => {
  const world = await openIngest();
  const path = join(world.inbox, 'a.png');
  await putPicture(path, 1);
  const itemId = await imported(world, 'a.png');
  const resolve = mediaHandlers(world.test.ctx)['media.resolve'];
  const thumb = await resolve({ itemId, variant: 'thumb' });
  await rename(path, `${path}.away`);
  await expect(resolve({ itemId, variant: 'original' })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(path),
  });
  expect(world.item('a.png').storage).toBe('missing');
  expect(await resolve({ itemId, variant: 'thumb' })).toEqual(thumb);
  await expect(resolve({ itemId, variant: 'original' })).rejects.toMatchObject({ code: 'not-found' });
  await rename(`${path}.away`, path);
  await resolve({ itemId, variant: 'original' });
  expect(world.item('a.png').storage).toBe('linked');
  expect(world.history(world.item('a.png'))).toEqual(['arrived', 'missing', 'returned']);
});

test('a thumbnail is small, upright and made once, however many ask at once', async () => {
  const world = await openIngest();
  const big = sharp({ create: { width: 1200, height: 600, channels: 3, background: '#336699' } });
  await big.jpeg().withMetadata({ orientation: 6 }).toFile(join(world.inbox, 'big.jpg'));
  const itemId = await imported(world, 'big.jpg');
  expect(findItem(world.test.ctx.db, itemId)).toMatchObject({ width: 600, height: 1200 });
  const resolve = mediaHandlers(world.test.ctx)['media.resolve'];
  const all = await Promise.all(Array.from({ length: 10 }, () => resolve({ itemId, variant: 'thumb' })));
  expect(new Set(all.map((answer) => answer.path)).size).toBe(1);
  const [first] = all;
  if (!first) throw new Error('there are ten');
  expect(first).toMatchObject({ mimetype: 'image/webp', size: (await stat(first.path)).size });
  expect(await sharp(await readFile(first.path)).metadata()).toMatchObject({ width: 200, height: 400 });
  const { mtimeMs } = await stat(first.path);
  await resolve({ itemId, variant: 'thumb' });
  expect((await stat(first.path)).mtimeMs).toBe(mtimeMs);
});

test('a video has its first picture for a thumbnail', async () => {
  const world = await openIngest();
  await copyFile((await clip('rotated')).path, join(world.inbox, 'v.mp4'));
  const itemId = await imported(world, 'v.mp4');
  const { path } = await mediaHandlers(world.test.ctx)['media.resolve']({ itemId, variant: 'thumb' });
  expect(await sharp(await readFile(path)).metadata()).toMatchObject({ width: 120, height: 160 });
});

test('a clone shares the thumbnail of what it is a clone of', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'a.png'), 1);
  const itemId = await imported(world, 'a.png');
  const { ctx } = world.test;
  const item = findItem(ctx.db, itemId);
  if (!item) throw new Error('it was just imported');
  const cloneId = itemIdSchema.parse(ctx.ports.ids.next());
  ctx.unit('test', (tx) =>
    insertItem(tx.db, {
      ...item,
      id: cloneId,
      identity: `clone:${itemId}`,
      sourceItemId: itemId,
      location: join(world.inbox, 'a.png'),
      maker: null,
    }),
  );
  const resolve = mediaHandlers(ctx)['media.resolve'];
  const thumb = await resolve({ itemId, variant: 'thumb' });
  expect(await resolve({ itemId: cloneId, variant: 'thumb' })).toEqual(thumb);
});

test('clones follow the file too', async () => {
  const world = await openIngest();
  const other = world.test.addDataset('approved');
  await world.watch();
  await putPicture(join(world.inbox, 'a.png'), 1);
  await world.until(() => expect(world.items()).toHaveLength(1));
  const { ctx } = world.test;
  const item = world.item('a.png');
  ctx.unit('test', (tx) =>
    insertItem(tx.db, {
      ...item,
      id: itemIdSchema.parse(tx.id()),
      datasetId: other,
      identity: `clone:${item.id}`,
      sourceItemId: item.id,
      location: join(world.inbox, 'a.png'),
      maker: null,
    }),
  );
  await rename(join(world.inbox, 'a.png'), join(world.inbox, 'b.png'));
  await world.until(() => expect(world.item('b.png').id).toBe(item.id));
  const [clone] = world.items(other);
  expect(clone).toMatchObject({ storage: 'linked', name: 'a.png' });
  expect(clone && world.locationOf(clone)).toBe(join(world.inbox, 'b.png'));
  await remove(join(world.inbox, 'b.png'));
  await world.until(() => expect(world.items(other)[0]?.storage).toBe('missing'));
});

test('an item that does not exist is not found', async () => {
  const world = await openIngest();
  const resolve = mediaHandlers(world.test.ctx)['media.resolve'];
  const itemId = itemIdSchema.parse('f'.repeat(24));
  await expect(resolve({ itemId, variant: 'thumb' })).rejects.toMatchObject({ code: 'not-found' });
});

test('a stored file that is read with a check is compared with its hash, and named when it is damaged', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'a.png'), 1);
  const jobId = world.ingest.importPaths({
    datasetId: world.test.datasetId,
    paths: [join(world.inbox, 'a.png')],
    mode: 'copy',
    actor: 'ann',
  });
  const [outcome] = (await world.ingest.importSummary(jobId)).outcomes;
  const itemId = itemIdSchema.parse(outcome?.itemId);
  const resolve = mediaHandlers(world.test.ctx)['media.resolve'];
  const { path } = await resolve({ itemId, variant: 'original', verify: true });
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = 1;
  await writeFile(path, bytes);
  await resolve({ itemId, variant: 'original' });
  await expect(async () => resolve({ itemId, variant: 'original', verify: true })).rejects.toMatchObject({
    code: 'media-unreadable',
    message: expect.stringContaining('"a.png" is damaged'),
  });
});
