import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls } from '#contract/index.ts';
import { ingestHandlers } from '#engine/services/ingest.ts';
import { jobHandlers } from '#engine/services/jobs.ts';
import { openIngest, putPicture } from '#test/engine/ingest/world.ts';

test('folders by the calls of the contract', async () => {
  const world = await openIngest();
  const { test: context, inbox } = world;
  const handlers = ingestHandlers(context.ctx, world.ingest);
  await putPicture(join(inbox, 'a.png'), 1);
  await writeFile(join(inbox, 'bad.png'), 'not a picture');
  const wish = calls['watchedFolders.add'].input.parse({ datasetId: context.datasetId, path: inbox });
  const added = calls['watchedFolders.add'].output.parse(await handlers['watchedFolders.add'](wish));
  expect(added).toMatchObject({ path: inbox, mode: 'link', include: [], paused: false, imported: 0 });
  const list = () => handlers['watchedFolders.list']({ projectId: projectId() });
  const projectId = () => calls['watchedFolders.list'].input.shape.projectId.parse(context.projectId);
  await world.until(() => expect(world.folder(added.id)).toMatchObject({ imported: 1, problems: 1 }));
  expect(calls['watchedFolders.list'].output.parse(await list())).toHaveLength(1);
  const problems = await handlers['watchedFolders.problems']({ folderId: added.id });
  expect(calls['watchedFolders.problems'].output.parse(problems)).toMatchObject([{ path: 'bad.png' }]);
  const paused = await handlers['watchedFolders.update']({ folderId: added.id, paused: true });
  expect(calls['watchedFolders.update'].output.parse(paused).state).toBe('paused');
  await handlers['watchedFolders.update']({ folderId: added.id, paused: false });
  const again = await handlers['watchedFolders.rescan']({ folderId: added.id });
  expect(calls['watchedFolders.rescan'].output.parse(again).id).toBe(added.id);
  expect(await handlers['watchedFolders.remove']({ folderId: added.id })).toBeNull();
  expect(await list()).toEqual([]);
  await expect(async () => handlers['watchedFolders.problems']({ folderId: added.id })).rejects.toMatchObject(
    {
      code: 'not-found',
    },
  );
});

test('jobs by the calls of the contract', async () => {
  const world = await openIngest();
  const handlers = jobHandlers(world.test.ctx.jobs);
  for (let at = 0; at < 30; at += 1) await putPicture(join(world.inbox, `${at}.png`), at);
  const jobId = world.ingest.importPaths({
    datasetId: world.test.datasetId,
    paths: [world.inbox],
    mode: 'copy',
    actor: 'ann',
  });
  expect(calls['jobs.list'].output.parse(await handlers['jobs.list']({}))).toMatchObject([
    { id: jobId, title: 'Importing "inbox" into "inbox"', unit: 'files' },
  ]);
  expect(await handlers['jobs.cancel']({ jobId })).toBeNull();
  expect((await world.ingest.importSummary(jobId)).cancelled).toBe(true);
  await expect(async () => handlers['jobs.cancel']({ jobId })).rejects.toMatchObject({ code: 'not-found' });
});
