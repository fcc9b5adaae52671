import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileIntegrity } from '#dev/runtime/integrity.ts';
import { extractFromTarball } from '#dev/runtime/tarball.ts';
import { unzipFolder } from '#dev/runtime/unzip.ts';
import { makeTarball, makeZip, sha512 } from './support/archives.ts';
import { tempFolder } from './support/temp.ts';

describe('reading a tarball', () => {
  test.each([0, 1, 511, 512, 513, 300_000])('gives back a file of %i bytes between others', async (size) => {
    const folder = await tempFolder();
    const content = Buffer.from(Array.from({ length: size }, (_unused, index) => (index * 7) % 251));
    const files = [
      { name: 'package/before', content: 'x'.repeat(700) },
      { name: 'package/wanted', content },
      { name: 'package/after', content: 'after' },
    ];
    await writeFile(join(folder, 'a.tgz'), makeTarball(files));
    await extractFromTarball(join(folder, 'a.tgz'), 'package/wanted', join(folder, 'out'));
    expect(await readFile(join(folder, 'out'))).toEqual(content);
  });

  test('finds a name too long for its first field', async () => {
    const folder = await tempFolder();
    const name = `package/${'deep/'.repeat(22)}wanted`;
    await writeFile(join(folder, 'a.tgz'), makeTarball([{ name, content: 'here' }]));
    await extractFromTarball(join(folder, 'a.tgz'), name, join(folder, 'out'));
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('here');
  });

  test('names the file that is not in it', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'a.tgz'), makeTarball([{ name: 'package/other', content: 'x' }]));
    const start = extractFromTarball(join(folder, 'a.tgz'), 'package/wanted', join(folder, 'out'));
    await expect(start).rejects.toThrow(/does not contain package\/wanted/);
  });
});

describe('unzipping', () => {
  test('refuses a link', async () => {
    const folder = await tempFolder();
    const link = { name: 'App/link', content: '/etc/passwd', mode: 0o120777 };
    await writeFile(join(folder, 'a.zip'), makeZip([link]));
    const request = { zip: join(folder, 'a.zip'), root: 'App/', leaveOut: [], target: join(folder, 'out') };
    const start = unzipFolder({ ...request, wrote: () => undefined });
    await expect(start).rejects.toThrow(/App\/link in it is not a plain file/);
  });

  test('refuses a name that leaves the target', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'a.zip'), makeZip([{ name: 'App/../../out', content: 'x' }]));
    const request = { zip: join(folder, 'a.zip'), root: 'App/', leaveOut: [], target: join(folder, 'out') };
    await expect(unzipFolder({ ...request, wrote: () => undefined })).rejects.toThrow(
      /invalid relative path/,
    );
  });

  test('tells how much it has written', async () => {
    const folder = await tempFolder();
    const files = ['a', 'bb', 'ccc'].map((content) => ({ name: `App/${content}`, content }));
    await writeFile(join(folder, 'a.zip'), makeZip(files));
    const told: number[] = [];
    const request = {
      zip: join(folder, 'a.zip'),
      root: 'App/',
      leaveOut: ['bb'],
      target: join(folder, 'out'),
    };
    await unzipFolder({ ...request, wrote: (bytes) => void told.push(bytes) });
    expect(told).toEqual([1, 4]);
  });
});

test('the integrity of a file is the one npm writes', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'file'), 'content');
  expect(await fileIntegrity(join(folder, 'file'))).toBe(sha512(Buffer.from('content')));
});
