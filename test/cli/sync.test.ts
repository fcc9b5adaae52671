/** Two people's computers and a hub, each by nothing but the command line. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutProxy } from '../engine/sync/support/cut-proxy.ts';
import { type CliHome, cliHome, sharedCliHome } from './support/cli.ts';
import { picture } from './support/pictures.ts';

let hub: CliHome;
let home: CliHome;
let address: string;
let token: string;

/** Runs with something on standard input. */
async function typed(text: string, ...args: string[]) {
  const running = home.start('sync', ...args);
  running.process.stdin?.end(text);
  return await running.end();
}
/** 0 when it is gone by now. */
const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
const sync = async (...args: string[]) => await home.json('sync', ...args);
const states = async () => (await sync('status')) as { id: string; state: string; queued: number }[];

beforeAll(async () => {
  hub = await sharedCliHome();
  home = await sharedCliHome();
  const server = hub.start('serve', '--workspace', hub.path('w'), '--json');
  ({ address } = JSON.parse(await server.firstLine()) as { address: string });
  const where = ['--workspace', hub.path('w')];
  await hub.json('projects', 'create', 'Roads', ...where);
  await hub.json('datasets', 'create', 'Frames', '--project', 'Roads', ...where);
  await hub.json('items', 'upload', 'Frames', await picture(hub.folder, 'a.png', 200), ...where);
  const made = await hub.json('token', '--email', 'ada@example.com', '--role', 'annotator');
  ({ token } = made as { token: string });
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

const itemAt = async (side: CliHome, ...where: string[]) =>
  (await side.json('items', 'show', 'Frames/a.png', ...where)) as { id: string; annotationsCount: number };

describe('sluice sync', () => {
  it('takes a token from standard input and from nowhere else that is seen', async () => {
    const refused = await home.run('sync', 'connect', address, '--token', token);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).not.toContain(token);
    expect((await typed('\n', 'connect', address, '--token', '-')).stderr).toContain('no token');
    expect((await typed('nonsense\n', 'connect', address, '--token', '-')).code).toBe(3);
    const { code, stdout } = await typed(`${token}\n`, 'connect', address, '--token', '-', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ account: 'ada@example.com', kind: 'sluice', paused: false });
    expect(stdout).not.toContain(token);
    const [standing] = await states();
    expect(standing).toMatchObject({ queued: 0, keptIn: 'file', shown: null });
  });

  it('links by name, brings the items, and sends what is done here', async () => {
    expect(await sync('catalog')).toMatchObject([
      { project: 'Roads', name: 'Frames', items: 1, datasetId: null },
    ]);
    expect(await sync('link', 'Roads/Frames')).toMatchObject({ name: 'Frames', items: 1, state: 'idle' });
    expect(await sync('files', 'Frames')).toMatchObject({ keep: true, state: 'here', away: { files: 0 } });
    expect(await sync('files', 'Frames', '--off')).toMatchObject({ keep: false, state: 'off' });
    expect((await home.run('sync', 'link', 'Frames')).stderr).toContain('linked already');
    expect((await home.run('sync', 'link', 'Nothing')).code).toBe(2);
    const { id } = await itemAt(home);
    const box = [
      {
        type: 'box',
        label: 'car',
        coordinates: [
          { x: 1, y: 1 },
          { x: 9, y: 9 },
        ],
      },
    ];
    writeFileSync(join(home.folder, 'boxes.json'), JSON.stringify(box));
    await home.json('annotations', 'add', id, join(home.folder, 'boxes.json'));
    expect(await sync('now')).toMatchObject([{ state: 'idle', queued: 0, parked: 0 }]);
    expect(await itemAt(hub, '--workspace', hub.path('w'))).toMatchObject({ annotationsCount: 1 });
  });

  it('pauses, goes on, and decides what two people changed differently', async () => {
    expect(await sync('pause')).toMatchObject({ paused: true });
    const { id } = await itemAt(home);
    const [mine] = (await home.json('annotations', 'list', '--item', id)) as { id: string }[];
    await home.json('annotations', 'update', mine?.id ?? '', '{"label":"bus"}');
    await hub.json('annotations', 'update', mine?.id ?? '', '{"label":"van"}', '--workspace', hub.path('w'));
    expect(await states()).toMatchObject([{ state: 'paused', queued: 1 }]);
    const refused = await home.run('sync', 'disconnect');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--drop') });
    expect(await sync('resume')).toMatchObject({ paused: false });
    await sync('now');
    const { conflicts } = (await sync('conflicts', '--item', id)) as { conflicts: { id: string }[] };
    expect(conflicts).toMatchObject([{ field: '/label', base: 'car', mine: 'bus', theirs: 'van' }]);
    expect((await home.run('sync', 'solve', 'mine')).code).toBe(2);
    expect(await sync('solve', 'mine', conflicts[0]?.id ?? '')).toEqual({ solved: 1 });
    expect(await sync('solve', 'theirs', '--all')).toEqual({ solved: 0 });
    const { conflicts: decided } = (await sync('conflicts', '--decided')) as { conflicts: unknown[] };
    expect(decided).toMatchObject([{ id: conflicts[0]?.id, choice: 'mine' }]);
    expect(await sync('reopen', conflicts[0]?.id ?? '')).toEqual({ reopened: 1 });
    expect(await sync('solve', 'mine', '--about', 'shape')).toEqual({ solved: 0 });
    expect((await home.run('sync', 'solve', 'mine', conflicts[0]?.id ?? '', '--all')).code).toBe(2);
    expect(await sync('solve', 'mine', '--about', 'label')).toEqual({ solved: 1 });
    expect(await sync('recipes')).toEqual([]);
    await sync('now');
    expect(await hub.json('annotations', 'get', mine?.id ?? '', '--workspace', hub.path('w'))).toMatchObject({
      label: 'bus',
    });
  });

  it('takes items of a task of the hub along, and gives them back', async () => {
    const where = ['--workspace', hub.path('w')];
    const people = ['--person', 'ada@example.com'];
    await hub.json('tasks', 'create', 'Label', '--dataset', 'Frames', ...people, ...where);
    await sync('now');
    expect(await sync('along')).toEqual([]);
    const [taken] = (await sync('take', 'Label', '--items', '5', '--days', '2')) as { id: string }[];
    expect(taken).toMatchObject({ taskName: 'Label', items: 1, left: 1, away: { files: 0 } });
    expect(await hub.json('packs', 'list', ...where)).toMatchObject([{ id: taken?.id, endedAt: null }]);
    expect(await sync('along', '--bring')).toMatchObject([{ id: taken?.id }]);
    expect((await home.run('sync', 'take', 'Label')).code).not.toBe(0);
    expect(await sync('give-back', taken?.id ?? '')).toMatchObject({ givenBack: true });
    expect(await sync('along')).toEqual([]);
    expect(await hub.json('packs', 'list', ...where)).toMatchObject([{ endedAt: expect.any(Number) }]);
  });

  it('shows what the hub did not take, sends it again, gives it up', async () => {
    const here = await picture(home.folder, 'b.png', 100);
    const there = await picture(hub.folder, 'b.png', 10);
    await sync('pause');
    await home.json('items', 'upload', 'Frames', here);
    await hub.json('items', 'upload', 'Frames', there, '--workspace', hub.path('w'));
    await sync('resume');
    const { code, stdout } = await home.run('sync', 'now', '--json');
    expect({ code, now: JSON.parse(stdout) }).toMatchObject({ code: 3, now: [{ parked: 1 }] });
    const [parked] = (await sync('parked')) as { seq: number }[];
    expect(parked).toMatchObject({ kind: 'item' });
    expect(await sync('retry', String(parked?.seq))).toEqual({ changes: 1 });
    await home.run('sync', 'now');
    expect(await sync('drop', '--all')).toEqual({ changes: 1 });
    expect(await sync('parked')).toEqual([]);
  });

  it('unlinks and disconnects, and forgets the token', async () => {
    expect(await sync('unlink', 'Frames')).toMatchObject({ unlinked: true });
    expect(await sync('disconnect', new URL(address).host)).toMatchObject({ disconnected: true });
    expect(await sync('status')).toEqual([]);
    expect(readFileSync(home.path('config', 'sluice', 'secrets.json'), 'utf8')).toBe('{}');
  });
});

it('brings the files of a dataset, and goes on after it was killed', async () => {
  const proxy = await cutProxy(Number(new URL(address).port));
  const other = await cliHome({ SLUICE_HUB_TOKEN: token });
  const bytes = Buffer.concat([
    readFileSync(await picture(hub.folder, 'big.png', 77)),
    randomBytes(2_000_000),
  ]);
  writeFileSync(hub.path('big.png'), bytes);
  await hub.json('items', 'upload', 'Frames', hub.path('big.png'), '--workspace', hub.path('w'));
  await other.json('sync', 'connect', proxy.address);
  await other.json('sync', 'link', 'Roads/Frames');

  proxy.hold(1_000_000, /\/stream$/);
  const running = other.start('sync', 'files', 'Frames');
  const coming = other.path('data', 'sluice', 'workspaces', 'command-line', 'coming');
  const come = () =>
    Math.max(0, ...(existsSync(coming) ? readdirSync(coming) : []).map((name) => sizeOf(join(coming, name))));
  await expect.poll(come, { timeout: 20_000 }).toBeGreaterThan(500_000);
  await running.end('SIGKILL');
  const before = come();
  expect(before).toBeLessThan(bytes.length);

  proxy.limit(null);
  expect(await other.json('sync', 'files', 'Frames')).toMatchObject({ state: 'here', away: { files: 0 } });
  await other.json('items', 'download', '--dataset', 'Frames', '--to', other.path('out'));
  expect(readFileSync(other.path('out', 'big.png')).equals(bytes)).toBe(true);
  expect(readdirSync(coming)).toEqual([]);
  await other[Symbol.asyncDispose]();
  await proxy.close();
});

it('says how to trust a hub with a certificate of its own, and publishes a dataset there', async () => {
  const other = await cliHome();
  const server = other.start('serve', '--workspace', other.path('w'), '--host', '0.0.0.0', '--json');
  const started = JSON.parse(await server.firstLine()) as {
    address: string;
    fingerprint: string;
    token: string;
  };
  const there = `https://127.0.0.1:${new URL(started.address).port}`;
  const refused = await typed(started.token, 'connect', there, '--token', '-');
  expect(refused).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(`--trust ${started.fingerprint}`),
  });
  const wrong = await typed(started.token, 'connect', there, '--token', '-', '--trust', 'AB:CD');
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('AB:CD') });
  const { fingerprint } = started;
  const good = await typed(started.token, 'connect', there, '--token', '-', '--trust', fingerprint, '--json');
  expect(JSON.parse(good.stdout)).toMatchObject({ certificate: fingerprint });

  await home.json('projects', 'create', 'Streets');
  await home.json('datasets', 'create', 'Mine', '--project', 'Streets');
  await home.json('items', 'upload', 'Mine', await picture(home.folder, 'c.png', 50));
  expect(await home.json('sync', 'publish', 'Mine')).toMatchObject([{ state: 'idle', queued: 0, parked: 0 }]);
  expect(await home.json('sync', 'catalog')).toMatchObject([{ project: 'Streets', name: 'Mine', items: 1 }]);
  await other[Symbol.asyncDispose]();
});
