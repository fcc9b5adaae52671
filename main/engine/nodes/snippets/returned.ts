/**
 * What a snippet returned, as values for the outputs of its node.
 *
 * - One output takes the value as it is; several take the elements of a list, by their places. Without a value (null, or
 *   nothing returned) an output is there all the same: what comes next falls back on its default.
 * - An output of entities (Item, Annotation, …) takes an id, an object with an `id`, or a list of these, of which each
 *   goes on by itself.
 * - Of the items that the snippet was given and returns as objects, changes to `metadata.user` and to the tags in
 *   `metadata.system.tags` are stored, key by key. Everything else about an item is as it was.
 */
import { isDeepStrictEqual } from 'node:util';
import { SluiceError } from '#core/errors.ts';
import type { PortValues } from '#core/model/cycle.ts';
import type { GraphNode, Port } from '#core/model/graph.ts';
import type { ReadableDb } from '../../db/driver.ts';
import { findAnnotation } from '../../db/queries/annotations.ts';
import { hasItem } from '../../db/queries/items.ts';
import type { ItemEdit } from '../item-edit.ts';
import { isEntityType, type Json } from './entities.ts';

export type Returned = {
  readonly outputs: PortValues;
  readonly edits: readonly { readonly itemId: string; readonly edit: ItemEdit }[];
};

/** Of longer lists whoever gets the elements finds out which are not there: looking for all of them takes too long. */
const MOST_CHECKED = 1_000;

type Reading = {
  readonly db: ReadableDb;
  readonly node: GraphNode;
  /** By id. */
  readonly given: ReadonlyMap<string, Json>;
  readonly edits: Map<string, ItemEdit>;
};

/**
 * @param given JSON of the items that the snippet was given.
 * @throws SluiceError `invalid-input` naming the output and what may be returned for it.
 */
export function readReturned(
  db: ReadableDb,
  node: GraphNode,
  given: ReadonlyMap<string, Json>,
  value: unknown,
): Returned {
  const reading: Reading = { db, node, given, edits: new Map() };
  const values = spread(node, value);
  const outputs = Object.fromEntries(
    node.outputs.map((port, at) => [port.name, portValue(reading, port, values[at] ?? null)]),
  );
  return { outputs, edits: [...reading.edits].map(([itemId, edit]) => ({ itemId, edit })) };
}

function spread({ name, outputs }: GraphNode, value: unknown): readonly unknown[] {
  if (outputs.length <= 1 || value === null || value === undefined) return [value];
  if (Array.isArray(value)) return value;
  const wanted = outputs.map((port) => `"${port.name}"`).join(', ');
  throw new SluiceError(
    'invalid-input',
    `"${name}" has several outputs (${wanted}) and must return a list with a value for each, in this order.`,
  );
}

function portValue(reading: Reading, port: Port, value: unknown): unknown {
  const type = port.type.replace(/\[\]$/, '');
  if (value === null || !isEntityType(type)) return value;
  const isList = port.type !== type;
  if (Array.isArray(value)) {
    const check = value.length <= MOST_CHECKED;
    return value.map((one) => entityId(reading, { port, type, check }, one));
  }
  const id = entityId(reading, { port, type, check: true }, value);
  return isList ? [id] : id;
}

type Wanted = { readonly port: Port; readonly type: string; readonly check: boolean };

function entityId(reading: Reading, { port, type, check }: Wanted, value: unknown): string {
  const id = isJson(value) ? value['id'] : value;
  const kind = type.toLowerCase();
  if (typeof id !== 'string' || id === '') {
    const what = value === null ? 'null' : Array.isArray(value) ? 'a list in a list' : `a ${typeof value}`;
    throw new SluiceError(
      'invalid-input',
      `"${reading.node.name}" returned ${what} for its output "${port.name}". ` +
        `Return the ${kind}, its id, or a list of these.`,
    );
  }
  if (check && !isThere(reading, type, id)) {
    throw new SluiceError(
      'invalid-input',
      `"${reading.node.name}" returned the ${kind} "${id}", which is not there.`,
    );
  }
  const before = reading.given.get(id);
  const edit = type === 'Item' && before && isJson(value) ? editOf(before, value) : null;
  if (edit) reading.edits.set(id, edit);
  return id;
}

function isThere({ db, given }: Reading, type: string, id: string): boolean {
  if (type === 'Item') return given.has(id) || hasItem(db, id);
  if (type === 'Annotation') return findAnnotation(db, id) !== null;
  return true;
}

/** Null when nothing was changed that is stored. What the returned object leaves out altogether is not changed. */
function editOf(before: Json, after: Json): ItemEdit | null {
  const metadata = after['metadata'];
  if (!isJson(metadata)) return null;
  const own = recordIn(before, 'metadata');
  const user = isJson(metadata['user']) ? difference(recordIn(own, 'user'), metadata['user']) : null;
  const tags = recordIn(metadata, 'system')['tags'];
  const tagged = isJson(tags) ? difference(recordIn(recordIn(own, 'system'), 'tags'), tags) : null;
  if (!user && !tagged) return null;
  return {
    user: user ?? undefined,
    tags: tagged ? { add: Object.keys(tagged.set), remove: tagged.remove } : undefined,
  };
}

function difference(
  before: Json,
  after: Json,
): { readonly set: Json; readonly remove: readonly string[] } | null {
  const set = Object.fromEntries(
    Object.entries(after).filter(
      ([key, value]) => !(Object.hasOwn(before, key) && isDeepStrictEqual(before[key], value)),
    ),
  );
  const remove = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return Object.keys(set).length > 0 || remove.length > 0 ? { set, remove } : null;
}

function recordIn(value: Json, key: string): Json {
  const found = Object.hasOwn(value, key) ? value[key] : null;
  return isJson(found) ? found : {};
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
