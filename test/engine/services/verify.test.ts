/** Looking at the frames of a video: what is told, kept and shown, and what cannot be looked at. */
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { listItemEvents } from '#engine/db/queries/events.ts';
import { findItem, saveVideo } from '#engine/db/queries/items.ts';
import { buildFrameIndex } from '#engine/media/frame-index.ts';
import { encodeFrameIndex } from '#engine/media/frame-index-codec.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { verifyHandlers } from '#engine/services/verify.ts';
import { type IngestWorld, openIngest, putPicture } from '#test/engine/ingest/world.ts';
import { clip } from '#test/support/clips.ts';

async function imported({ test: { datasetId }, ingest }: IngestWorld, path: string): Promise<ItemId> {
  const jobId = ingest.importPaths({ datasetId, paths: [path], mode: 'link', actor: 'ann' });
  const [outcome] = (await ingest.importSummary(jobId)).outcomes;
  if (!outcome?.itemId) throw new Error(outcome?.reason ?? 'nothing was imported');
  return outcome.itemId;
}

async function videoWorld() {
  const world = await openIngest();
  const path = join(world.inbox, 'v.mp4');
  await copyFile((await clip('variable')).path, path);
  const itemId = await imported(world, path);
  const verify = verifyHandlers(world.test.ctx)['items.verify'];
  return { world, path, itemId, verify, db: world.test.ctx.db };
}

test('frames that are what the index says are told, kept with the item and in its history', async () => {
  const { itemId, verify, db } = await videoWorld();
  expect(findItem(db, itemId)?.video?.check).toBeNull();
  const check = calls['items.verify'].output.parse(await verify({ itemId, samples: 6 }));
  expect(check).toMatchObject({ faults: [], toolVersion: expect.any(String) });
  expect(check.checked).toBeGreaterThanOrEqual(6);
  expect(findItem(db, itemId)?.video?.check).toEqual(check);
  const [last] = listItemEvents(db, itemId, { before: 1e9, limit: 1 });
  expect(last).toMatchObject({
    kind: 'verified',
    text: expect.stringContaining('all are what the index says'),
  });
});

test('frames that are not are told by their place', async () => {
  const { world, path, itemId, verify, db } = await videoWorld();
  const tools = await world.test.ctx.mediaTools();
  const index = await buildFrameIndex(tools, path, await probeVideo(tools, path));
  const facts = findItem(db, itemId)?.video;
  if (!facts) throw new Error('it is a video');
  const late = { ...index, pts: index.pts.map((pts, at) => (at === index.count - 1 ? pts + 7 : pts)) };
  world.test.ctx.unit('ann', (tx) => saveVideo(tx.db, itemId, facts, encodeFrameIndex(late)));
  const { faults } = await verify({ itemId, samples: 3 });
  expect(faults).toEqual([{ index: index.count - 1, fault: 'time' }]);
  expect(findItem(db, itemId)?.video?.check?.faults).toEqual(faults);
});

test('what is no video, and a file that is gone, are refused by name, and nothing is kept', async () => {
  const { world, path, itemId, verify, db } = await videoWorld();
  const picture = join(world.inbox, 'a.png');
  await putPicture(picture, 1);
  const pictureId = await imported(world, picture);
  await expect(verify({ itemId: pictureId, samples: 3 })).rejects.toMatchObject({
    code: 'invalid-input',
    message: '"a.png" is not a video: it has no frames to look at.',
  });
  await rm(path);
  await expect(verify({ itemId, samples: 3 })).rejects.toMatchObject({ code: 'not-found' });
  expect(findItem(db, itemId)?.video?.check).toBeNull();
  expect(world.test.ctx.jobs.list()).toEqual([]);
});

test('it is a job that can be cancelled', async () => {
  const { world, itemId, verify } = await videoWorld();
  const { jobs } = world.test.ctx;
  const running = verify({ itemId, samples: 20 });
  const [job] = jobs.list();
  expect(job).toMatchObject({ kind: 'verify', title: 'Looking at the frames of "v.mp4"', itemId });
  if (job) jobs.cancel(job.id);
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  expect(jobs.list()).toEqual([]);
});
