/**
 * Items as a simulated cycle sees them: those of the workspace, with what the cycle has done to them so far, and those
 * that it would have made. One item that would be made may stand for many that are alike.
 */
import { annotationEntity, itemEntity } from '../filters/entities.ts';
import type { Entity } from '../filters/match.ts';
import type { Annotation } from '../model/annotation.ts';
import { type DatasetId, type ItemId, itemIdSchema } from '../model/ids.ts';
import type { Item } from '../model/item.ts';
import type { Sight } from './flow.ts';
import { draw } from './split.ts';

/** What a simulation reads; nothing of it is ever changed. */
export type SimulatedWorld = Sight & {
  item(id: string): Item | null;
  annotations(itemId: string): readonly Annotation[];
  /** The id of the dataset's item of that identity, in the trash or not. */
  itemOfIdentity(datasetId: string, identity: string): ItemId | null;
};

type Known = {
  readonly item: Item;
  /** How many alike it stands for. */
  readonly copies: number;
  /** The item whose annotations it has. */
  readonly likeId: string;
  entity: Entity | null;
};

export type MadeItem = {
  readonly item: Item;
  readonly copies: number;
  /** The item whose annotations are copied to it. */
  readonly likeId: string;
};

export type ItemView = Sight & {
  find(id: string): Item | null;
  copies(id: unknown): number;
  annotations(id: string): readonly Annotation[];
  identified(datasetId: string, identity: string): Item | null;
  change(id: string, change: Partial<Item>): void;
  make(made: MadeItem): void;
};

export function createItemView(world: SimulatedWorld): ItemView {
  const known = new Map<string, Known | null>();

  function look(id: string): Known | null {
    let found = known.get(id);
    if (found === undefined) {
      const item = world.item(id);
      found = item && { item, copies: 1, likeId: id, entity: null };
      known.set(id, found);
    }
    return found;
  }

  function find(id: string): Item | null {
    return look(id)?.item ?? null;
  }

  function annotations(id: string): readonly Annotation[] {
    return world.annotations(look(id)?.likeId ?? id);
  }

  return {
    find,
    copies: (id) => (typeof id === 'string' ? (known.get(id)?.copies ?? 1) : 1),
    annotations,
    related: (value, type) =>
      type === 'Item' && typeof value === 'string'
        ? annotations(value).map(annotationEntity)
        : world.related(value, type),
    entity(value, type) {
      if (type !== 'Item' || typeof value !== 'string') return world.entity(value, type);
      const found = look(value);
      if (!found) return { id: value };
      found.entity ??= itemEntity(found.item);
      return found.entity;
    },
    identified(datasetId, identity) {
      const id = world.itemOfIdentity(datasetId, identity);
      return id === null ? null : find(id);
    },
    change(id, change) {
      const found = look(id);
      if (found) known.set(id, { ...found, item: { ...found.item, ...change }, entity: null });
    },
    make({ item, copies, likeId }) {
      const like = look(likeId)?.likeId ?? likeId;
      known.set(item.id, { item, copies, likeId: like, entity: null });
    },
  };
}

/** The id of an item that would be made: the same each time, later than any that is there. */
export function idToBe(sourceId: string, place: string): ItemId {
  const hex = (part: string, digits: number) =>
    Math.floor(draw(part, place, sourceId) * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return itemIdSchema.parse(`${'f'.repeat(12)}${hex('high', 6)}${hex('low', 6)}`);
}

/** True for what no item has: it would be made. */
export function isToBe(id: string): boolean {
  return id.startsWith('f'.repeat(12));
}

/** The item that a clone in the dataset would be, which is made unless it is there. */
export function cloneOf(items: ItemView, item: Item, datasetId: DatasetId, folder: string): ItemId {
  const origin = ancestorIn(items, item, datasetId);
  if (origin) return origin;
  const present = items.identified(datasetId, `clone:${item.id}`);
  if (present) return present.id;
  const id = idToBe(item.id, datasetId);
  if (!items.find(id)) {
    const clone = { ...item, id, datasetId, folder, sourceItemId: item.id, status: null, video: null };
    items.make({ item: clone, copies: items.copies(item.id), likeId: item.id });
  }
  return id;
}

/** The item this one descends from in the dataset: it is not cloned back to where it came from. */
function ancestorIn(items: ItemView, item: Item, datasetId: DatasetId): ItemId | null {
  let source = item.sourceItemId ? items.find(item.sourceItemId) : null;
  while (source) {
    if (source.datasetId === datasetId) return source.id;
    source = source.sourceItemId ? items.find(source.sourceItemId) : null;
  }
  return null;
}
