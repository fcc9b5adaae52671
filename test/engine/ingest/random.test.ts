import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Item } from '#core/model/item.ts';
import { fc } from '#test/support/property.ts';
import { type IngestWorld, openIngest, putPicture, remove } from './world.ts';

const PATHS = ['a.png', 'b.png', 'c.png', 'x/a.png', 'x/b.png', 'x/y/a.png', 'z/a.png'];
const path = fc.constantFrom(...PATHS);
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('put' as const), at: path, seed: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), from: path, to: path }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), at: path }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('moveFolder' as const),
      from: fc.constantFrom('x', 'x/y', 'z'),
      to: fc.constantFrom('w', 'x', 'z'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('takeAway' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Moves that cannot be done (nothing there, into itself) are none. */
const tryTo = (work: Promise<unknown>) => work.catch(() => undefined);

async function perform(world: IngestWorld, op: Operation): Promise<void> {
  const at = (name: string) => join(world.inbox, name);
  switch (op.do) {
    case 'put':
      return await putPicture(at(op.at), op.seed);
    case 'move':
      await mkdir(dirname(at(op.to)), { recursive: true });
      return void (await tryTo(rename(at(op.from), at(op.to))));
    case 'remove':
      return await remove(at(op.at));
    case 'moveFolder':
      return void (await tryTo(rename(at(op.from), at(op.to))));
    case 'settle':
      return await world.until(() => {});
    case 'restart':
      return await world.restart();
    case 'takeAway': {
      await rename(world.inbox, `${world.inbox}-away`);
      await world.until(() =>
        expect(world.ingest.folders.list(world.test.projectId)[0]?.state).toBe('unavailable'),
      );
      return await rename(`${world.inbox}-away`, world.inbox);
    }
  }
}

async function contents(world: IngestWorld): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(world.inbox, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    found.set(
      file,
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    );
  }
  return found;
}

/** Every file is an item, every item with a file is linked to that content, and every other item says it misses its. */
function check(
  world: IngestWorld,
  files: ReadonlyMap<string, string>,
  first: ReadonlyMap<string, Item>,
): void {
  const items = world.items();
  const byHash = new Map(items.map((item) => [item.sha256, item]));
  expect(byHash.size).toBe(items.length);
  const onDisk = new Set(files.values());
  for (const hash of onDisk) expect(byHash.has(hash)).toBe(true);
  for (const item of items) {
    const location = world.locationOf(item) ?? '';
    expect([item.storage, item.sha256]).toEqual([
      onDisk.has(item.sha256 ?? '') ? 'linked' : 'missing',
      item.sha256,
    ]);
    if (item.storage !== 'linked') continue;
    expect(files.get(location)).toBe(item.sha256);
    expect(item.name).toBe(basename(location));
  }
  for (const [id] of first) expect(items.some((item) => item.id === id)).toBe(true);
  const [folder] = world.ingest.folders.list(world.test.projectId);
  expect(folder).toMatchObject({ imported: files.size, problems: 0, waiting: 0, state: 'watching' });
}

test('whatever happens in a folder, items and files agree in the end', { timeout: 280_000 }, async () => {
  const world = await openIngest();
  await world.watch();
  const seen = new Map<string, Item>();
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 3, maxLength: 14 }), async (operations) => {
      for (const op of operations) await perform(world, op);
      const files = await contents(world);
      await world.until(() => check(world, files, seen));
      for (const item of world.items()) seen.set(item.id, item);
    }),
    // What went before shapes what comes: a run cannot be made smaller by itself.
    { numRuns: 30, endOnFailure: true },
  );
});
