import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type CacheEntry, type CacheName, cacheKey, cachePath } from '#engine/cache-store/entry.ts';
import { createCacheStore } from '#engine/cache-store/store.ts';
import { workspaceFiles } from '#engine/files.ts';

const NEVER = new AbortController().signal;
const HOUR = 3_600_000;

function place() {
  const root = mkdtempSync(join(tmpdir(), 'sluice-caches-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const files = workspaceFiles(root);
  return {
    root,
    files,
    store: createCacheStore(files),
    pathOf: (entry: CacheEntry) => cachePath(files, entry),
  };
}

const entry = (name: string, cache: CacheName = 'renditions', extension = '.webp'): CacheEntry => ({
  cache,
  key: cacheKey(name),
  extension,
});
const bytes = (text: string) => async (passing: string) => await writeFile(passing, text);

test('an entry is made once, however many ask for it at the same time', async () => {
  const { store, pathOf } = place();
  let made = 0;
  const make = async (passing: string) => {
    made += 1;
    await new Promise((resolve) => setImmediate(resolve));
    await writeFile(passing, 'picture');
  };
  const paths = await Promise.all(Array.from({ length: 20 }, () => store.file(entry('a'), make)));
  expect(made).toBe(1);
  expect(new Set(paths)).toEqual(new Set([pathOf(entry('a'))]));
  expect(readFileSync(pathOf(entry('a')), 'utf8')).toBe('picture');
  expect(store.written()).toBe(1);
});

test('what fails leaves nothing, and who waited makes it', async () => {
  const { store, pathOf } = place();
  const failing = store.file(entry('a'), async (passing) => {
    await writeFile(passing, 'half');
    throw new Error('it went wrong');
  });
  const waiting = store.file(entry('a'), bytes('whole'));
  await expect(failing).rejects.toThrow('it went wrong');
  expect(readFileSync(await waiting, 'utf8')).toBe('whole');
  expect(readdirSync(dirname(pathOf(entry('a'))))).toHaveLength(1);
});

test('a folder appears with all of its files or not at all', async () => {
  const { store, pathOf } = place();
  const tiles = entry('big', 'tiles', '');
  const broken = store.folder(tiles, async (partial) => {
    await writeFile(join(partial, '0.webp'), 'x');
    throw new Error('it went wrong');
  });
  await expect(broken).rejects.toThrow('it went wrong');
  expect(readdirSync(dirname(pathOf(tiles)))).toEqual([]);
  const path = await store.folder(tiles, async (partial) => {
    for (const name of ['0.webp', '1.webp']) await writeFile(join(partial, name), name);
  });
  expect(readdirSync(path).toSorted()).toEqual(['0.webp', '1.webp']);
  expect(await store.find(tiles)).toBe(path);
  await store.drop(tiles);
  expect(await store.find(tiles)).toBeNull();
});

test('the longest unused go first, of every cache alike, and what is held stays', async () => {
  const { store, pathOf } = place();
  const order = [
    entry('0', 'thumbs'),
    entry('1'),
    entry('2', 'tiles', ''),
    entry('3', 'proxies', '.mp4'),
    entry('4'),
  ];
  const [oldest, next, folder, later, held] = order as [CacheEntry, ...CacheEntry[]] & { length: 5 };
  if (!(next && folder && later && held)) throw new Error('five entries');
  const release = store.hold(held);
  for (const one of order) {
    if (one.extension === '') await store.folder(one, (to) => writeFile(join(to, 'tile'), 'x'.repeat(1000)));
    else await store.file(one, bytes('x'.repeat(1000)));
  }
  const ages = [9, 8, 7, 6, 10];
  for (const [at, one] of order.entries()) {
    const time = new Date(Date.now() - (ages[at] ?? 0) * HOUR);
    utimesSync(pathOf(one), time, time);
  }
  // A new start knows nothing of what this one has noted; asking is using.
  expect(await store.find(oldest)).not.toBeNull();
  const sizes = await store.sizes(NEVER);
  expect(sizes.thumbs).toEqual({ entries: 1, bytes: 1000 });
  expect(sizes.renditions).toEqual({ entries: 2, bytes: 2000 });
  const total = Object.values(sizes).reduce((sum, use) => sum + use.bytes, 0);

  expect(await store.trim(total, NEVER)).toEqual({ removed: 0, bytes: 0 });
  const trimmed = await store.trim(total - 1001, NEVER);
  expect(trimmed.removed).toBe(2);
  const left = order.filter((one) => existsSync(pathOf(one)));
  expect(left).toEqual([oldest, later, held]);
  release();
  release();
  expect((await store.trim(0, NEVER)).removed).toBe(3);
});

test('what a crash left half done goes after an hour, and not before', async () => {
  const { store, pathOf } = place();
  const path = await store.file(entry('a'), bytes('x'));
  const half = join(dirname(path), '.0a1b2c3d-b.webp');
  writeFileSync(half, 'half');
  mkdirSync(`${pathOf(entry('c', 'renditions', ''))}.partial`, { recursive: true });
  expect((await store.trim(1e9, NEVER)).removed).toBe(0);
  const time = new Date(Date.now() - 2 * HOUR);
  for (const left of [half, `${pathOf(entry('c', 'renditions', ''))}.partial`]) utimesSync(left, time, time);
  expect((await store.trim(1e9, NEVER)).removed).toBe(2);
  expect(existsSync(path)).toBe(true);
});

test('a name that leads elsewhere is refused', () => {
  const { files } = place();
  const bad = { cache: 'tiles', key: '../../x', extension: '' } as const;
  expect(() => cachePath(files, bad)).toThrow('no name in a cache');
});
