/** Changes of an item by nodes, in memory. */
import { isRecord } from '../filters/values.ts';
import type { Item } from '../model/item.ts';

type Json = Readonly<Record<string, unknown>>;

/** What is absent stays as it is. */
export type SimulatedEdit = {
  readonly status?: string | null | undefined;
  /** In the item's dataset, with a leading slash. */
  readonly folder?: string | null | undefined;
  /** Of `metadata.user`, key by key. */
  readonly user?: { readonly set: Json; readonly remove: readonly string[] } | undefined;
  readonly tags?: { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined;
};

/** What of the item is different then. */
export function edited(item: Item, { status, folder, user, tags }: SimulatedEdit): Partial<Item> {
  const system = asRecord(item.metadata['system']);
  const added = Object.fromEntries((tags?.add ?? []).map((tag) => [tag, true]));
  const hasTags = system['tags'] !== undefined || Object.keys(added).length > 0;
  const metadata = {
    ...item.metadata,
    ...(user ? { user: overlay(item.metadata['user'], user.set, user.remove) } : {}),
    ...(hasTags ? { system: { ...system, tags: overlay(system['tags'], added, tags?.remove ?? []) } } : {}),
  };
  return { metadata, ...(status ? { status } : {}), ...(folder ? { folder } : {}) };
}

export function tagsOf({ metadata }: Item): Json {
  return asRecord(asRecord(metadata['system'])['tags']);
}

export function asRecord(value: unknown): Json {
  return isRecord(value) ? value : {};
}

function overlay(base: unknown, set: Json, remove: readonly string[]): Json {
  const kept = Object.entries(asRecord(base)).filter(([key]) => !remove.includes(key));
  return Object.fromEntries([...kept, ...Object.entries(set)]);
}
