/** Tokens on disk: encrypted where the system keeps keys, readable by one person alone where it does not. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Cipher } from '#core/ports.ts';
import { sealedSecrets } from '#engine/sync/sealed-secrets.ts';
import { openSecretFile, plainSecrets } from '#engine/sync/secret-file.ts';

let folder: string;
let files: { readonly plain: string; readonly sealed: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-secrets-'));
  files = { plain: join(folder, 'secrets.json'), sealed: join(folder, 'secrets-sealed.json') };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A key store that gives texts out under the key they were taken in under; null: there is none. */
function keyStore(key: string | null): Cipher {
  const turned = (text: string) => [...text].toReversed().join('');
  return {
    encrypt: async (text) => (key === null ? null : `${key}:${turned(text)}`),
    decrypt: async (text) =>
      key !== null && text.startsWith(`${key}:`) ? turned(text.slice(key.length + 1)) : null,
  };
}

/** Each time as after a start of the program. */
const app = (key: string | null) =>
  sealedSecrets({
    cipher: keyStore(key),
    sealed: openSecretFile(files.sealed),
    plain: openSecretFile(files.plain),
  });
const commandLine = () => plainSecrets(openSecretFile(files.plain), openSecretFile(files.sealed));
const onDisk = () =>
  [files.plain, files.sealed].map((path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')).join();

describe('with a key store', () => {
  test('a token is on disk encrypted alone, and is there after a restart', async () => {
    await app('k1').set('remote.a', 'open sesame');
    expect(onDisk()).not.toContain('open sesame');
    expect(statSync(files.sealed).mode & 0o777).toBe(0o600);
    expect(await app('k1').get('remote.a')).toBe('open sesame');
    expect(await app('k1').where('remote.a')).toBe('key-store');
    await app('k1').set('remote.a', null);
    expect(await app('k1').get('remote.a')).toBeNull();
    expect(await app('k1').where('remote.a')).toBeNull();
  });

  test('tokens that were kept without one are moved, once', async () => {
    await commandLine().set('remote.a', 'open sesame');
    await commandLine().set('remote.b', 'other');
    expect(await app('k1').get('remote.a')).toBe('open sesame');
    expect(onDisk()).not.toMatch(/open sesame|other/);
    expect(await app('k1').get('remote.b')).toBe('other');
    // What the command line is given later is its own, and of use to both.
    await commandLine().set('remote.c', 'third');
    expect(await app('k1').get('remote.c')).toBe('third');
    expect(await app('k1').where('remote.c')).toBe('file');
    expect(await commandLine().get('remote.c')).toBe('third');
  });

  test('a move that was broken off is finished, and nothing is lost or left readable by it', async () => {
    await commandLine().set('remote.a', 'open sesame');
    await commandLine().set('remote.b', 'other');
    const sealed = await keyStore('k1').encrypt('open sesame');
    // Killed between the two files.
    writeFileSync(files.sealed, JSON.stringify({ 'remote.a': sealed }));
    expect(await app('k1').get('remote.b')).toBe('other');
    expect(await app('k1').get('remote.a')).toBe('open sesame');
    expect(onDisk()).not.toMatch(/open sesame|other/);
  });

  test('one that does not give a token out any more says what to do, and takes another', async () => {
    await app('k1').set('remote.a', 'open sesame');
    for (const key of ['k2', null]) {
      await expect(app(key).get('remote.a')).rejects.toMatchObject({
        code: 'remote-denied',
        message: expect.stringContaining('Connect to it again'),
      });
    }
    await app('k2').set('remote.a', 'fresh');
    expect(await app('k2').get('remote.a')).toBe('fresh');
  });

  test('the command line says that it cannot read it, and can have one of its own', async () => {
    await app('k1').set('remote.a', 'open sesame');
    await expect(commandLine().get('remote.a')).rejects.toMatchObject({
      code: 'remote-denied',
      message: expect.stringContaining('sluice sync connect'),
    });
    await commandLine().set('remote.a', 'of the terminal');
    expect(await commandLine().get('remote.a')).toBe('of the terminal');
    expect(await app('k1').get('remote.a')).toBe('open sesame');
  });
});

describe('without a key store', () => {
  test('a token is in a file for its owner alone, which is said', async () => {
    const secrets = app(null);
    await secrets.set('remote.a', 'open sesame');
    expect(statSync(files.plain).mode & 0o777).toBe(0o600);
    expect(await app(null).get('remote.a')).toBe('open sesame');
    expect(await app(null).where('remote.a')).toBe('file');
    expect(await commandLine().get('remote.a')).toBe('open sesame');
    // There is one from now on.
    expect(await app('k1').get('remote.a')).toBe('open sesame');
    expect(onDisk()).not.toContain('open sesame');
  });

  test('a key store that goes away takes nothing along that is given anew', async () => {
    await app('k1').set('remote.a', 'open sesame');
    await app(null).set('remote.a', 'fresh');
    expect(await app(null).get('remote.a')).toBe('fresh');
    expect(await app('k1').get('remote.a')).toBe('fresh');
  });

  test('a damaged file is as none', async () => {
    writeFileSync(files.plain, '{"remote.a"');
    expect(await app(null).get('remote.a')).toBeNull();
    await app(null).set('remote.a', 'fresh');
    expect(await app(null).get('remote.a')).toBe('fresh');
  });
});
