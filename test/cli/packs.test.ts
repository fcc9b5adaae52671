/** Items go from one workspace to another and back in files, by the command line alone. */
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';

let home: CliHome;
beforeAll(async () => {
  home = await sharedCliHome();
});
afterAll(async () => await home[Symbol.asyncDispose]());

const at = (name: string) => ['--workspace', home.path(name)] as const;

test('a pack is made, opened, labelled, given back and received', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
  await writeFile(home.path('a.png'), await picture.png().toBuffer());
  await home.json('projects', 'create', 'Roads', ...at('hub'));
  await home.json('datasets', 'create', 'Frames', '--project', 'Roads', ...at('hub'));
  await home.json('items', 'upload', 'Frames', home.path('a.png'), ...at('hub'));
  const made = ['tasks', 'create', 'Label', '--dataset', 'Frames', '--person', 'ada@example.com'];
  await home.json(...made, ...at('hub'));
  const pack = home.path('week.sluicepack');
  const packed = await home.json('packs', 'make', 'Label', pack, '--for', 'ada@example.com', ...at('hub'));
  expect(packed).toMatchObject({ lease: { items: 1, left: 1, taskName: 'Label' } });

  const opened = (await home.json('packs', 'open', pack, ...at('station'))) as { pack: { id: string } };
  const { id } = opened.pack;
  expect(await home.json('packs', 'taken', ...at('station'))).toMatchObject([{ id, queued: 0 }]);
  const back = home.path('week.return.sluicepack');
  const nothing = await home.run('packs', 'return', id, back, ...at('station'));
  expect(nothing).toMatchObject({ stdout: '', stderr: expect.stringContaining('nothing to write') });
  const { item } = (await home.json('tasks', 'take', 'Label', ...at('station'))) as { item: { id: string } };
  await home.json('tasks', 'status', 'Label', item.id, 'completed', ...at('station'));
  expect(await home.json('packs', 'return', id, back, ...at('station'))).toMatchObject({ changes: 1 });

  const outcomePath = home.path('week.outcome.sluicepack');
  expect(await home.json('packs', 'receive', back, ...at('hub'))).toMatchObject({
    ...{ changes: 1, conflicts: 0, outcomePath },
    lease: { left: 0 },
  });
  expect(await home.json('packs', 'open', outcomePath, ...at('station'))).toEqual({ settled: 1 });
  expect(await home.json('packs', 'extend', id, '--days', '3', ...at('hub'))).toMatchObject({ id });
  expect(await home.json('packs', 'end', id, ...at('hub'))).toMatchObject({ left: 0 });
  const [listed] = (await home.json('packs', 'list', ...at('hub'))) as { endedAt: number | null }[];
  expect(listed?.endedAt).toEqual(expect.any(Number));
});

test.each([
  [['open', 'none.sluicepack'], 'none.sluicepack'],
  [['return', 'week', 'x.sluicepack'], 'id of a pack'],
  [['end', '0'.repeat(24)], 'was not made in this workspace'],
])('%j is refused by its name', async (args, named) => {
  const { code, stderr } = await home.run('packs', ...args, ...at('hub'));
  expect(code).not.toBe(0);
  expect(stderr).toContain(named);
});
