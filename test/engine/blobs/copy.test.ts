import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CopyRequest } from '#engine/blobs/store.ts';
import type { EngineContext } from '#engine/context.ts';
import { hashFile } from '#engine/media/hash.ts';
import { createTestContext } from '#test/support/engine-context.ts';

const NEVER = new AbortController().signal;

const copyIn = (ctx: EngineContext, file: CopyRequest, signal: AbortSignal) => ctx.blobs.copy(file, signal);

async function world(bytes = 'bytes', name = 'Some file.JPG') {
  const test = await createTestContext();
  onTestFinished(() => test.close());
  const path = join(test.folder, name);
  await writeFile(path, bytes);
  return { ctx: test.ctx, path, request: { path, ...(await hashFile(path)) } };
}

test('a copy is named by its content, and made once', async () => {
  const { ctx, request } = await world();
  const location = await copyIn(ctx, request, NEVER);
  expect(location).toBe(`originals/${request.sha256.slice(0, 2)}/${request.sha256}.jpg`);
  const path = join(ctx.files.root, location ?? '');
  expect(await readFile(path, 'utf8')).toBe('bytes');
  const { ino } = await stat(path);
  expect(await copyIn(ctx, request, NEVER)).toBe(location);
  expect((await stat(path)).ino).toBe(ino);
});

test('a half copy from a crash is replaced', async () => {
  const { ctx, request } = await world();
  const path = join(ctx.files.root, (await copyIn(ctx, request, NEVER)) ?? '');
  await writeFile(path, 'byt');
  await copyIn(ctx, request, NEVER);
  expect(await readFile(path, 'utf8')).toBe('bytes');
});

test('a file that changed since it was identified is not kept', async () => {
  const { ctx, path, request } = await world();
  await writeFile(path, 'other');
  expect(await copyIn(ctx, request, NEVER)).toBeNull();
  expect(await readdir(join(ctx.files.originals, request.sha256.slice(0, 2)))).toEqual([]);
  expect(await readdir(ctx.files.scratch)).toEqual([]);
});

test('nothing is left of a copy that fails or is cancelled', async () => {
  const { ctx, path, request } = await world('x'.repeat(10_000_000));
  const cancelling = new AbortController();
  const copying = copyIn(ctx, request, cancelling.signal);
  cancelling.abort();
  await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
  await rm(path);
  await expect(copyIn(ctx, request, NEVER)).rejects.toMatchObject({ code: 'not-found' });
  await rm(ctx.files.originals, { recursive: true });
  await writeFile(ctx.files.originals, 'a file where a folder should be');
  await expect(copyIn(ctx, request, NEVER)).rejects.toMatchObject({ code: 'io' });
  expect(await readdir(ctx.files.scratch)).toEqual([]);
});

test('read-only files and odd names are copied like any other', async () => {
  const { ctx, path, request } = await world('bytes', 'odd 😀.weird extension');
  await chmod(path, 0o444);
  expect(await copyIn(ctx, request, NEVER)).toBe(`originals/${request.sha256.slice(0, 2)}/${request.sha256}`);
});
