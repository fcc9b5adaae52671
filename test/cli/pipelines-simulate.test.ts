import { mkdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { graphFile, MACHINES, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

describe('sluice simulate', () => {
  let home: CliHome;
  const workspace = () => ['--workspace', home.path('w')];
  const run = (...args: string[]) => home.run('simulate', ...args, ...workspace());
  const json = async (...args: string[]) => await home.json('simulate', ...args, ...workspace());

  beforeAll(async () => {
    home = await sharedCliHome();
    const photos = home.path('photos');
    await mkdir(photos);
    for (const [at, name] of ['one.png', 'two.png', 'three.png'].entries())
      await picture(photos, name, at * 20);
    await home.run('run', await graphFile(home.folder, PICTURES), '--input', photos, ...workspace());
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('counts where the items of the first dataset would go, and changes nothing', async () => {
    const before = await home.json('pipelines', 'stats', 'Pictures', ...workspace());
    const simulated = await json('Pictures', '--rate', 'Label:completed=1', '--seconds', 'Label=3600');
    expect(simulated).toMatchObject({
      version: 1,
      items: 3,
      nodes: [
        { name: 'Incoming', executions: 3 },
        { name: 'Label', rates: { source: 'given' }, load: { hours: 3 }, actions: [{ items: 3 }] },
        { name: 'Done', executions: 3 },
      ],
    });
    expect(await home.json('pipelines', 'stats', 'Pictures', ...workspace())).toEqual(before);
  });

  it('names what would go nowhere', async () => {
    const { code, stdout } = await run('Pictures', '--rate', 'Label:discard=1', 'Label:completed=0');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^3 items put in\.\n\nnode +played +executions/);
    expect(stdout).toMatch(/\nLabel +decided +3 +0 +discard 3 +given/);
    expect(stdout).toMatch(/\nLabel +Done +completed +0 +3 +\S/);
    expect(stdout).toMatch(/\n3 items would go nowhere:\n {2}\w+\.png at "Label": /);
  });

  it('shows the way of one item', async () => {
    const { stdout } = await run('Pictures', '--item', 'one.png', '--rate', 'Label:completed=1');
    expect(stdout).toContain('1 item put in.');
    expect(stdout).toMatch(/The way of one\.png:\n {2}"Incoming": .*\n {6}to "Label"\n {2}"Label": /);
  });

  it('takes a part of the items, a filter, a seed, and another graph', async () => {
    const filter = JSON.stringify({ name: 'one*' });
    expect(await json('Pictures', '--dataset', 'Incoming', '--filter', filter)).toMatchObject({ items: 1 });
    expect(await json('Pictures', '--limit', '2')).toMatchObject({ items: 2 });
    expect(await json('Pictures', '--share', '0')).toMatchObject({ items: 0 });
    const seeded = await json('Pictures', '--seed', '7');
    expect(await json('Pictures', '--seed', '7')).toEqual(seeded);
    const machines = await graphFile(home.folder, MACHINES);
    const other = await json('Pictures', '--graph', machines, '--dataset', 'Incoming');
    expect(other).toMatchObject({
      version: null,
      items: 3,
      nodes: [{}, { name: 'Done' }, { name: 'Parent' }],
    });
    expect(await readFile(machines, 'utf8')).toContain('Machines');
  });

  it.each([
    [['Pictures', '--rate', 'Label=1'], '--rate'],
    [['Pictures', '--rate', 'Label:approved=1'], 'approved'],
    [['Pictures', '--rate', 'Nobody:completed=1'], '"Label"'],
    [['Pictures', '--seconds', 'Label'], '--seconds'],
    [['Pictures', '--share', '2'], '--share'],
    [['Pictures', '--at', '9'], 'version 9'],
    [['Nothing'], '"Pictures"'],
  ])('refuses %j', async (args, named) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^sluice: [^\\n]*${named}[^\\n]*\\n$`));
  });
});
