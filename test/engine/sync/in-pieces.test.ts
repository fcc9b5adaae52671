/** A large new file goes to a hub in pieces, and goes on where it broke off. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RemoteId } from '#core/model/sync.ts';
import { PIECE } from '#engine/sync/in-pieces.ts';
import { type CutProxy, cutProxy } from './support/cut-proxy.ts';
import {
  addDataset,
  addPicture,
  createTeam,
  linkTo,
  type Side,
  type Team,
  tokenOf,
} from './support/sides.ts';

const side = 2700;
// Noise is as large as it is: about 22 million bytes, three pieces.
const LARGE = await sharp(randomBytes(side * side * 3), { raw: { width: side, height: side, channels: 3 } })
  .png({ compressionLevel: 0 })
  .toBuffer();

let team: Team;
let hub: Side;
let station: Side;
let proxy: CutProxy;
let remoteId: RemoteId;
let datasetId: Awaited<ReturnType<typeof addDataset>>['datasetId'];

beforeEach(async () => {
  team = createTeam();
  hub = await team.open('hub', 'lead@example.com');
  station = await team.open('station', 'ada@example.com');
  const { address } = await hub.host.serve({ port: 0 });
  proxy = await cutProxy(Number(new URL(address).port));
  ({ datasetId } = await addDataset(hub));
  ({ remoteId } = await linkTo(station, proxy.address, await tokenOf(hub, 'ada@example.com'), datasetId));
});

afterEach(async () => {
  await team.close();
  await proxy.close();
});

const pieces = () =>
  proxy.seen.filter((name) => /\?offset=\d+$/.test(name)).map((name) => Number(name.split('=')[1]));
const uploads = () => join(hub.folder, 'workspace', 'uploads');
const left = () => (existsSync(uploads()) ? readdirSync(uploads()) : []);
const inStep = () =>
  expect.poll(async () => (await station.call('sync.now', { remoteId })).queued, { timeout: 30_000 }).toBe(0);

async function sameAtHub() {
  const { items } = await hub.call('items.list', { datasetId });
  const item = items.find(({ name }) => name === 'large.png');
  const { path } = await hub.call('media.resolve', {
    itemId: item?.id ?? ('' as never),
    variant: 'original',
  });
  expect(readFileSync(path).equals(LARGE)).toBe(true);
  expect(items).toHaveLength(2);
  expect(left()).toEqual([]);
}

test('each piece is sent once', { timeout: 60_000 }, async () => {
  await addPicture(station, datasetId, 'large.png', LARGE);
  await inStep();
  expect(pieces()).toEqual([0, PIECE, 2 * PIECE]);
  await sameAtHub();
});

test('what broke off goes on where it was, also when the hub was started anew', {
  timeout: 60_000,
}, async () => {
  // The answer to the second piece is lost, and with it the way.
  proxy.limit(0, new RegExp(`offset=${PIECE}$`));
  await addPicture(station, datasetId, 'large.png', LARGE);
  await expect.poll(() => pieces().length, { timeout: 20_000 }).toBeGreaterThan(1);
  proxy.limit(0, /uploads/);
  await hub.call('workspaces.open', { path: join(hub.folder, 'workspace') });
  expect(left()).toHaveLength(1);
  proxy.limit(null);
  await inStep();
  expect(pieces().filter((offset) => offset === 0)).toHaveLength(1);
  await sameAtHub();
});

test('what came wrong is thrown away and sent again; another file in the place is told', {
  timeout: 60_000,
}, async () => {
  const sha256 = createHash('sha256').update(LARGE).digest('hex');
  const wish = { datasetId, name: 'large.png', folder: '/', metadata: {}, sha256, size: LARGE.length };
  const append = async (bytes: Uint8Array, offset: number) => {
    const { path } = await hub.call('items.uploadPlace', { datasetId });
    writeFileSync(path, bytes);
    return await hub.call('hub.append', { sha256, offset, path });
  };
  expect(await hub.call('hub.upload', wish)).toEqual({ itemId: null, received: 0 });
  expect(await append(LARGE.subarray(0, 9), 0)).toEqual({ received: 9 });
  await expect(append(LARGE.subarray(0, 9), 0)).rejects.toMatchObject({
    code: 'conflict',
    details: { received: 9 },
  });
  await append(Buffer.alloc(LARGE.length - 9), 9);
  await expect(hub.call('hub.upload', wish)).rejects.toMatchObject({ code: 'media-unreadable' });
  expect(left()).toEqual([]);
  await append(LARGE, 0);
  const { itemId } = await hub.call('hub.upload', wish);
  expect(await hub.call('hub.upload', wish)).toEqual({ itemId, received: LARGE.length });
  await expect(hub.call('hub.upload', { ...wish, name: 'a.png' })).rejects.toMatchObject({
    code: 'conflict',
  });
});
