import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHost, type Host } from '#engine/host.ts';
import { certificateFor, selfSigned } from '#engine/http/certificate.ts';
import { systemPorts } from '#engine/ports.ts';

let folder: string;
let host: Host;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'));
  host = createHost({
    ports: systemPorts({ logFile: null }),
    configDir: folder,
    packagedDir: null,
    version: '1.2.3',
  });
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const NOW = Date.UTC(2026, 10, 22);

test('a certificate of our own is one that others can read, for all names and addresses', () => {
  const made = new X509Certificate(selfSigned(['localhost', '127.0.0.1', '::1', 'fe80::1:2'], NOW).cert);
  expect(made.verify(made.publicKey)).toBe(true);
  expect(made.subject).toBe('CN=Sluice');
  expect(made.checkHost('localhost')).toBe('localhost');
  for (const address of ['127.0.0.1', '::1', 'fe80::1:2']) expect(made.checkIP(address)).toBe(address);
  expect(made.checkHost('evil.example')).toBeUndefined();
  expect(Date.parse(made.validTo) - NOW).toBe(397 * 86_400_000);
  expect(Date.parse(made.validFrom)).toBeLessThan(NOW);
});

test('it is kept for its owner alone, and made anew shortly before it ends', async () => {
  const wanted = { folder: join(folder, 'own'), host: '0.0.0.0', now: NOW };
  const first = await certificateFor(wanted);
  expect(await certificateFor({ ...wanted, now: NOW + 86_400_000 })).toEqual(first);
  expect((await certificateFor({ ...wanted, now: NOW + 380 * 86_400_000 })).cert).not.toBe(first.cert);
  expect(statSync(join(folder, 'own', 'tls-key.pem')).mode & 0o777).toBe(0o600);
});

test('a file that is no certificate is refused by its name', async () => {
  const tls = { cert: join(folder, 'none.pem'), key: join(folder, 'none.pem') };
  await expect(certificateFor({ folder, host: '0.0.0.0', tls, now: NOW })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('none.pem'),
  });
});

test('beyond this computer the server speaks TLS, under its own names and addresses only', async () => {
  const server = await host.serve({ host: '0.0.0.0', port: 0 });
  const ca = readFileSync(join(folder, 'api', 'tls-cert.pem'));
  const ask = (named: string) =>
    new Promise<number>((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: server.port,
        path: '/health',
        ca,
        servername: 'localhost',
        agent: false,
      };
      request({ ...options, headers: { host: named } }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
  expect(server.address).toBe(`https://${hostname()}:${server.port}`);
  expect(await ask(`127.0.0.1:${server.port}`)).toBe(200);
  expect(await ask(`10.1.2.3:${server.port}`)).toBe(200);
  expect(await ask(`${hostname()}:${server.port}`)).toBe(200);
  expect(await ask(`evil.example:${server.port}`)).toBe(403);
  await expect(fetch(`http://127.0.0.1:${server.port}/health`)).rejects.toThrow();
  await server.close();
});
