/**
 * Random imports, results, clones, purges, restarts and collections, also at the same time, against a list of what is
 * referred to: that is always there, and whole.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'vitest';
import { collectGarbage } from '#engine/blobs/collect.ts';
import { createTestContext, type TestContext } from '#test/support/engine-context.ts';
import { fc } from '#test/support/property.ts';
import { addFile, addItem, ageAll, type File, hashOf } from './support.ts';

const NEVER = new AbortController().signal;
const DAY = 86_400_000;
const TEXTS = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(2000));

/** What an item refers to, and its content. */
type Held = { readonly id: string; readonly file: File; readonly text: string; readonly frames: boolean };
type World = { readonly test: TestContext; held: Held[] };

const text = fc.constantFrom(...TEXTS);
const pick = fc.nat(20);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('import' as const), text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('result' as const), text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('orphan' as const), text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('frames' as const), pick, text }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('clone' as const), pick }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('purge' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), pick, text }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('collect' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('race' as const), text, turns: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), turns: fc.nat(4) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const collect = ({ test: { ctx } }: World, signal = NEVER) =>
  collectGarbage({ db: ctx.db, files: ctx.files, now: Date.now(), trashKept: 0, dryRun: false, signal });

function hold(world: World, file: File, content: string, videoId?: string): void {
  const { ctx, datasetId } = world.test;
  const id = addItem(ctx, datasetId, videoId ? { ...file, videoId } : file);
  world.held.push({ id, file, text: content, frames: videoId !== undefined });
}

async function storeResult({ test: { ctx } }: World, content: string): Promise<File> {
  return await ctx.blobs.make('.png', (path) => writeFile(path, content), NEVER);
}

/** Frames of one of the items, some of them with items of their own. */
function addFrames(world: World, at: number, content: string): void {
  const video = world.held.filter((one) => !one.frames)[at % Math.max(1, world.held.length)];
  if (!video) return;
  const folder = `frames/${video.id}-n${content.charCodeAt(0)}-q2`;
  for (const name of ['00000000.jpg', '00000001.jpg']) {
    const path = join(world.test.ctx.files.root, folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  if (at % 3 > 0) hold(world, { location: `${folder}/00000001.jpg`, sha256: null }, content, video.id);
}

function purge(world: World, at: number): void {
  const one = world.held[at % Math.max(1, world.held.length)];
  // A video stays while frames of it are there: rows refer to it.
  if (!one || world.held.some((other) => other.frames && other.file.location.includes(one.id))) return;
  world.test.ctx.unit('test', (tx) => tx.db.run('DELETE FROM item WHERE id = :id', { id: one.id }));
  world.held = world.held.filter((other) => other !== one);
}

async function perform(world: World, one: Step): Promise<void> {
  const { ctx } = world.test;
  switch (one.kind) {
    case 'import':
      return hold(world, await addFile(ctx, one.text), one.text);
    case 'result':
      return hold(world, await storeResult(world, one.text), one.text);
    case 'orphan':
      await addFile(ctx, one.text);
      return;
    case 'frames':
      return addFrames(world, one.pick, one.text);
    case 'clone': {
      const source = world.held[one.pick % Math.max(1, world.held.length)];
      if (source && !source.frames) hold(world, source.file, source.text);
      return;
    }
    case 'purge':
      return purge(world, one.pick);
    case 'undo': {
      // What was purged comes back by being stored again, from the trash's point of view at any time.
      purge(world, one.pick);
      await collect(world);
      return hold(world, await addFile(ctx, one.text), one.text);
    }
    case 'collect':
      await collect(world);
      return;
    case 'race': {
      const [file] = await Promise.all([
        addFile(ctx, one.text, one.turns),
        storeResult(world, one.text).then((made) => hold(world, made, one.text)),
        collect(world),
      ]);
      return hold(world, file, one.text);
    }
    case 'kill': {
      // It stops in the middle, and what was under way is never finished.
      const ending = new AbortController();
      const collecting = collect(world, ending.signal).catch(() => null);
      for (let turn = 0; turn < one.turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      ending.abort();
      await collecting;
      await world.test.restart();
      return;
    }
    default:
      return one satisfies never;
  }
}

function expectWhole({ test: { ctx }, held }: World): void {
  for (const { file, text: content } of held) {
    const found = readFileSync(join(ctx.files.root, file.location), 'utf8');
    if (hashOf(found) !== hashOf(content)) throw new Error(`${file.location} has other content`);
  }
}

test('what is referred to is always there and whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const world: World = { test: await createTestContext(), held: [] };
      try {
        for (const one of steps) {
          await perform(world, one);
          // Two days pass, so that nothing is kept only for being young.
          ageAll(world.test.ctx.files, 2 * DAY);
          expectWhole(world);
        }
        await collect(world);
        expectWhole(world);
      } finally {
        await world.test.close();
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
