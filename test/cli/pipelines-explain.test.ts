import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { graphFile, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

type Explained = {
  places: { cycleId: string }[];
  events: { items: { itemId: string }[]; next: string | null };
};

describe('sluice explain', () => {
  let home: CliHome;
  const workspace = () => ['--workspace', home.path('w')];
  const run = (...args: string[]) => home.run('explain', ...args, ...workspace());
  const json = async (...args: string[]) =>
    (await home.json('explain', ...args, ...workspace())) as Explained;

  beforeAll(async () => {
    home = await sharedCliHome();
    const photos = home.path('photos');
    await mkdir(photos);
    await picture(photos, 'one.png', 10);
    await picture(photos, 'two.png', 20);
    await home.run('run', await graphFile(home.folder, PICTURES), '--input', photos, ...workspace());
    const { item } = (await home.json('tasks', 'take', 'Label', ...workspace())) as { item: { id: string } };
    await home.json('tasks', 'status', 'Label', item.id, 'discard', ...workspace());
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('tells where an item is now, and why', async () => {
    const cycles = (await home.json('pipelines', 'cycles', 'Pictures', ...workspace())) as {
      status: string;
      itemName: string;
    }[];
    const waiting = cycles.find(({ status }) => status === 'in-progress')?.itemName ?? '';
    const { stdout } = await run(waiting);
    expect(stdout).toMatch(
      new RegExp(
        `^${waiting} {2}[0-9a-f]{24}\nIt is at "Label" of "Pictures" \\(version 1\\) since .*: waits in the task`,
      ),
    );
    expect(stdout).toMatch(
      /Arrived as a copy .*\n.*Cycle started by hand.*\n.*on to "Label".*\n {4}to "Label"\n/,
    );
  });

  it('tells which connections were looked at, and why they did not take it', async () => {
    const cycles = (await home.json('pipelines', 'cycles', 'Pictures', ...workspace())) as {
      id: string;
      status: string;
      itemName: string;
      itemId: string;
    }[];
    const decided = cycles.find(({ status }) => status === 'success');
    const { stdout } = await run(decided?.itemName ?? '');
    expect(stdout).toContain('It is at no step of a pipeline now.');
    expect(stdout).toMatch(
      /"discard" in "Label"; not to "Done".*\n {4}not to "Done" \(decision "completed"\): takes "completed", the decision was "discard"\n$/,
    );
    const cycle = await run(decided?.id ?? '');
    expect(cycle.stdout).toMatch(/^cycle +[0-9a-f]{24}\nstatus +success\nitem /);
    expect(cycle.stdout).toMatch(/\nDone +pending +0 +0\n/);
    expect(await json(decided?.id ?? '')).toMatchObject({
      cycle: { id: decided?.id },
      nodes: [{}, {}, { name: 'Done', status: 'pending' }],
      events: { next: null },
    });
    const latest = await json(decided?.itemId ?? '', '--limit', '1');
    expect(latest).toMatchObject({ places: [], events: { items: [{ kind: 'decided' }] } });
    const before = await json(decided?.itemId ?? '', '--before', latest.events.next ?? '');
    expect(before.events.items).not.toContainEqual(latest.events.items[0]);
    const cut = await run(decided?.itemId ?? '', '--limit', '1');
    expect(cut.stdout).toContain(`--before ${latest.events.next}`);
  });

  it('says where a copy comes from', async () => {
    const { item } = (await home.json('tasks', 'take', 'Label', ...workspace())) as {
      item: { id: string; name: string };
    };
    await home.json('tasks', 'status', 'Label', item.id, 'completed', ...workspace());
    await home.json('pipelines', 'install', 'Pictures', '--wait', ...workspace());
    const { stdout } = await run(`Done/photos/${item.name}`);
    expect(stdout).toContain(`\nIt is a copy of ${item.id}, which has a history of its own.\n`);
  });

  it('lists items of the same name, and takes more of the path', async () => {
    const again = home.path('again', 'photos');
    await mkdir(again, { recursive: true });
    await picture(again, 'one.png', 99);
    await home.run(
      'run',
      await graphFile(home.folder, { ...PICTURES, name: 'Others' } as typeof PICTURES),
      '--input',
      again,
      ...workspace(),
    );
    const several = await run('one.png');
    expect(several).toMatchObject({ code: 2, stdout: '' });
    expect(several.stderr).toMatch(
      /\d items are called "one\.png": [0-9a-f]{24} \(Pictures\/Incoming\/photos\/one\.png\), .*[0-9a-f]{24} \(Others\//,
    );
    expect((await run('Others/Incoming/photos/one.png')).stdout).toContain('"Others"');
    expect((await run('one.png', '--project', 'Others')).stdout).toContain('"Others"');
    const unknown = await run('nine.png');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"nine.png"') });
  });
});
