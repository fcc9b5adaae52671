import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashFile } from '#engine/media/hash.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-hash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([0, 1, (1 << 20) - 1, 3 * (1 << 20) + 7])('%d bytes', async (size) => {
  const bytes = randomBytes(size);
  const path = join(folder, `file ${size}`);
  await writeFile(path, bytes);
  expect(await hashFile(path)).toEqual({ sha256: createHash('sha256').update(bytes).digest('hex'), size });
});

test('cancelled, missing, not a file', async () => {
  const path = join(folder, 'file');
  await writeFile(path, 'content');
  await expect(hashFile(path, AbortSignal.abort())).rejects.toMatchObject({ code: 'aborted' });
  await expect(hashFile(join(folder, 'gone'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(hashFile(folder)).rejects.toMatchObject({ code: 'io' });
});
