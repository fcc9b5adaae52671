/** A workstation and a hub, each a real engine, over real HTTP. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId } from '#core/model/ids.ts';
import { PIXEL } from '../http/support/parts.ts';
import { BOX as box, openPair, type Side, type Team } from './support/sides.ts';

const PIXEL_2 = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
  .png()
  .toBuffer();

let team: Team;
let hub: Side;
let station: Side;
let address: string;
let token: string;
let datasetId: CallOutput<'datasets.create'>['id'];
let itemId: ItemId;
let link: Pair['link'];

type Pair = Awaited<ReturnType<typeof openPair>>;

beforeEach(async () => {
  ({ team, hub, station, address, token, datasetId, itemId, link } = await openPair());
});

afterEach(async () => await team.close());

const contents = async (side: Side) =>
  (await side.call('annotations.list', { itemId })).map(({ id, label, attributes, geometry }) => ({
    ...{ id, label, attributes, geometry },
  }));

describe('connecting', () => {
  test('keeps the token where nobody else can read it, and nowhere in the workspace', async () => {
    const remote = await station.call('sync.connect', { address, credentials: { token } });
    expect(remote).toMatchObject({ kind: 'sluice', account: 'ada@example.com', paused: false });
    const file = join(station.folder, 'config', 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(token);
    const database = readFileSync(join(station.folder, 'workspace', 'sluice.db'), 'latin1');
    expect(database).not.toContain(token);
  });

  test('with a user and a password: the log-in is renewed by itself, and ends with the account', async () => {
    const user = 'ada@example.com';
    const password = 'correct horse battery';
    await hub.call('users.add', { email: user, role: 'annotator', password });
    const connect = (given: string) =>
      station.call('sync.connect', { address, credentials: { user, password: given } });
    await expect(connect('wrong password')).rejects.toMatchObject({ code: 'remote-denied' });
    const remote = await connect(password);
    expect(remote).toMatchObject({ kind: 'sluice', account: user });
    const file = join(station.folder, 'config', 'secrets.json');
    expect(readFileSync(file, 'utf8')).toContain('refresh');
    expect(readFileSync(file, 'utf8')).not.toContain(password);
    await station.call('sync.link', { remoteId: remote.id, datasetIdThere: datasetId });
    await hub.call('users.update', { email: user, isDisabled: true });
    const state = await station.call('sync.now', { remoteId: remote.id });
    expect(state).toMatchObject({ state: 'denied', message: expect.stringContaining('switched off') });
  });

  test('says what is wrong', async () => {
    const connect = (typed: string, given = token) =>
      station.call('sync.connect', { address: typed, credentials: { token: given } });
    await expect(connect(address, 'nonsense')).rejects.toMatchObject({ code: 'remote-denied' });
    await expect(connect('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'remote-offline' });
    await expect(connect('http://hub.example:7411')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(connect('http://[')).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('says that it is not reached, also while nothing is linked', async () => {
    const { id: remoteId } = await station.call('sync.connect', { address, credentials: { token } });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ state: 'idle' });
    await hub.host.close();
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ state: 'offline' });
  });

  test('shows what there is to link', async () => {
    const { id: remoteId } = await station.call('sync.connect', { address, credentials: { token } });
    const shown = await station.call('sync.catalog', { remoteId });
    expect(shown).toEqual([
      {
        ...{ idThere: expect.any(String), name: 'Roads' },
        datasets: [{ idThere: datasetId, name: 'Frames', items: 1, datasetId: null }],
      },
    ]);
  });
});

describe('a linked dataset', () => {
  test('has what the hub has, and the hub gets what is done here', async () => {
    const [made] = await hub.call('annotations.add', { itemId, annotations: [box] });
    const { remoteId, dataset } = await link();
    expect(dataset).toMatchObject({ id: datasetId, name: 'Frames' });
    expect(await station.call('items.get', { itemId })).toMatchObject({ name: 'a.png', storage: 'remote' });
    expect(await contents(station)).toEqual([{ id: made?.id, ...box }]);

    await station.call('annotations.add', { itemId, annotations: [{ ...box, label: 'bus' }] });
    const state = await station.call('sync.now', { remoteId });
    expect(state).toMatchObject({ state: 'idle', queued: 0, parked: 0, message: null });
    expect(await contents(hub)).toEqual(await contents(station));
    expect((await contents(hub)).map(({ label }) => label)).toEqual(['car', 'bus']);
    const there = await hub.call('annotations.list', { itemId });
    expect(there[1]).toMatchObject({ creator: 'ada@example.com' });
  });

  test('what two people did to different fields is put together', async () => {
    const [made] = await hub.call('annotations.add', { itemId, annotations: [box] });
    const { remoteId } = await link();
    const annotationId = made?.id ?? ('' as never);
    await hub.call('annotations.change', { annotationId, rev: 1, content: { ...box, label: 'van' } });
    const here = await station.call('annotations.get', { annotationId });
    const content = { ...box, attributes: { colour: 'red' } };
    await station.call('annotations.change', { annotationId, rev: here.rev, content });
    await station.call('sync.now', { remoteId });
    const both = [{ id: annotationId, ...box, label: 'van', attributes: { colour: 'red' } }];
    expect(await contents(hub)).toEqual(both);
    expect(await contents(station)).toEqual(both);
    expect((await station.call('sync.conflicts', {})).total).toBe(0);
  });

  test('a conflict is shown, decided, and taken back with the step that decided it', async () => {
    const [made] = await hub.call('annotations.add', { itemId, annotations: [box] });
    const { remoteId } = await link();
    const annotationId = made?.id ?? ('' as never);
    const { rev } = await station.call('annotations.get', { annotationId });
    await hub.call('annotations.change', { annotationId, rev: 1, content: { ...box, label: 'van' } });
    await station.call('annotations.change', { annotationId, rev, content: { ...box, label: 'bus' } });
    await station.call('sync.now', { remoteId });
    const { conflicts } = await station.call('sync.conflicts', { itemId });
    expect(conflicts).toMatchObject([
      { field: '/label', base: 'car', mine: 'bus', theirs: 'van', by: 'lead@example.com', choice: null },
    ]);
    expect((await contents(station)).map(({ label }) => label)).toEqual(['van']);

    const conflictIds = conflicts.map(({ id }) => id);
    expect(await station.call('sync.solve', { conflictIds, choice: 'mine' })).toEqual({ solved: 1 });
    await station.call('sync.now', { remoteId });
    expect((await contents(hub)).map(({ label }) => label)).toEqual(['bus']);

    await station.call('annotations.undo', { itemId });
    expect((await station.call('sync.conflicts', {})).conflicts).toMatchObject([{ id: conflictIds[0] }]);
    await station.call('sync.solve', { conflictIds, choice: 'theirs' });
    await station.call('sync.now', { remoteId });
    expect((await contents(hub)).map(({ label }) => label)).toEqual(['van']);
    expect((await station.call('sync.conflicts', {})).total).toBe(0);
  });

  test('conflicts that are alike are decided at once, and what was chosen is decided anew', async () => {
    const made = await hub.call('annotations.add', { itemId, annotations: [box, box, box] });
    const { remoteId } = await link();
    const colour = (value: string) => ({ ...box, attributes: { colour: value } });
    for (const [at, { id: annotationId }] of made.entries()) {
      const { rev } = await station.call('annotations.get', { annotationId });
      const [theirs, mine] =
        at < 2
          ? [
              { ...box, label: 'van' },
              { ...box, label: 'bus' },
            ]
          : [colour('red'), colour('blue')];
      await hub.call('annotations.change', { annotationId, rev: 1, content: theirs });
      await station.call('annotations.change', { annotationId, rev, content: mine });
    }
    await station.call('sync.now', { remoteId });
    const by = 'lead@example.com';
    expect(await station.call('sync.conflictGroups', {})).toEqual([
      { kind: 'annotation', part: '/label', by, count: 2 },
      { kind: 'annotation', part: '/attributes', by, count: 1 },
    ]);
    const which = { kind: 'annotation', part: '/label', by } as const;
    expect(await station.call('sync.conflicts', { which })).toMatchObject({ total: 2 });
    expect(
      await station.call('sync.solve', { which: { ...which, by: 'x@example.com' }, choice: 'mine' }),
    ).toEqual({ solved: 0 });
    expect(await station.call('sync.solve', { which, choice: 'mine' })).toEqual({ solved: 2 });
    expect(await station.call('sync.conflicts', {})).toMatchObject({ total: 1 });
    const labels = async () => (await contents(station)).map(({ label }) => label);
    expect(await labels()).toEqual(['bus', 'bus', 'car']);

    // One of them is changed since: that stays, whatever is decided anew.
    const { conflicts, total } = await station.call('sync.conflicts', { state: 'decided' });
    expect(total).toBe(2);
    const [first] = made;
    const annotationId = first?.id ?? ('' as never);
    const { rev } = await station.call('annotations.get', { annotationId });
    await station.call('annotations.change', { annotationId, rev, content: { ...box, label: 'tram' } });
    const conflictIds = conflicts.map(({ id }) => id);
    expect(await station.call('sync.reopen', { conflictIds })).toEqual({ reopened: 2 });
    expect(await labels()).toEqual(['tram', 'van', 'car']);
    expect(await station.call('sync.conflicts', {})).toMatchObject({ total: 3 });
    expect(await station.call('sync.reopen', { conflictIds })).toEqual({ reopened: 0 });
    await station.call('sync.solve', { which: {}, choice: 'theirs' });
    expect(await station.call('sync.reopen', { which: { part: '/attributes' } })).toEqual({ reopened: 1 });
    await station.call('sync.now', { remoteId });
    expect((await contents(hub)).map(({ label }) => label)).toEqual(['tram', 'van', 'car']);
  });

  test("undo takes back one's own last step, not what came from the hub", async () => {
    const { remoteId } = await link();
    await station.call('annotations.add', { itemId, annotations: [box] });
    await station.call('sync.now', { remoteId });
    await hub.call('annotations.add', { itemId, annotations: [{ ...box, label: 'van' }] });
    await station.call('sync.now', { remoteId });
    await station.call('annotations.undo', { itemId });
    expect((await contents(station)).map(({ label }) => label)).toEqual(['van']);
    await station.call('sync.now', { remoteId });
    expect((await contents(hub)).map(({ label }) => label)).toEqual(['van']);
  });

  test('a token that is taken back stops sync and nothing else; a new one lets it go on', async () => {
    const { remoteId } = await link();
    for (const { id } of await hub.call('api.tokens', {})) await hub.call('api.revokeToken', { id });
    await station.call('annotations.add', { itemId, annotations: [box] });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ state: 'denied', queued: 1 });
    await station.call('annotations.add', { itemId, annotations: [box] });
    const again = { email: 'ada@example.com', role: 'annotator', seconds: 3600 } as const;
    const { token: fresh } = await hub.call('api.createToken', again);
    await station.call('sync.connect', { address, credentials: { token: fresh } });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ state: 'idle', queued: 0 });
    expect(await contents(hub)).toHaveLength(2);
  });

  test('unlinked it goes its own way', async () => {
    const { remoteId } = await link();
    await station.call('sync.unlink', { datasetId });
    await station.call('annotations.add', { itemId, annotations: [box] });
    await station.call('sync.now', { remoteId });
    expect(await contents(hub)).toEqual([]);
    await station.call('sync.disconnect', { remoteId });
    expect(await station.call('sync.remotes', {})).toEqual([]);
  });
});

describe('files', () => {
  test('are fetched when somebody looks, once, and are what was labelled', async () => {
    await link();
    const shown = await Promise.all(
      Array.from({ length: 3 }, () => station.call('media.resolve', { itemId, variant: 'original' })),
    );
    expect(readFileSync(shown[0]?.path ?? '')).toEqual(Buffer.from(PIXEL));
    expect(new Set(shown.map(({ path }) => path)).size).toBe(1);
    const item = await station.call('items.get', { itemId });
    expect(item.storage).toBe('stored');
    // Where the file is, is no change that the hub has to hear of.
    const { id: remoteId } = (await station.call('sync.remotes', {}))[0] ?? { id: '' as never };
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
  });

  test('a file that is not what it should be is refused, and asked for again', async () => {
    await link();
    const { path } = await hub.call('media.resolve', { itemId, variant: 'original' });
    const whole = readFileSync(path);
    const other = Buffer.from(whole);
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 255;
    writeFileSync(path, other);
    const look = () => station.call('media.resolve', { itemId, variant: 'original' });
    await expect(look()).rejects.toMatchObject({ code: 'media-unreadable' });
    writeFileSync(path, whole.subarray(1));
    await expect(look()).rejects.toMatchObject({ code: 'media-unreadable' });
    writeFileSync(path, Buffer.concat([whole, whole]));
    await expect(look()).rejects.toMatchObject({ code: 'media-unreadable' });
    writeFileSync(path, whole);
    expect(readFileSync((await look()).path)).toEqual(whole);
  });

  test('a new item goes to the hub with its file and its labels', async () => {
    const { remoteId } = await link();
    const { path } = await station.call('items.uploadPlace', { datasetId });
    writeFileSync(`${path}.png`, PIXEL_2);
    const place = { datasetId, folder: '/day 1', name: 'é #2.png', mode: 'skip' } as const;
    const metadata = { user: { road: 'A1' } };
    const { item } = await station.call('items.upload', { ...place, path: `${path}.png`, metadata });
    await station.call('annotations.add', { itemId: item.id, annotations: [box] });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({
      state: 'idle',
      queued: 0,
      parked: 0,
    });
    const { items } = await hub.call('items.list', { datasetId });
    const there = items.find(({ name }) => name === 'é #2.png');
    expect(there).toMatchObject({ folder: '/day 1', sha256: item.sha256, annotationCount: 1 });
    expect(there?.metadata['user']).toEqual({ road: 'A1' });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ queued: 0 });
    expect((await station.call('items.list', { datasetId })).items).toHaveLength(2);
    // Labelled further there, it comes back to the item that it was made of.
    await hub.call('annotations.add', { itemId: there?.id ?? itemId, annotations: [box] });
    await station.call('sync.now', { remoteId });
    expect(await station.call('annotations.list', { itemId: item.id })).toHaveLength(2);
  });

  test('what is in the place of another file is parked with the reason, and sent again when that is mended', async () => {
    const { remoteId } = await link();
    const { path } = await station.call('items.uploadPlace', { datasetId });
    writeFileSync(`${path}.png`, PIXEL_2);
    const place = { datasetId, folder: '/b', name: 'a.png', mode: 'skip', metadata: {} } as const;
    const { item } = await station.call('items.upload', { ...place, path: `${path}.png` });
    await hub.call('items.update', { itemId, folder: '/b', metadata: {}, system: false });
    await station.call('annotations.add', { itemId: item.id, annotations: [box] });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ state: 'idle', parked: 1 });
    const [parked] = await station.call('sync.parked', {});
    expect(parked).toMatchObject({ kind: 'item', entity: item.id, code: 'conflict' });
    await hub.call('items.update', { itemId, folder: '/', metadata: {}, system: false });
    await station.call('sync.unpark', { seq: parked?.seq ?? 0, how: 'again' });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({ queued: 0, parked: 0 });
    expect((await hub.call('items.list', { datasetId })).items).toHaveLength(2);
  });
});
