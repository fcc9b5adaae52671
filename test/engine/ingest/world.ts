/** A watched folder and ways to look at what became of its files. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { onTestFinished, vi } from 'vitest';
import type { DatasetId, WatchedFolderId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { IngestMode, WatchedFolder } from '#core/model/watched-folder.ts';
import type { EngineContext } from '#engine/context.ts';
import { listItemEvents } from '#engine/db/queries/events.ts';
import { listItems, locationOf } from '#engine/db/queries/items.ts';
import { createIngest, type Ingest, type IngestOptions } from '#engine/ingest/ingest.ts';
import { createTestContext, type TestContext } from '#test/support/engine-context.ts';

/** Short, so that tests are quick; no verdict depends on them. */
export const QUICK: IngestOptions = {
  stableMs: 60,
  patienceMs: 150,
  recheckMs: 50,
  rescanMs: 60_000,
  pollMs: 100,
  retryMs: 100,
  tellMs: 20,
};

const ALL = { text: '', kind: null, status: null, trashed: false };

export type IngestWorld = {
  readonly test: TestContext;
  readonly ingest: Ingest;
  /** The folder on disk that `watch` watches. */
  readonly inbox: string;
  watch(wish?: { mode?: IngestMode; include?: string[]; exclude?: string[] }): Promise<WatchedFolderId>;
  folder(id: WatchedFolderId): WatchedFolder;
  items(datasetId?: DatasetId): Item[];
  item(name: string): Item;
  locationOf(item: Item): string | null;
  /** Kinds of events of the item, oldest first. */
  history(item: Item): string[];
  /** Waits, generously, until the check passes and nothing is under way. */
  until(check: () => void): Promise<void>;
  /** Closes everything and opens it again, as the app does. */
  restart(): Promise<void>;
};

/** `wrap` puts something between ingest and the rest of the engine: faults of the disk, say. */
export async function openIngest(
  options: IngestOptions = {},
  wrap: (ctx: EngineContext) => EngineContext = (ctx) => ctx,
): Promise<IngestWorld> {
  const test = await createTestContext();
  const inbox = join(test.folder, 'inbox');
  await mkdir(inbox);
  let ingest = createIngest(wrap(test.ctx), { ...QUICK, ...options });
  onTestFinished(async () => {
    await ingest.close();
    await test.close();
  });
  const items = (datasetId = test.datasetId) =>
    listItems(test.ctx.db, datasetId, ALL, { after: null, limit: 1000 });
  return {
    test,
    get ingest() {
      return ingest;
    },
    inbox,
    async watch({ mode = 'link', include = [], exclude = [] } = {}) {
      const wish = { datasetId: test.datasetId, path: inbox, mode, include, exclude };
      return (await ingest.folders.add(wish, 'test')).id;
    },
    folder(id) {
      const folder = ingest.folders.list(test.projectId).find((candidate) => candidate.id === id);
      if (!folder) throw new Error('the folder is not in the list');
      return folder;
    },
    items,
    item(name) {
      const found = items().filter((item) => item.name === name);
      if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} items called ${name}`);
      return found[0];
    },
    locationOf: (item) => locationOf(test.ctx.db, item.id),
    history: (item) =>
      listItemEvents(test.ctx.db, item.id, { before: Number.MAX_SAFE_INTEGER, limit: 100 })
        .map((event) => event.kind)
        .toReversed(),
    async until(check) {
      await vi.waitFor(
        () => {
          check();
          if (ingest.busy()) throw new Error('still busy');
        },
        { timeout: 25_000, interval: 20 },
      );
    },
    async restart() {
      await ingest.close();
      await test.restart();
      ingest = createIngest(wrap(test.ctx), { ...QUICK, ...options });
      ingest.start();
    },
  };
}

/** A small picture; each seed gives other bytes. */
export async function picture(seed: number): Promise<Buffer> {
  const background = { r: seed % 256, g: (seed * 7) % 256, b: Math.floor(seed / 256) % 256 };
  return await sharp({ create: { width: 16, height: 12, channels: 3, background } })
    .png()
    .toBuffer();
}

export async function putPicture(path: string, seed: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, await picture(seed));
}

export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
