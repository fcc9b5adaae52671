/** The window shows the frames of every kind of video bit for bit as ffmpeg decodes them, in whatever order. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { type FrameTable, readFrameTable, tableSeconds } from '#core/media/frame-table.ts';
import type { Item } from '#core/model/item.ts';
import { cacheKey } from '#engine/cache-store/entry.ts';
import { probeVideo } from '#engine/media/probe.ts';
import { PROXY_RECIPE } from '#engine/media/proxy-args.ts';
import { expect, test } from '../support/app-test.ts';
import { everyClip, shownFrames } from '../support/clips/every-clip.ts';
import { DAMAGED_CLIPS, type EveryClipRecipe, WHOLE_CLIPS } from '../support/clips/every-clip-recipes.ts';
import { planesOf } from '../support/clips/planes.ts';
import { installedTools } from '../support/clips.ts';
import type { TestApp } from '../support/electron-app.ts';
import type { ProbeItem, probe, Seen } from './support/frame-probe.ts';
import { probeScript } from './support/probe-script.ts';

declare global {
  interface Window {
    readonly frameProbe: typeof probe;
  }
}

const CLIPS: Readonly<Record<string, EveryClipRecipe>> = { ...WHOLE_CLIPS, ...DAMAGED_CLIPS };

/** Those that this window decodes itself; of all others it makes a viewing copy. */
const DIRECT =
  'alphaVp8 alphaVp9 bFrames coverArt fastStart hiddenFrames interlacedH264 oddSize oddSize444 openGop rotated severalStreams variable variableMatroska'.split(
    ' ',
  );

/** ffmpeg's names of the window's. */
const FORMATS: Readonly<
  Record<string, { readonly name: string; readonly bytes: (w: number, h: number) => number }>
> = {
  I420: { name: 'yuv420p', bytes: (w, h) => w * h + 2 * Math.ceil(w / 2) * Math.ceil(h / 2) },
  I444: { name: 'yuv444p', bytes: (w, h) => 3 * w * h },
  NV12: { name: 'nv12', bytes: (w, h) => w * h + 2 * Math.ceil(w / 2) * Math.ceil(h / 2) },
};

/** Frames at the end of a clip that are played. */
const PLAYED = 24;

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Places in no order, the same each time. */
function jumps(count: number): number[] {
  return Array.from({ length: 24 }, (_, at) => (at * 7919 + 31 * at * at) % count);
}

type Shown = {
  readonly app: TestApp;
  readonly item: Item;
  readonly path: string;
  readonly table: FrameTable;
};

/** Imports the files all at once; answers their items by the names of the files. */
async function importAll(app: TestApp, paths: readonly string[]): Promise<ReadonlyMap<string, Item>> {
  const project = await app.call('projects.create', { name: 'Clips' });
  const dataset = await app.call('datasets.create', { projectId: project.id, name: 'Clips' });
  await app.call('items.import', { datasetId: dataset.id, paths: [...paths], mode: 'link' });
  const list = async () => (await app.call('items.list', { datasetId: dataset.id })).items;
  await expect
    .poll(async () => (await list()).length, { timeout: 60_000, intervals: [200] })
    .toBe(paths.length);
  return new Map((await list()).map((item) => [item.name, item]));
}

async function shownOf(app: TestApp, item: Item | undefined, path: string): Promise<Shown> {
  if (!item) throw new Error('It was not imported.');
  const blob = Buffer.from((await app.call('media.frames', { itemId: item.id })).table, 'base64');
  const table = readFrameTable(inflateSync(blob.subarray(4)));
  if (!table) throw new Error('The table cannot be read.');
  return { app, item, path, table };
}

async function openProbe({ app, item, table }: Shown, allow: boolean): Promise<string | null> {
  const { id, width, height, video } = item;
  const given: ProbeItem = { id, width, height, rotation: video?.rotation ?? 0 };
  const plain = { ...table, pts: [...table.pts], keys: [...table.keys] };
  return await app.window.evaluate(
    // Arrays of numbers do not pass as they are; the page makes them again.
    ([one, frames, may]) => window.frameProbe.open(one, frames as never, may),
    [given, plain, allow] as const,
  );
}

const visit = ({ app }: Shown, places: readonly number[], wait = true) =>
  app.window.evaluate(([all, each]) => window.frameProbe.visit(all, each), [places, wait] as const);

/** The fingerprints of the planes as ffmpeg decodes them, of the file itself or of its copy. */
async function expectedOf(path: string, streamIndex: number, like: Seen): Promise<readonly string[]> {
  const { ffmpeg } = await installedTools();
  const format = FORMATS[like.format];
  if (!format) throw new Error(`The window decodes to ${like.format}.`);
  const bytes = format.bytes(like.width, like.height);
  const planes = await planesOf({ ffmpeg, path, streamIndex, pixelFormat: format.name, bytes, stored: true });
  return planes.map(sha);
}

function expectAll(
  seen: readonly Seen[],
  places: readonly number[],
  expected: readonly string[],
  kind: string,
) {
  expect(seen.map(({ place }) => place)).toEqual(places);
  for (const each of seen) {
    expect(each.kind).toBe(kind);
    expect(each.sha256, `frame ${each.place}, ${kind}`).toBe(expected[each.place]);
  }
}

/** Every frame forward and backward, and jumps: each must be the one that it says. */
async function walk(shown: Shown, expected: readonly string[], kind: string): Promise<void> {
  const { count } = shown.table;
  expect(expected).toHaveLength(count);
  expect(new Set(expected).size).toBeGreaterThan(count / 2);
  const forward = range(count);
  // The first frame is presented when the video is opened.
  expectAll(await visit(shown, forward), forward, expected, kind);
  const backward = forward.toReversed().slice(1);
  expectAll(await visit(shown, backward), [count - 1, ...backward], expected, kind);
  const far = jumps(count).filter((place, at, all) => place !== (at === 0 ? 0 : all[at - 1]));
  expectAll(await visit(shown, far), [0, ...far], expected, kind);
  // All at once, as somebody drags: whatever is shown on the way is what it says, and the last one comes.
  const dragged = await visit(shown, far, false);
  expect(dragged.at(-1)?.place).toBe(far.at(-1));
  for (const each of dragged) expect(each.sha256, `dragged to ${each.place}`).toBe(expected[each.place]);
}

/** Single pictures, as the engine makes them while there is no copy. */
async function walkSingles(shown: Shown, streamIndex: number): Promise<void> {
  const { ffmpeg } = await installedTools();
  const { count } = shown.table;
  const frames = await shownFrames(ffmpeg, shown.path, streamIndex);
  const pixels = await rgbOf(shown, streamIndex);
  expect(frames).toHaveLength(count);
  const places = [...new Set([0, count >> 1, count - 1])];
  const seen = await visit(shown, places);
  expectAll(seen, places, pixels, 'single');
}

async function rgbOf({ path, item }: Shown, streamIndex: number): Promise<readonly string[]> {
  const { ffmpeg } = await installedTools();
  const bytes = item.width * item.height * 3;
  return (await planesOf({ ffmpeg, path, streamIndex, pixelFormat: 'rgb24', bytes })).map(sha);
}

let script = '';
test.beforeAll(async () => {
  script = await probeScript();
});

/** Answers where the window takes the clip's frames from, at first. */
async function compare(app: TestApp, workspace: string, shown: Shown): Promise<string> {
  const { item, path, table } = shown;
  const { streamIndex } = await probeVideo(await installedTools(), path);
  const kind = await openProbe(shown, false);
  if (kind === 'direct') {
    await walk(shown, await expectedOf(path, streamIndex, await first(shown)), 'direct');
  } else {
    await walkSingles(shown, streamIndex);
    await app.window.evaluate(() => window.frameProbe.toProxy());
    const like = await first(shown);
    expect(like.lie).toEqual({ rotation: 0, width: item.width, height: item.height });
    await walk(shown, await expectedOf(proxyFile(workspace, item), 0, like), 'proxy');
  }
  const last = table.count - 1;
  // One clip has a gap of a minute and a half, which is played as such.
  if (tableSeconds(table, last) < 10) {
    const from = Math.max(0, last - PLAYED);
    const played = await app.window.evaluate((place) => window.frameProbe.play(4, place), from);
    const places = played.map(({ place }) => place);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.at(-1)).toBe(last);
  }
  expect(await app.window.evaluate(() => window.frameProbe.close()), 'frames left open').toBe(0);
  return kind ?? 'none';
}

async function first(shown: Shown): Promise<Seen> {
  const [seen] = await visit(shown, [0]);
  if (!seen) throw new Error('No frame was shown.');
  return seen;
}

function proxyFile(workspace: string, { sha256, id }: Item): string {
  const key = cacheKey('proxy', PROXY_RECIPE, sha256 ?? id);
  return join(workspace, 'caches', 'proxies', key.slice(0, 2), `${key}.mp4`);
}

type Told = { readonly wrong: readonly string[]; readonly direct: readonly string[] };

/** Compares some clips, one after the other, in an app of their own. */
async function compareAll(app: TestApp, workspace: string, names: readonly string[]): Promise<Told> {
  const { ffmpeg } = await installedTools();
  const clips: { readonly name: string; readonly path: string }[] = [];
  for (const name of names) {
    const recipe = CLIPS[name];
    if (recipe) clips.push({ name, path: await everyClip(recipe, ffmpeg) });
  }
  const items = await importAll(
    app,
    clips.map(({ path }) => path),
  );
  await app.window.evaluate(script);
  const itemOf = (path: string) => items.get(basename(path));
  // Copies are made one by one while frames are compared; a failure is told by the clip that needs it.
  for (const { name, path } of clips) {
    const itemId = itemOf(path)?.id;
    if (itemId && !DIRECT.includes(name)) app.call('media.prepareProxy', { itemId }).catch(() => undefined);
  }
  const wrong: string[] = [];
  const direct: string[] = [];
  for (const { name, path } of clips) {
    try {
      const shown = await shownOf(app, itemOf(path), path);
      if ((await compare(app, workspace, shown)) === 'direct') direct.push(name);
    } catch (error) {
      wrong.push(`${name}: ${error instanceof Error ? error.message : error}`);
      await app.window.evaluate(() => window.frameProbe.close());
    }
  }
  return { wrong, direct };
}

test('each frame of every kind of clip is the one that its number says', async ({ launch, folder }) => {
  test.setTimeout(300_000);
  const names = Object.keys(CLIPS);
  // Two apps side by side: much of the time goes to waiting for pictures to be due and processes to start.
  const told = await Promise.all(
    [0, 1].map(async (half) => {
      const workspace = join(folder, `workspace-${half}`);
      const app = await launch({ workspace, userData: join(folder, `user-data-${half}`) });
      return await compareAll(
        app,
        workspace,
        names.filter((_, at) => at % 2 === half),
      );
    }),
  );
  expect(told.flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(told.flatMap(({ direct }) => direct).toSorted()).toEqual(DIRECT);
});
