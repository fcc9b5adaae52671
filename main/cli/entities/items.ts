/** What `sluice items` does with items that are there. Results have the shape of the API's. */
import { SluiceError } from '#core/errors.ts';
import { readItemChange, readMetadataDiff } from '#core/formats/dataloop/item.ts';
import { writeStatuses } from '#core/formats/dataloop/item-status.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Item } from '#core/model/item.ts';
import { type ItemWire, writeItems as writeWithPlaces } from '#engine/http/item-wire.ts';
import type { CliEngine } from '../engine.ts';
import { table } from '../output.ts';
import { findTask } from '../tasks/find.ts';

/** Nothing serves them here: addresses begin below that of the API. */
const BASE = '';

/** Items that are read at once. */
const PAGE = 1000;

export async function writeItems({ call }: CliEngine, items: readonly Item[]): Promise<ItemWire[]> {
  return await writeWithPlaces(items, { call, base: BASE });
}

export type Order = { readonly field: string; readonly descending: boolean };

/** Those of a dataset that the filter matches, page by page; `limit` at most. @param order none: by their ids */
export async function* searchItems(
  { call }: CliEngine,
  { id: datasetId }: Dataset,
  filter: Json,
  limit: number,
  order: readonly Order[] = [],
): AsyncGenerator<readonly Item[]> {
  for (let offset = 0; order.length > 0; offset += PAGE) {
    const page = { order: [...order], offset, limit: Math.min(PAGE, limit - offset) };
    const { items, more } = await call('items.search', { datasetId, filter: { filter }, ...page });
    yield items;
    if (!more || offset + PAGE >= limit) return;
  }
  let after: string | null = null;
  for (let left = limit; left > 0; ) {
    const conditions: object[] = [filter, ...(after === null ? [] : [{ id: { $gt: after } }])];
    const asked: number = Math.min(PAGE, left);
    const { items } = await call('items.search', {
      datasetId,
      filter: { filter: { $and: conditions } },
      limit: asked,
    });
    yield items;
    if (items.length < asked) return;
    left -= items.length;
    after = items.at(-1)?.id ?? null;
  }
}

export async function listItems(
  engine: CliEngine,
  dataset: Dataset,
  filter: Json,
  { limit, sort }: { readonly limit: number; readonly sort: readonly Order[] },
): Promise<ItemWire[]> {
  const found: ItemWire[] = [];
  for await (const page of searchItems(engine, dataset, filter, limit, sort)) {
    found.push(...(await writeItems(engine, page)));
  }
  return found;
}

/** Lays a diff over the item: name, filename (the whole path), metadata, description; null takes away. */
export async function updateItem(engine: CliEngine, before: Item, diff: Json): Promise<ItemWire[]> {
  const change = readItemChange(before, diff);
  return await writeItems(engine, [await engine.call('items.update', { itemId: before.id, ...change })]);
}

/**
 * Lays a diff over the metadata of all that the filter matches.
 * @throws SluiceError `invalid-input` for a diff that moves: two items cannot have one path.
 */
export async function updateMatching(
  { call }: CliEngine,
  { id: datasetId }: Dataset,
  filter: Json,
  diff: Json,
): Promise<{ readonly changed: number }> {
  const moving = ['name', 'filename', 'dir'].find((key) => key in diff);
  if (moving) {
    const message = `Of many items "${moving}" cannot be set: "sluice items move" moves them.`;
    throw new SluiceError('invalid-input', message);
  }
  const metadata = readMetadataDiff(diff);
  return await call('items.updateMatching', { datasetId, filter: { filter }, metadata });
}

/** Gives items a status in a task; null takes it away: of all of them or of none. */
export async function setItemStatus(
  engine: CliEngine,
  items: readonly Item[],
  wish: { readonly task: string; readonly status: string | null; readonly project: string | undefined },
): Promise<ReturnType<typeof writeStatuses>> {
  const { id: taskId } = await findTask(engine, wish.task, wish.project);
  const itemIds = items.map(({ id }) => id);
  return writeStatuses(await engine.call('tasks.setStatuses', { taskId, itemIds, status: wish.status }));
}

export function describeItems(all: readonly ItemWire[]): string {
  if (all.length === 0) return 'There are no items.';
  return table(
    ['id', 'path', 'type', 'bytes', 'annotations'],
    all.map(({ id, filename, metadata, annotationsCount }) => [
      id,
      filename,
      metadata.system.mimetype,
      metadata.system.size,
      annotationsCount,
    ]),
  );
}
