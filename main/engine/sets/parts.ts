/** Commands on the items of datasets: copies of them, subsets, and changes of their metadata, a part at a time. */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { readItemMetadata } from '#core/formats/dataloop/item.ts';
import type { CommandType } from '#core/model/command.ts';
import { metadataSchema } from '#core/model/common.ts';
import { datasetIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { cloneItem } from '../clones.ts';
import type { StoredCommand } from '../db/queries/commands.ts';
import { lookForItems } from '../db/queries/item-windows.ts';
import { findItem, findItemAt, updateItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import type { WorkspaceFiles } from '../files.ts';
import type { Tx } from '../unit.ts';
import { exportPart } from './export.ts';
import { type ExportSpec, exportSpec } from './export-items.ts';
import { type Counts, drawSubsets, SUBSETS, type Subset, sharesSchema } from './subsets.ts';

/** Items a part. */
const PART = 64;
/** Copies a part: calls of people wait for it, and with a hundred annotations each this many took 24 ms (64: up to 600). */
const COPIES = 16;

const query = {
  datasetIds: z.array(datasetIdSchema),
  filter: metadataSchema,
  /** Items with later ids came after it was asked for: a copy is never copied again. */
  upTo: z.string(),
};

const copySpec = z.object({
  ...query,
  targetId: datasetIdSchema,
  /** Above the folders of the copies: `/` or a path. */
  folder: z.string(),
  /** What is done with a copy to whose place another item has come. */
  taken: z.enum(['skip', 'number']),
  withAnnotations: z.boolean(),
  withMetadata: z.boolean(),
});
const splitSpec = z.object({ ...query, shares: sharesSchema, seed: z.string() });
const updateSpec = z.object({ ...query, metadata: metadataSchema, system: z.boolean() });

export type SetCommandSpec =
  | { readonly type: 'clone' | 'merge'; readonly spec: z.infer<typeof copySpec> }
  | { readonly type: 'split'; readonly spec: z.infer<typeof splitSpec> }
  | { readonly type: 'export'; readonly spec: ExportSpec }
  | { readonly type: 'update-items'; readonly spec: z.infer<typeof updateSpec> };

const SET_TYPES: readonly CommandType[] = ['clone', 'merge', 'split', 'update-items', 'export'];

export function isSetCommand({ type }: StoredCommand): boolean {
  return SET_TYPES.includes(type);
}

/** What a part has done: where the next one goes on, null at the end. */
type Part = { readonly cursor: string | null; readonly done: number };

/** @throws SluiceError `not-found` when a dataset has gone meanwhile. */
export function setPart(tx: Tx, files: WorkspaceFiles, { type, spec, cursor }: StoredCommand): Part {
  if (type === 'export') return exportPart(tx, files, exportSpec.parse(spec), cursor);
  if (type === 'split') return splitPart(tx, splitSpec.parse(spec), cursor);
  if (type === 'update-items') return updatePart(tx, updateSpec.parse(spec), cursor);
  return copyPart(tx, copySpec.parse(spec), cursor);
}

type Asked = z.infer<z.ZodObject<typeof query>>;

function next(tx: Tx, { datasetIds, filter, upTo }: Asked, after: string, limit = PART) {
  const page = lookForItems(tx.db, { datasetIds, filter: parseFilter(filter), after, limit });
  const items = page.ids.flatMap((id) => (id <= upTo ? (findItem(tx.db, id) ?? []) : []));
  return { items, cursor: page.cursor !== null && page.cursor < upTo ? page.cursor : null };
}

function copyPart(tx: Tx, spec: z.infer<typeof copySpec>, after: string): Part {
  for (const datasetId of [spec.targetId, ...spec.datasetIds]) {
    if (findDataset(tx.db, datasetId)) continue;
    throw new SluiceError('not-found', 'A dataset was deleted before its items were copied.', { datasetId });
  }
  const { items, cursor } = next(tx, spec, after, COPIES);
  let done = 0;
  for (const item of items) {
    const folder =
      spec.folder === '/' ? item.folder : `${spec.folder}${item.folder === '/' ? '' : item.folder}`;
    const name = freeName(tx, { datasetId: spec.targetId, folder, name: item.name }, spec.taken);
    if (name === null) continue;
    const place = { datasetId: spec.targetId, folder, name };
    cloneItem(tx, item, { place, metadata: {}, what: spec });
    done += 1;
  }
  return { cursor, done };
}

type Place = Pick<Item, 'datasetId' | 'folder' | 'name'>;

/** "a.png", or "a (2).png" when that is taken; null: it is to be skipped then. */
function freeName(tx: Tx, { name, ...place }: Place, taken: 'skip' | 'number'): string | null {
  const isTaken = (tried: string) => findItemAt(tx.db, { ...place, name: tried }) !== null;
  if (!isTaken(name)) return name;
  if (taken === 'skip') return null;
  const dot = name.lastIndexOf('.');
  const [stem, end] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let number = 2;
  while (isTaken(`${stem} (${number})${end}`)) number += 1;
  return `${stem} (${number})${end}`;
}

function updatePart(tx: Tx, spec: z.infer<typeof updateSpec>, after: string): Part {
  const { items, cursor } = next(tx, spec, after);
  for (const item of items) change(tx, item, spec.metadata, spec.system);
  return { cursor, done: items.length };
}

/** The cursor holds how many went where, too: shares are of all items, not of those of a part. */
function splitPart(tx: Tx, { shares, seed, ...asked }: z.infer<typeof splitSpec>, from: string): Part {
  const [after = '', train = 0, validation = 0, test = 0] = from.split('|');
  const before: Counts = { train: Number(train), validation: Number(validation), test: Number(test) };
  const { items, cursor } = next(tx, asked, after);
  const { drawn, counts } = drawSubsets(
    items.map(({ id }) => id),
    { shares, seed, before },
  );
  const subsets = new Map<string, Subset>(drawn);
  for (const item of items) {
    const mine = subsets.get(item.id);
    const tags = Object.fromEntries(SUBSETS.map((subset) => [subset, subset === mine ? true : null]));
    change(tx, item, { system: { tags } }, true);
  }
  const at = SUBSETS.map((subset) => counts[subset]);
  return { cursor: cursor === null ? null : [cursor, ...at].join('|'), done: items.length };
}

function change(tx: Tx, item: Item, metadata: Item['metadata'], system: boolean): void {
  const whole = readItemMetadata(item.metadata, metadata, system);
  updateItem(tx.db, item.id, { name: item.name, folder: item.folder, metadata: whole }, tx.now);
  tx.changes.dataset(item.datasetId);
  tx.raise({ resource: 'Item', action: 'Updated', id: item.id });
}
