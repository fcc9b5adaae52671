import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { graphFile, MACHINES, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

type Cycle = { id: string; status: string; itemName: string; itemId: string };
type Ran = { id: string; cycleId: string };
/** Clones have the same names: these are in the dataset where they came in. */
const [ONE, TWO] = ['Incoming/photos/one.png', 'Incoming/photos/two.png'];
const NAMES = ['one.png', 'two.png', 'three.png'];

describe('pipelines at work', () => {
  let home: CliHome;
  const workspace = () => ['--workspace', home.path('w')];
  const run = (...args: string[]) => home.run('pipelines', ...args, ...workspace());
  const json = (...args: string[]) => home.json('pipelines', ...args, ...workspace());
  const cycles = async (name: string, ...rest: string[]) => (await json('cycles', name, ...rest)) as Cycle[];

  beforeAll(async () => {
    home = await sharedCliHome();
    const photos = home.path('photos');
    await mkdir(photos);
    for (const [at, name] of NAMES.entries()) await picture(photos, name, at * 20);
    await home.run('run', await graphFile(home.folder, PICTURES), '--input', photos, ...workspace());
    await run('import', await graphFile(home.folder, MACHINES));
    await run('install', 'Machines');
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('starts a cycle for each item of a dataset that the filter finds', async () => {
    const filter = JSON.stringify({ name: { $in: ['one.png', 'two.png'] } });
    const args = ['execute', 'Machines', '--dataset', 'Incoming', '--filter', filter];
    const done = await json(...args, '--wait');
    expect(done).toMatchObject({
      command: { type: 'execute', status: 'success', done: 2, total: 2 },
      cycles: { inProgress: 0, success: 2, failed: 0, terminated: 0 },
    });
    expect((await run(...args)).stdout).toBe('2 cycles started.\n');
  });

  it('starts cycles for items by name or id, and for an input, and waits for them', async () => {
    const named = (await json('execute', 'Machines', '--item', ONE, '--wait')) as { cycles: Cycle[] };
    expect(named.cycles).toMatchObject([{ status: 'success', itemName: 'one.png', test: false }]);
    const id = named.cycles[0]?.itemId ?? '';
    const input = ['--input', JSON.stringify({ item: id })];
    const both = await json('execute', 'Machines', '--item', id, TWO, ...input, '--test', '--wait');
    expect(both).toMatchObject({
      cycles: ['one.png', 'two.png', 'one.png'].map((itemName) => ({ itemName, test: true })),
    });
    const unknown = await run('execute', 'Machines', '--item', 'four.png');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"four.png"') });
  });

  it('raises a cycle, and says what a move would do before it is done', async () => {
    const started = (await json('execute', 'Machines', '--item', ONE, '--wait')) as { cycles: Cycle[] };
    const id = started.cycles[0]?.id ?? '';
    const cycle = async (...args: string[]) => home.run('cycles', ...args, ...workspace());
    expect((await cycle('priority', id, 'high')).stdout).toBe(`The cycle ${id} has priority high.\n`);
    expect(await home.json('cycles', 'priority', id, 'none', ...workspace())).toMatchObject({
      priority: null,
    });
    const ends = ['--from', 'parent', '--to', 'parent'];
    expect((await cycle('move', id, ...ends, '--plan')).stdout).toMatch(/^It cannot be moved: Nothing of/);
    expect(await cycle('move', id, ...ends)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--why'),
    });
    const refused = await cycle('move', id, ...ends, '--why', 'it is stuck');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing of this cycle') });
  });

  it('starts at a node, and ends with 3 when something fails', async () => {
    const { code, stdout } = await run('execute', 'Machines', '--item', TWO, '--node', 'Parent', '--wait');
    expect({ code, stdout }).toEqual({ code: 3, stdout: expect.stringMatching(/two\.png {2}failed\n$/) });
    const [failed, ...others] = await cycles('Machines', '--status', 'failed');
    expect({ failed, others }).toMatchObject({
      failed: { itemName: 'two.png', nodeId: 'parent' },
      others: [],
    });
    const unknown = await run('execute', 'Machines', '--item', TWO, '--node', 'Nowhere');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"Incoming"') });
  });

  it('runs again what failed, everything, or from a node, under the same ids', async () => {
    const before = await cycles('Machines');
    const failed = before.filter(({ status }) => status === 'failed').map(({ id }) => id);
    expect(await json('rerun', 'Machines', '--failed')).toMatchObject({ type: 'rerun', done: 1 });
    const some = ['--cycle', ...failed];
    expect(await json('rerun', 'Machines', '--from-node', 'Parent', ...some)).toMatchObject({ done: 1 });
    const good = before.find(({ status }) => status === 'success');
    expect(
      await json('rerun', 'Machines', '--from-beginning', '--cycle', good?.id ?? '', '--wait'),
    ).toMatchObject({ command: { done: 1 }, cycles: { failed: 1 } });
    const all = await run('rerun', 'Machines', '--from-beginning', '--status', 'success', '--wait');
    expect(all.stdout).toMatch(new RegExp(`^${before.length - 1} cycles run again\\.\n\ninProgress +0\n`));
    expect(all.code).toBe(3);
    expect((await cycles('Machines')).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  it('shows one cycle and its executions, and runs one that failed again', async () => {
    const cycle = (...args: string[]) => home.json('cycles', ...args, ...workspace());
    const [failed] = await cycles('Machines', '--status', 'failed');
    const found = (await cycle('executions', 'Machines', '--node', 'Parent', '--state', 'failed')) as Ran[];
    expect(found).toMatchObject([{ cycleId: failed?.id, nodeId: 'parent', state: 'failed' }]);
    const view = await cycle('show', failed?.id ?? '');
    expect(view).toMatchObject({ cycle: { status: 'failed' }, executions: expect.arrayContaining(found) });
    const shown = await home.run('cycles', 'show', failed?.id ?? '', ...workspace());
    expect(shown.stdout).toMatch(/^cycle .*\nstatus +failed\n(.*\n)*Parent +failed +\d/);
    expect(await cycle('retry', found[0]?.id ?? '')).toMatchObject({ id: found[0]?.id, nodeId: 'parent' });
    const ended = await home.run('cycles', 'terminate', failed?.id ?? '', ...workspace());
    expect(ended).toMatchObject({ code: 0 });
    for (const args of [
      ['show', 'x'],
      ['retry', failed?.id ?? ''],
      ['terminate', found[0]?.id ?? ''],
    ]) {
      const { code, stderr } = await home.run('cycles', ...args, ...workspace());
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^sluice: .*\n$/) });
    }
  });

  it('lists cycles and executions by pages', async () => {
    const all = await cycles('Machines');
    const page = async (...args: string[]) =>
      (await home.json('cycles', 'list', 'Machines', ...args, ...workspace())) as {
        items: Cycle[];
        total: number;
      };
    const second = await page('--limit', '2', '--page', '2');
    expect(second.total).toBe(all.length);
    expect(second.items.map(({ id }) => id)).toEqual(all.slice(2, 4).map(({ id }) => id));
    expect((await page('--filter', '{"testMode": true}')).total).toBeGreaterThan(0);
    expect((await page('--status', 'pending')).total).toBe(0);
    const text = await home.run('cycles', 'list', 'Machines', '--limit', '2', ...workspace());
    expect(text.stdout).toMatch(
      new RegExp(`\nPage 1 of ${Math.ceil(all.length / 2)}, ${all.length} in all\\.\n$`),
    );
    const list = ['executions', 'list', '--pipeline', 'Machines', '--cycle', all[0]?.id ?? ''];
    const found = await home.json(...list, '--node', 'Parent', ...workspace());
    expect(found).toMatchObject({ items: expect.any(Array), total: expect.any(Number) });
    const alone = await home.run('executions', 'list', '--node', 'Parent', ...workspace());
    expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('--pipeline') });
  });

  it('looks after one execution: how far it is, its end, its attempts, and again', async () => {
    const one = (...args: string[]) => home.run('executions', ...args, ...workspace());
    const [cycle] = await cycles('Pictures');
    const { items } = (await home.json('executions', 'list', '--cycle', cycle?.id ?? '', ...workspace())) as {
      items: { id: string; state: string }[];
    };
    const waiting = items.find(({ state }) => state === 'parked')?.id ?? '';
    const told = await one('progress', waiting, '--percent', '40', '--message', 'two of five', '--json');
    expect(JSON.parse(told.stdout)).toMatchObject({ report: { percent: 40, message: 'two of five' } });
    expect((await one('show', waiting)).stdout).toMatch(/done +40 %\nmessage +two of five/);
    expect(await one('progress', waiting)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--percent'),
    });
    expect(await one('progress', waiting, '--percent', '101')).toMatchObject({ code: 2 });
    expect((await one('rerun', waiting)).code).not.toBe(0);
    expect((await one('terminate', waiting)).stdout).toMatch(/ is terminated\.\n$/);
    expect((await one('terminate', waiting)).code).not.toBe(0);
    expect((await one('rerun', waiting)).stdout).toMatch(/ is queued\.\n$/);
    expect((await one('attempts', waiting)).stdout).toMatch(/1 +terminated +\S+ +Ended by a person\./);
    expect(await one('show', 'x')).toMatchObject({ code: 2 });
  });

  it('changes a part of a pipeline, and takes a version back', async () => {
    const settings = { keepTriggersActive: true };
    const args = [
      'set',
      'Machines',
      '--description',
      'all by itself',
      '--settings',
      JSON.stringify(settings),
    ];
    expect(await json(...args)).toMatchObject({ description: 'all by itself', settings, version: 1 });
    expect(await json('back', 'Machines', '--to', '1')).toMatchObject({ version: 1 });
    expect(await run('back', 'Machines', '--to', '7')).toMatchObject({ code: 2 });
    expect(await json('triggers', 'Machines')).toEqual([]);
    expect(await json('export', 'Machines', '--at', '1')).toEqual(await json('export', 'Machines'));
    expect(await run('export', 'Machines', '--at', '7')).toMatchObject({ code: 2 });
    expect(await json('log', 'Machines')).toMatchObject({ items: expect.any(Array), next: null });
    expect((await run('log', 'Machines', '--limit', '1')).code).toBe(0);
  });

  it('ends cycles that are named, or all', async () => {
    const [first] = await cycles('Pictures');
    expect(await json('terminate', 'Pictures', '--cycle', first?.id ?? '')).toMatchObject({ done: 1 });
    expect((await cycles('Pictures')).map(({ status }) => status)).toEqual([
      'terminated',
      'in-progress',
      'in-progress',
    ]);
    expect((await run('terminate', 'Pictures', '--all')).stdout).toBe('2 cycles ended.\n');
    expect(await cycles('Pictures', '--status', 'in-progress')).toEqual([]);
  });

  it('counts by status', async () => {
    const stats = (await json('stats', 'Pictures')) as Record<string, unknown>;
    expect(Object.keys(stats)).toEqual([
      'pipelineExecutionCounters',
      'nodeExecutionsCounters',
      'pipelineExecutionStatistics',
      'nodeExecutionStatistics',
    ]);
    expect(stats['pipelineExecutionCounters']).toEqual([{ status: 'terminated', count: 3 }]);
    const { stdout } = await run('stats', 'Pictures');
    expect(stdout).toMatch(/^node +terminated +success +seconds each +a day\ncycles +3 +0 +- /);
    expect(stdout).toMatch(/\nLabel +3 +0/);
  });

  it.each([
    [['execute', 'Machines'], '--item'],
    [['execute', 'Machines', '--item', 'one.png', '--filter', '{}'], '--dataset'],
    [['execute', 'Machines', '--dataset', 'Nowhere'], '"Incoming"'],
    [['execute', 'Machines', '--input', '[1]'], '--input'],
    [['execute', 'Machines', '--dataset', 'Incoming', '--filter', '{"name": {"$near": 1}}'], '\\$near'],
    [['rerun', 'Machines'], '--from-beginning'],
    [['rerun', 'Machines', '--failed', '--from-node', 'Parent'], '--from-node'],
    [['rerun', 'Machines', '--failed', '--status', 'lost'], '--status'],
    [['terminate', 'Machines'], '--all'],
    [['terminate', 'Machines', '--cycle', 'first'], '"first"'],
  ])('refuses %j', async (args, named) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^sluice: [^\\n]*${named}[^\\n]*\\n$`));
  });
});
