/** The API of the app: on when the open workspace's settings say so, and only then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { open } from '#contract/envelope.ts';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createHost, type Host } from '#engine/host.ts';
import { findServing } from '#engine/http/serving.ts';
import { systemPorts } from '#engine/ports.ts';

let folder: string;
let host: Host;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-app-api-'));
  host = start(true);
  await call('workspaces.open', { path: join(folder, 'w') });
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(followApiSetting: boolean): Host {
  const ports = systemPorts({ logFile: null });
  return createHost({ ports, configDir: folder, packagedDir: null, version: '1.2.3', followApiSetting });
}

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  return open(await host.call(name, input)) as CallOutput<N>;
}

const OFF = { state: 'off', address: null, message: null };

test('it is off until it is switched on, and goes with the workspace', async () => {
  expect(await call('api.status', {})).toEqual(OFF);
  await call('settings.update', { apiEnabled: true, apiPort: 0 });
  const { state, address } = await call('api.status', {});
  expect({ state, address }).toEqual({
    state: 'on',
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/),
  });
  await call('settings.update', { person: 'eve@example.com' });
  const served = () => findServing(join(folder, 'api'), join(folder, 'w'), process.pid);
  expect(served()).toMatchObject({ address: address?.replace('/api/v1', ''), person: 'eve@example.com' });
  const { token } = await call('api.createToken', { email: 'ada@example.com', role: 'annotator' });
  const me = await fetch(`${address}/users/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ email: 'ada@example.com', role: 'annotator' });
  await call('workspaces.close', {});
  expect(await call('api.status', {})).toEqual(OFF);
  expect(served()).toBeNull();
  await expect(fetch(`${address}/users/me`)).rejects.toThrow();
  await call('workspaces.open', { path: join(folder, 'w') });
  expect((await call('api.status', {})).state).toBe('on');
  await call('settings.update', { apiEnabled: false });
  expect(await call('api.status', {})).toEqual(OFF);
});

test('a port that is taken is told, and the workspace works all the same', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  await call('settings.update', { apiEnabled: true, apiPort: port });
  expect(await call('api.status', {})).toEqual({
    state: 'failed',
    address: null,
    message: expect.stringContaining(String(port)),
  });
  expect(await call('projects.list', {})).toEqual([]);
  await new Promise((resolve) => other.close(resolve));
  await call('settings.update', { apiEnabled: true });
  expect((await call('api.status', {})).state).toBe('on');
});

test('a command that opens the workspace for a moment serves nothing', async () => {
  await call('settings.update', { apiEnabled: true, apiPort: 0 });
  await host.close();
  host = start(false);
  await call('workspaces.open', { path: join(folder, 'w') });
  expect(await call('api.status', {})).toEqual(OFF);
});

test('without TLS nobody beyond this computer is served', async () => {
  const { startServer } = await import('#engine/http/server.ts');
  const { openAccounts } = await import('#engine/http/accounts/accounts.ts');
  const ports = systemPorts({ logFile: null });
  const options = {
    ...{ version: '1', ports, port: 0, host: '0.0.0.0', auditFile: join(folder, 'a') },
    call: host.call,
    subscribe: host.subscribe,
    accounts: openAccounts(folder, ports),
  };
  await expect(startServer(options)).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('TLS'),
  });
});
