/** In which order lists of items, and of folders among them, can be asked for: by whatever single value they have. */
import { SluiceError } from '#core/errors.ts';
import { jsonPath } from '#core/filters/sql-places.ts';
import type { ParamValues } from '#core/filters/sql-text.ts';

export type ItemOrder = { readonly field: string; readonly descending: boolean };

/** What a field is in the row of an item and in that of a folder. */
type Key = { readonly item: string; readonly folder: string };

const ANNOTATED = `CASE WHEN item.status IN ('discard', 'discarded') THEN 2 ELSE item.annotation_count > 0 END`;

const ID: Key = { item: 'item.id', folder: 'folder.id' };

/** The same in all rows of one dataset: it orders nothing. */
const SAME: readonly Key[] = [];

const KEYS: Readonly<Record<string, readonly Key[]>> = {
  id: [ID],
  name: [{ item: 'item.name', folder: 'folder.name' }],
  dir: [{ item: 'item.folder', folder: 'folder.dir' }],
  filename: [
    { item: 'item.folder', folder: 'folder.dir' },
    { item: 'item.name', folder: 'folder.name' },
  ],
  type: [{ item: "'file'", folder: "'dir'" }],
  createdAt: [{ item: 'item.created_at', folder: 'folder.created_at' }],
  updatedAt: [{ item: 'item.updated_at', folder: 'folder.updated_at' }],
  annotated: [{ item: ANNOTATED, folder: '0' }],
  annotationsCount: [{ item: 'item.annotation_count', folder: '0' }],
  mimetype: [{ item: 'item.mimetype', folder: "''" }],
  'metadata.system.mimetype': [{ item: 'item.mimetype', folder: "''" }],
  'metadata.system.originalname': [{ item: 'item.name', folder: 'folder.name' }],
  'metadata.system.size': [{ item: 'item.size', folder: '0' }],
  'metadata.system.width': [{ item: 'item.width', folder: '0' }],
  'metadata.system.height': [{ item: 'item.height', folder: '0' }],
  srcItem: [{ item: 'item.source_item_id', folder: 'NULL' }],
  creator: SAME,
  updatedBy: SAME,
  datasetId: SAME,
  projectId: SAME,
  hidden: SAME,
};

/** Lists and objects, which have no order. */
const WHOLE = /^metadata(\.(system|user))?$|^metadata\.system\.(refs|taskStatusLog|tags|frame)(\.|$)/;

export type OrderTerm = Key & { readonly way: 'ASC' | 'DESC' };

/**
 * By what rows are ordered, in the end by their ids, with the parameters of the terms.
 * @throws SluiceError `invalid-input` for what orders nothing.
 */
export function orderTerms(orders: readonly ItemOrder[]): {
  readonly terms: readonly OrderTerm[];
  readonly params: ParamValues;
} {
  const params: Record<string, string> = {};
  const terms = orders.flatMap(({ field, descending }) =>
    keysOf(field, params).map((key): OrderTerm => ({ ...key, way: descending ? 'DESC' : 'ASC' })),
  );
  const id: OrderTerm = { ...ID, way: orders.at(-1)?.descending ? 'DESC' : 'ASC' };
  const at = terms.findIndex((term) => term.item === ID.item);
  return { terms: at < 0 ? [...terms, id] : terms.slice(0, at + 1), params };
}

function keysOf(field: string, params: Record<string, string>): readonly Key[] {
  if (field === 'description') return [metadataKey(['description'], params)];
  const known = Object.hasOwn(KEYS, field) ? KEYS[field] : undefined;
  if (known) return known;
  const [first, ...names] = field.split('.');
  if (first === 'metadata' && names.length > 0 && !names.includes('') && !WHOLE.test(field)) {
    return [metadataKey(names, params)];
  }
  const fields = [...Object.keys(KEYS), 'description', 'any single value below metadata'];
  const message = `Items cannot be sorted by "${field.slice(0, 60)}": use ${fields.join(', ')}.`;
  throw new SluiceError('invalid-input', message, { field });
}

function metadataKey(names: readonly string[], params: Record<string, string>): Key {
  const name = `o${Object.keys(params).length + 1}`;
  params[name] = jsonPath(names);
  return {
    item: `json_extract(item.metadata, :${name})`,
    folder: `json_extract(folder.metadata, :${name})`,
  };
}
