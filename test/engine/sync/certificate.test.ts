/** A hub with a certificate of its own: nothing is sent there before a person has said that it is the right one. */
import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import { isSluiceError } from '#core/errors.ts';
import { shownCertificateSchema } from '#core/model/sync.ts';
import { type Certificate, selfSigned } from '#engine/http/certificate.ts';
import { createHttp } from '#engine/sync/http.ts';
import { addDataset, createTeam, type Side, type Team, tokenOf } from './support/sides.ts';

const YEAR_MS = 365 * 86_400_000;
const NAMES = ['localhost', '127.0.0.1'];

let team: Team;
beforeEach(() => {
  team = createTeam();
});
afterEach(async () => await team.close());

/** What a call that is refused for the certificate shows of it. */
async function shownBy(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isSluiceError(error, 'remote-untrusted')) throw error ?? new Error('It was not refused.');
  return { message: error.message, ...shownCertificateSchema.parse(error.details['certificate']) };
}

describe('a server over TLS', () => {
  let server: Server;
  let requests: { readonly authorization: string | undefined; readonly path: string | undefined }[];
  let port: number;

  async function serve(certificate: Certificate): Promise<void> {
    server = createServer({ ...certificate }, (request, reply) => {
      requests.push({ authorization: request.headers.authorization, path: request.url });
      reply.end('"pong"');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const place = server.address();
    port = typeof place === 'object' && place !== null ? place.port : 0;
  }

  beforeEach(() => {
    requests = [];
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function ask(certificate: string | null): Promise<string> {
    const http = createHttp({ address: `https://127.0.0.1:${port}/api`, certificate, token: () => 'secret' });
    const { signal } = new AbortController();
    try {
      const reply = await http.open({ method: 'GET', path: '/ping' }, signal);
      return (await reply.toArray()).join('');
    } finally {
      http.close();
    }
  }
  const fingerprintOf = ({ cert }: Certificate) => new X509Certificate(cert).fingerprint256;

  test('whose certificate nobody vouches for gets no byte of a request, and it is shown', async () => {
    const own = selfSigned(NAMES, Date.now());
    await serve(own);
    const shown = await shownBy(ask(null));
    expect(shown).toMatchObject({ fingerprint: fingerprintOf(own), name: 'Sluice', ended: false });
    expect(shown.validTo - shown.validFrom).toBeGreaterThan(YEAR_MS);
    expect(requests).toEqual([]);
  });

  test('is asked when it shows the one that is trusted, under whatever name', async () => {
    const own = selfSigned(['other.example'], Date.now());
    await serve(own);
    expect(await ask(fingerprintOf(own))).toBe('"pong"');
    expect(requests).toEqual([{ authorization: 'Bearer secret', path: '/api/ping' }]);
  });

  test('with another than that one gets nothing', async () => {
    const [own, other] = [selfSigned(NAMES, Date.now()), selfSigned(NAMES, Date.now())];
    await serve(other);
    const shown = await shownBy(ask(fingerprintOf(own)));
    expect(shown.fingerprint).toBe(fingerprintOf(other));
    expect(shown.message).toContain('another certificate');
    expect(requests).toEqual([]);
  });

  test('whose trusted certificate has ended gets nothing', async () => {
    const old = selfSigned(NAMES, Date.now() - 2 * YEAR_MS);
    await serve(old);
    const shown = await shownBy(ask(fingerprintOf(old)));
    expect(shown).toMatchObject({ ended: true, message: expect.stringContaining('has ended') });
    expect(requests).toEqual([]);
  });

  test('that speaks no TLS, or none at all, is not reached', async () => {
    await serve(selfSigned(NAMES, Date.now()));
    server.once('connection', (socket) => socket.destroy());
    await expect(ask(null)).rejects.toMatchObject({ code: 'remote-offline' });
  });
});

describe('a hub that made its certificate itself', () => {
  let hub: Side;
  let station: Side;
  let address: string;
  let token: string;
  let fingerprint: string;
  let made: Awaited<ReturnType<typeof addDataset>>;

  beforeEach(async () => {
    hub = await team.open('hub', 'lead@example.com');
    station = await team.open('station', 'ada@example.com');
    made = await addDataset(hub);
    token = await tokenOf(hub, 'ada@example.com');
    const server = await hub.host.serve({ host: '0.0.0.0', port: 0 });
    fingerprint = server.fingerprint ?? '';
    address = `https://127.0.0.1:${server.port}`;
  });

  const connect = (certificate: string | null) =>
    station.call('sync.connect', { address, credentials: { token }, certificate });
  const state = async () => (await station.call('sync.states', {}))[0];

  async function connected(): Promise<CallOutput<'sync.connect'>> {
    const remote = await connect(fingerprint);
    await station.call('sync.link', { remoteId: remote.id, datasetIdThere: made.datasetId });
    await station.call('sync.now', { remoteId: remote.id });
    return remote;
  }

  test('is connected to once a person has compared it, and stays so', async () => {
    expect((await shownBy(connect(null))).fingerprint).toBe(fingerprint);
    expect(await station.call('sync.remotes', {})).toEqual([]);
    const remote = await connected();
    expect(remote.certificate).toBe(fingerprint);
    expect(await station.call('sync.now', { remoteId: remote.id })).toMatchObject({ state: 'idle' });
    // Another token needs no second look at the certificate.
    expect((await connect(null)).certificate).toBe(fingerprint);
  });

  test('that shows another one is sent nothing until a person trusts that', async () => {
    const { id: remoteId } = await connected();
    const port = Number(new URL(address).port);
    await hub.host.close();
    const folder = join(team.root, 'other');
    mkdirSync(folder);
    const other = selfSigned(NAMES, Date.now());
    const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    writeFileSync(tls.cert, other.cert);
    writeFileSync(tls.key, other.key);
    hub = await team.open('hub', 'lead@example.com');
    await hub.host.serve({ host: '0.0.0.0', port, tls });

    const box = { type: 'box', left: 0, top: 0, right: 1, bottom: 1 } as const;
    const { itemId } = made;
    await station.call('annotations.add', {
      itemId,
      annotations: [{ label: 'car', geometry: box, attributes: {} }],
    });
    await station.call('sync.now', { remoteId });
    const stopped = await state();
    expect(stopped).toMatchObject({ state: 'untrusted', queued: 1 });
    expect(await hub.call('annotations.list', { itemId })).toEqual([]);
    expect((await shownBy(connect(null))).fingerprint).toBe(stopped?.certificate?.fingerprint);

    const certificate = stopped?.certificate?.fingerprint ?? '';
    await station.call('sync.trust', { remoteId, certificate });
    expect(await station.call('sync.now', { remoteId })).toMatchObject({
      ...{ state: 'idle', queued: 0, certificate: null, message: null },
    });
    expect(await hub.call('annotations.list', { itemId })).toHaveLength(1);
    expect((await station.call('sync.remotes', {}))[0]?.certificate).toBe(certificate);
  });
});
