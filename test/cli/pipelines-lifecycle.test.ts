import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { graphFile, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

type Cycle = { id: string; status: string; itemName: string; version: number };

describe('the life of a pipeline', () => {
  let home: CliHome;
  const workspace = () => ['--workspace', home.path('w')];
  const run = (...args: string[]) => home.run('pipelines', ...args, ...workspace());
  const json = (...args: string[]) => home.json('pipelines', ...args, ...workspace());

  /** Writes the exported pipeline with other nodes, and saves that as a new version. */
  async function withNodes(change: (nodes: { id: string; name: string }[]) => unknown[]): Promise<void> {
    const graph = (await json('export', 'Pictures')) as typeof PICTURES & { nodes: { id: string }[] };
    const nodes = change(structuredClone(graph.nodes));
    const ids = new Set((nodes as { id: string }[]).map(({ id }) => id));
    const connections = graph.connections.filter(
      ({ src, tgt }) => ids.has(src.nodeId) && ids.has(tgt.nodeId),
    );
    const file = home.path('version.json');
    await writeFile(file, JSON.stringify({ ...graph, nodes, connections }));
    await json('update', 'Pictures', file);
  }

  beforeAll(async () => {
    home = await sharedCliHome();
    const photos = home.path('photos');
    await mkdir(photos);
    await picture(photos, 'one.png', 10);
    await picture(photos, 'two.png', 20);
    await home.run('run', await graphFile(home.folder, PICTURES), '--input', photos, ...workspace());
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('names everything that stands against an install', async () => {
    await run('create', await graphFile(home.folder, { ...PICTURES, name: 'Bad' } as typeof PICTURES));
    const { code, stdout, stderr } = await run('install', 'Bad');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^sluice: "Bad" cannot be installed: .*"Incoming".*"Done" must have a datasetId\.\n$/,
    );
  });

  it('lets open cycles go over to a new version, or says why they stay', async () => {
    await withNodes((nodes) => nodes.map((node) => ({ ...node, name: `${node.name} 2` })));
    const plan = (await json('install', 'Pictures', '--plan')) as { cycles: { itemName: string }[] };
    // Files are read side by side: which of two comes in first is chance.
    plan.cycles.sort((a, b) => a.itemName.localeCompare(b.itemName));
    expect(plan).toEqual({
      version: 2,
      nodes: [{ nodeId: 'label', name: 'Label', open: 2, movable: true }],
      movable: 2,
      stuck: 0,
      cycles: ['one.png', 'two.png'].map((itemName) => ({
        cycleId: expect.any(String),
        itemName,
        version: 1,
        nodeName: 'Label',
        obstacle: null,
      })),
    });
    const moved = await run('install', 'Pictures', '--move');
    expect(moved.stdout).toBe(
      '"Pictures" is installed, version 2.\n2 cycles to version 2.\n\nnode   open\nLabel     2  moves\n',
    );
    expect((await run('versions', 'Pictures')).stdout).toMatch(/2 .* 2 +installed\n +1 .* 0\n$/);
    await withNodes((nodes) => nodes.filter(({ id }) => id !== 'label'));
    const stays = await run('install', 'Pictures', '--move');
    expect(stays.stdout).toContain(
      '0 cycles to version 3; 2 cycles cannot, and end on the version they are on.',
    );
    expect(stays.stdout).toMatch(/Label 2 +2 +cannot move/);
    expect(stays.stdout).toMatch(/one\.png +Label 2 +the new version has no such node/);
    const cycles = (await json('cycles', 'Pictures')) as Cycle[];
    expect(cycles.map(({ version }) => version)).toEqual([2, 2]);
  });

  it('pauses, keeps what people decide, and goes on', async () => {
    const wrong = await run('reset', 'Pictures');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--stop') });
    const paused = await run('pause', 'Pictures');
    expect(paused.stdout).toMatch(/^"Pictures" is paused with 2 open cycles \(2 items with people\)\. /);
    const { item } = (await home.json('tasks', 'take', 'Label 2', ...workspace())) as {
      item: { id: string };
    };
    await home.json('tasks', 'status', 'Label 2', item.id, 'completed', ...workspace());
    expect(await json('show', 'Pictures')).toMatchObject({ counts: { cycles: { inProgress: 2 } } });
    await json('install', 'Pictures', '--resume-existing', '--wait');
    expect(await json('show', 'Pictures')).toMatchObject({
      counts: { cycles: { inProgress: 1, success: 1 } },
    });
  });

  it('asks before it ends cycles, with numbers', async () => {
    const refused = await run('reset', 'Pictures', '--stop');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(
      /^sluice: Resetting "Pictures" ends 1 open cycle \(1 item with people\); the counters of 1 ended cycle begin at 0\. Say --yes/,
    );
    await run('pause', 'Pictures');
    expect((await run('delete', 'Pictures')).stderr).toMatch(/leaves 1 open cycle .* --yes/);
    const reset = await json('reset', 'Pictures', '--yes');
    expect(reset).toMatchObject({
      pipeline: { status: 'Uninstalled', counts: { cycles: { terminated: 0 } } },
    });
    expect(await json('cycles', 'Pictures')).toEqual([]);
    const { stdout } = await run('reset', 'Pictures');
    expect(stdout).toMatch(/^"Pictures" is reset: 0 open cycles ended/);
    expect(await json('delete', 'Pictures')).toEqual({ deleted: expect.any(String) });
  });

  it('lets triggers rest during a pause, or keeps them', async () => {
    const spec = {
      resource: 'Item',
      actions: ['Created'],
      executionMode: 'Once',
      filter: '{"name": "*.png"}',
    };
    const startNodes = [{ nodeId: 'in', type: 'root', trigger: { type: 'Event', spec } }];
    const heard = await graphFile(home.folder, { ...PICTURES, name: 'Heard', startNodes } as typeof PICTURES);
    const ran = await home.json('run', heard, '--input', home.path('photos'), ...workspace());
    expect(ran).toMatchObject({ items: 2, cycles: { inProgress: 2 }, waiting: 2 });
    const starts = async () => /starts +(.*)/.exec((await run('show', 'Heard')).stdout)?.[1];
    const trigger = 'at "Incoming" by Item Created, once for each that matches {"name": "*.png"}';
    expect(await starts()).toBe(trigger);
    await run('pause', 'Heard', '--keep-triggers');
    expect(await starts()).toBe(trigger);
    await run('install', 'Heard');
    await run('pause', 'Heard', '--no-keep-triggers');
    expect(await starts()).toBe(`${trigger}; rests now`);
  });

  it('does its work in the engine that has the workspace already', async () => {
    const served = home.start('serve', ...workspace());
    await served.firstLine();
    const listed = await run('list', '--json');
    expect([listed.code, listed.stderr]).toEqual([0, '']);
    expect(listed.stdout).toContain('"Bad"');
    expect((await run('pause', 'Bad')).stderr).not.toContain('POST /call');
    await served.end('SIGTERM');
  });
});
