/** Changes that nodes make to items: what is changed already is left alone, and what changes is told. */
import { isDeepStrictEqual } from 'node:util';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import type { Work } from '../db/queries/executions.ts';
import { findItem, setItemStatus, updateItem } from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';
import { raiseFor } from './cause.ts';

type Json = Readonly<Record<string, unknown>>;

/** Changes that are named before the others are counted. */
const MOST_WORDS = 20;

export type ItemEdit = {
  readonly status?: string | undefined;
  /** Of `metadata.user`, key by key. */
  readonly user?: { readonly set: Json; readonly remove: readonly string[] } | undefined;
  /** Of `metadata.system`, key by key. */
  readonly system?: Json | undefined;
  readonly tags?: { readonly add: readonly string[]; readonly remove: readonly string[] } | undefined;
  /** In the item's dataset, with a leading slash. */
  readonly folder?: string | undefined;
};

/**
 * Makes the changes to the item as it is now, which may not be as it was when a worker began with it. Answers what
 * changed, in words, of which there may be many; null when it was all so already.
 * @throws SluiceError `not-found`.
 */
export function editItem(tx: Tx, work: Work, itemId: string, edit: ItemEdit): string | null {
  const item = findItem(tx.db, itemId);
  if (!item) throw new SluiceError('not-found', 'The item is not there any more.', { itemId });
  const { metadata, words } = editMetadata(item, edit);
  const changed = [...words];
  const folder = edit.folder !== undefined && edit.folder !== item.folder ? edit.folder : null;
  if (folder !== null) changed.push(`folder ${folder}`);
  if (words.length > 0 || folder !== null) {
    updateItem(tx.db, itemId, { metadata, ...(folder === null ? {} : { folder }) }, tx.now);
  }
  if (edit.status !== undefined && edit.status !== item.status) {
    setItemStatus(tx.db, itemId, edit.status, tx.now);
    changed.push(`status "${edit.status}"`);
    raiseFor(tx, work, { resource: 'ItemStatus', action: 'Updated', id: itemId });
  }
  if (changed.length === 0) return null;
  raiseFor(tx, work, { resource: 'Item', action: 'Updated', id: itemId });
  tx.changes.dataset(item.datasetId);
  const more = changed.length - MOST_WORDS;
  return more > 0 ? `${changed.slice(0, MOST_WORDS).join(', ')} and ${more} more` : changed.join(', ');
}

function editMetadata(item: Item, edit: ItemEdit): { metadata: Json; words: readonly string[] } {
  const { set = {}, remove = [] } = edit.user ?? {};
  const user = overlay(asRecord(item.metadata['user']), set, remove);
  const system = overlay(asRecord(item.metadata['system']), edit.system ?? {}, []);
  const tags = overlay(
    asRecord(system.value['tags']),
    Object.fromEntries((edit.tags?.add ?? []).map((tag) => [tag, true])),
    edit.tags?.remove ?? [],
  );
  const words = [
    ...user.changed.map((key) => `metadata ${key}`),
    ...system.changed.map((key) => `measured ${key}`),
    ...tags.changed.map((tag) => (Object.hasOwn(tags.value, tag) ? `tag "${tag}"` : `no tag "${tag}"`)),
  ];
  const metadata = {
    ...item.metadata,
    ...(user.changed.length > 0 ? { user: user.value } : {}),
    system: { ...system.value, ...(tags.changed.length > 0 ? { tags: tags.value } : {}) },
  };
  return { metadata, words };
}

function overlay(
  base: Json,
  set: Json,
  remove: readonly string[],
): { readonly value: Json; readonly changed: readonly string[] } {
  const entries = Object.entries(set).filter(
    ([key, value]) => !(Object.hasOwn(base, key) && isDeepStrictEqual(base[key], value)),
  );
  const gone = remove.filter((key) => Object.hasOwn(base, key));
  const kept = Object.entries(base).filter(([key]) => !gone.includes(key));
  // Entries and not assignments: a key such as "__proto__" is a key like any other.
  const value = Object.fromEntries([...kept, ...entries]);
  return { value, changed: [...entries.map(([key]) => key), ...gone] };
}

function asRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
