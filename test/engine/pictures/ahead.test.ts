import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineContext } from '#engine/context.ts';
import { listItems } from '#engine/db/queries/items.ts';
import { createIngest } from '#engine/ingest/ingest.ts';
import { createPyramidsAhead } from '#engine/pictures/ahead.ts';
import { hasPyramid } from '#engine/pictures/renditions.ts';
import { createTestContext } from '#test/support/engine-context.ts';

/** Two pictures with tiles (10 megapixels, but wide) and a small one. */
async function openWorld() {
  const world = await createTestContext();
  const { ctx, datasetId, folder } = world;
  const ingest = createIngest(ctx, { stableMs: 20 });
  onTestFinished(async () => {
    await ingest.close();
    await world.close();
  });
  const input = join(folder, 'in');
  await mkdir(input);
  const write = async (name: string, width: number, background: string) =>
    await sharp({ create: { width, height: 1200, channels: 3, background } })
      .png({ compressionLevel: 1 })
      .toFile(join(input, name));
  await write('a.png', 8300, 'red');
  await write('b.png', 8300, 'blue');
  await write('small.png', 100, 'green');
  await ingest.importSummary(ingest.importPaths({ datasetId, paths: [input], mode: 'link', actor: 'test' }));
  const filter = { text: '', kind: null, status: null, trashed: false };
  const items = listItems(ctx.db, datasetId, filter, { after: null, limit: 10 });
  const made = async () => {
    const names = await Promise.all(
      items.map(async (item) => ((await hasPyramid(ctx, item)) ? [item.name] : [])),
    );
    return names.flat().toSorted();
  };
  return { ctx, made };
}

const idle = { busy: () => false };

test('tiles of large pictures are made once, when nothing else goes on, and again by the next start', async () => {
  const { ctx, made } = await openWorld();
  let busy = true;
  const first = createPyramidsAhead({ ctx, busy: () => busy });
  await first.round();
  expect(await made()).toEqual([]);
  busy = false;
  await first.round();
  expect(await made()).toEqual(['a.png', 'b.png']);
  expect(ctx.jobs.list()).toEqual([]);
  await ctx.caches.trim(0, ctx.closing);
  const { begun } = ctx.pictures.state();
  // What was removed for want of room is not made again and again.
  await first.round();
  expect(ctx.pictures.state().begun).toBe(begun);
  await createPyramidsAhead({ ctx, ...idle }).round();
  expect(await made()).toEqual(['a.png', 'b.png']);
});

test('no more are made than the caches have room for', async () => {
  const { ctx, made } = await openWorld();
  const limited: EngineContext = {
    ...ctx,
    // One and a half.
    settings: () => ({ ...ctx.settings(), cacheGb: (8300 * 1200 * 4 * 1.5) / 1e9 }),
  };
  await createPyramidsAhead({ ctx: limited, ...idle }).round();
  expect(await made()).toHaveLength(1);
  const low: EngineContext = { ...ctx, disk: { low: () => true, room: () => ({ free: 10, floor: 10 }) } };
  await createPyramidsAhead({ ctx: low, ...idle }).round();
  expect(await made()).toHaveLength(1);
});

test('closing ends what is being made, and nothing of it is left', async () => {
  const { ctx, made } = await openWorld();
  const closing = new AbortController();
  const ahead = createPyramidsAhead({ ctx: { ...ctx, closing: closing.signal }, ...idle });
  const round = ahead.round();
  await expect.poll(() => ctx.jobs.list().length).toBe(1);
  closing.abort();
  await round;
  await ahead.close();
  expect(ctx.jobs.list()).toEqual([]);
  expect(await made()).toEqual([]);
});

test('a picture whose tiles a person does not want is left, the others are made', async () => {
  const { ctx, made } = await openWorld();
  const round = createPyramidsAhead({ ctx, ...idle }).round();
  await expect.poll(() => ctx.jobs.list().length).toBe(1);
  const [job] = ctx.jobs.list();
  if (job) ctx.jobs.cancel(job.id);
  await round;
  expect(await made()).toHaveLength(1);
});
