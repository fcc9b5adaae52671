import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { IngestMode } from '#core/model/watched-folder.ts';
import { itemPath } from '#engine/files.ts';
import { openIngest, picture, putPicture, remove } from './world.ts';

const importAll = async (
  world: Awaited<ReturnType<typeof openIngest>>,
  paths: string[],
  mode: IngestMode = 'copy',
) => {
  const jobId = world.ingest.importPaths({ datasetId: world.test.datasetId, paths, mode, actor: 'ann' });
  return await world.ingest.importSummary(jobId);
};

test('files and folders become items, copied into the workspace', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'one.png'), 1);
  await putPicture(join(world.inbox, 'day 2', 'a', 'two.png'), 2);
  await writeFile(join(world.inbox, 'day 2', 'notes.txt'), 'words');
  const { outcomes, cancelled } = await importAll(world, [
    join(world.inbox, 'one.png'),
    join(world.inbox, 'day 2'),
    join(world.inbox, 'one.png'),
  ]);
  expect(cancelled).toBe(false);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'created']);
  expect(
    world
      .items()
      .map(({ folder, name }) => `${folder} ${name}`)
      .toSorted(),
  ).toEqual(['/ one.png', '/day 2/a two.png']);
  const item = world.item('two.png');
  const path = itemPath(world.test.ctx.files, item.storage, world.locationOf(item) ?? '');
  expect(await readFile(path)).toEqual(await picture(2));
  expect(await readdir(world.test.ctx.files.scratch)).toEqual([]);
  expect(world.test.told('jobs.changed').some(({ jobs }) => jobs[0]?.kind === 'import')).toBe(true);
  expect(world.test.ctx.jobs.list()).toEqual([]);
});

test('tells of problems one by one, then in a word, and goes on', async () => {
  const world = await openIngest();
  for (let at = 0; at < 8; at += 1) await writeFile(join(world.inbox, `bad ${at}.png`), 'not a picture');
  await writeFile(join(world.inbox, 'words.txt'), 'words');
  await putPicture(join(world.inbox, 'good.png'), 1);
  const { outcomes } = await importAll(world, [
    join(world.inbox, 'nothing.png'),
    join(world.inbox, 'words.txt'),
    'relative.png',
    join(world.test.ctx.files.originals),
    world.inbox,
  ]);
  expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
  const problems = outcomes.filter(({ outcome }) => outcome === 'problem');
  expect(problems).toHaveLength(12);
  const told = world.test.told('problem').map(({ error }) => error.message);
  expect(told).toHaveLength(6);
  expect(told[0]).toContain('nothing.png" is not there');
  expect(told.at(-1)).toBe('7 more files could not be imported either.');
  expect(problems.find(({ path }) => path.endsWith('words.txt'))?.reason).toContain('neither a picture nor');
});

test('the same content is a duplicate, and a copy is kept when one is asked for', async () => {
  const world = await openIngest();
  const [a, b] = [join(world.inbox, 'a.png'), join(world.inbox, 'b.png')];
  await putPicture(a, 1);
  await putPicture(b, 1);
  expect((await importAll(world, [a], 'link')).outcomes[0]?.outcome).toBe('created');
  expect(world.item('a.png').storage).toBe('linked');
  expect((await importAll(world, [b], 'copy')).outcomes[0]?.outcome).toBe('duplicate');
  expect(world.item('a.png').storage).toBe('stored');
  await remove(a);
  await remove(b);
  const item = world.item('a.png');
  expect(await readFile(itemPath(world.test.ctx.files, item.storage, world.locationOf(item) ?? ''))).toEqual(
    await picture(1),
  );
});

test('a job that is cancelled leaves whole items and nothing half done', async () => {
  let made = 0;
  const world = await openIngest({}, (ctx) => ({
    ...ctx,
    unit: (actor, work) => {
      made += 1;
      const [job] = ctx.jobs.list();
      if (made === 5 && job) ctx.jobs.cancel(job.id);
      return ctx.unit(actor, work);
    },
  }));
  const count = 20;
  for (let at = 0; at < count; at += 1) await putPicture(join(world.inbox, `${at}.png`), at);
  const jobId = world.ingest.importPaths({
    datasetId: world.test.datasetId,
    paths: [world.inbox],
    mode: 'copy',
    actor: 'ann',
  });
  const { ctx } = world.test;
  expect(ctx.jobs.list()).toMatchObject([{ id: jobId, kind: 'import', unit: 'files', cancellable: true }]);
  const { cancelled, outcomes } = await world.ingest.importSummary(jobId);
  expect(cancelled).toBe(true);
  expect(world.items()).toHaveLength(outcomes.length);
  expect(world.items().length).toBeLessThan(count);
  expect(await readdir(ctx.files.scratch)).toEqual([]);
  expect(ctx.jobs.list()).toEqual([]);
  expect(world.test.told('problem')).toEqual([]);
  // The rest comes when it is asked for again.
  await importAll(world, [world.inbox]);
  expect(world.items()).toHaveLength(count);
});

test('a folder that links to itself is imported once', async () => {
  const world = await openIngest();
  await putPicture(join(world.inbox, 'a.png'), 1);
  await symlink(world.inbox, join(world.inbox, 'round'));
  const { outcomes } = await importAll(world, [world.inbox], 'link');
  expect(outcomes).toHaveLength(1);
});

test('an unknown dataset is refused at once', async () => {
  const world = await openIngest();
  const request = { datasetId: 'f'.repeat(24), paths: [world.inbox], mode: 'copy', actor: 'ann' } as const;
  expect(() => world.ingest.importPaths(request)).toThrow(/not there any more/);
});
