/** Videos in a world without ingestion, and a pipeline that splits them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type DatasetId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { insertItem, saveVideo } from '#engine/db/queries/items.ts';
import { readFacts } from '#engine/ingest/facts.ts';
import type { World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeFlow, storage } from '../runner/support/flow.ts';
import { itemNow, library } from './support.ts';

/** A linked video, as an import would have taken it in. */
export async function video(world: World, datasetId: DatasetId, path: string): Promise<Item> {
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { path, kind: 'video', mimetype: 'video/mp4', sha256, size: bytes.length } as const;
  const facts = await readFacts(world.ctx, file, world.ctx.closing);
  const { mimetype, width, height, metadata } = facts;
  return world.ctx.unit('test', (tx) => {
    const id = itemIdSchema.parse(tx.id());
    insertItem(tx.db, {
      ...{ id, datasetId, mimetype, width, height, sha256, metadata },
      ...{
        identity: `sha256:${sha256}`,
        kind: 'video',
        name: basename(path),
        folder: '/',
        size: bytes.length,
      },
      ...{ frame: null, sourceItemId: null, storage: 'linked', location: path, maker: null },
      ...{ createdAt: tx.now, updatedAt: tx.now },
    });
    if (facts.video) saveVideo(tx.db, id, facts.video.facts, facts.video.frameIndex);
    return itemNow(world, id);
  });
}

export type Splitting = { readonly flow: Flow; readonly frames: DatasetId; readonly end: DatasetId };

/** A pipeline that splits, into a dataset of its own, and clones each frame on. */
export async function splitting(
  world: World,
  bench: Bench,
  config: Readonly<Record<string, unknown>>,
  name = 'frames',
): Promise<Splitting> {
  const [frames, end] = [await bench.dataset(name), await bench.dataset(`${name} end`)];
  const split = library('video.split', 'split', { ...config, datasetId: frames });
  const graph = graphOf([split, storage('end', end)], ['split > end']);
  return { flow: await makeFlow(world, bench, graph, { name }), frames, end };
}

/** Frames of the dataset, in order. */
export async function framesIn(world: World, datasetId: DatasetId): Promise<Item[]> {
  const { items } = await world.calls['items.list']({ datasetId, limit: 1000 });
  return items.toSorted((a, b) => (a.frame?.index ?? 0) - (b.frame?.index ?? 0));
}

export const placesOf = (items: readonly Item[]) => items.map(({ frame }) => frame?.index);
