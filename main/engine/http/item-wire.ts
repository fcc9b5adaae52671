/** Items as clients see them, with what has to be asked for: once for all of them. */
import type { Caller } from '#contract/index.ts';
import { writeItem } from '#core/formats/dataloop/item.ts';
import type { Item } from '#core/model/item.ts';

export type ItemWire = ReturnType<typeof writeItem>;

/** @param items of one dataset @param base where the API is; empty: addresses begin below it. */
export async function writeItems(
  items: readonly Item[],
  { call, base }: { readonly call: Caller; readonly base: string },
): Promise<ItemWire[]> {
  const [first] = items;
  if (!first) return [];
  const [dataset, standing] = await Promise.all([
    call('datasets.get', { datasetId: first.datasetId }),
    call('tasks.places', { itemIds: items.map(({ id }) => id) }),
  ]);
  return items.map((item, at) => {
    const places = standing[at] ?? { itemId: item.id, places: [], past: [], fromPipe: false };
    return writeItem(item, { dataset, places }, base);
  });
}
