/** Questions to a remote about what a dataset holds (reference sections 1.18 and 1.19). */
import { z } from 'zod';
import type { Json } from '#core/formats/dataloop/json.ts';
import { type ItemJson, itemThereSchema } from '#core/sync/dataloop/items.ts';
import type { Http } from '../http.ts';

/** Rows of one answer. */
export const MOST = 1000;

/** Ids in one filter. */
const IDS = 500;

const pageSchema = z.object({ items: z.array(z.looseObject({})) });

export type Question = {
  readonly datasetId: string;
  readonly resource: 'items' | 'annotations';
  readonly conditions: readonly Json[];
  /** A field and the way to go. */
  readonly sort: Readonly<Record<string, 'ascending' | 'descending'>>;
  readonly page?: number;
  readonly size: number;
};

export async function askPage(http: Http, question: Question, signal: AbortSignal): Promise<readonly Json[]> {
  const { datasetId, resource, conditions, sort, page = 0, size } = question;
  const filter = conditions.length === 0 ? {} : { $and: conditions };
  const body = { resource, filter, sort, page, pageSize: size };
  const path = `/datasets/${datasetId}/query`;
  return (await http.ask({ method: 'POST', path, body, reply: pageSchema }, signal)).items;
}

/** Everything that the conditions match, page by page from one id to the next. */
async function askAll(
  http: Http,
  question: Pick<Question, 'datasetId' | 'resource' | 'conditions'>,
  signal: AbortSignal,
): Promise<readonly Json[]> {
  const found: Json[] = [];
  for (let last: unknown = null; ; last = found.at(-1)?.['id']) {
    const after = last === null ? [] : [{ id: { $gt: last } }];
    const conditions = [...question.conditions, ...after];
    const rows = await askPage(
      http,
      { ...question, conditions, sort: { id: 'ascending' }, size: MOST },
      signal,
    );
    found.push(...rows);
    if (rows.length < MOST) return found;
  }
}

/** The items that are there still, whatever order the ids have. */
export async function askItems(
  http: Http,
  { datasetId, ids }: { readonly datasetId: string; readonly ids: readonly string[] },
  signal: AbortSignal,
): Promise<readonly ItemJson[]> {
  const found: Json[] = [];
  for (const part of partsOf(ids)) {
    const conditions = [{ id: { $in: part } }];
    found.push(...(await askAll(http, { datasetId, resource: 'items', conditions }, signal)));
  }
  return itemsIn(found);
}

/** Annotations by the items that have them. */
export async function askAnnotations(
  http: Http,
  { datasetId, itemIds }: { readonly datasetId: string; readonly itemIds: readonly string[] },
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Json[]>> {
  const byItem = new Map<string, Json[]>();
  for (const part of partsOf(itemIds)) {
    const conditions = [{ itemId: { $in: part } }];
    for (const one of await askAll(http, { datasetId, resource: 'annotations', conditions }, signal)) {
      const itemId = String(one['itemId']);
      byItem.set(itemId, [...(byItem.get(itemId) ?? []), one]);
    }
  }
  return byItem;
}

/** What cannot be an item is none. */
export function itemsIn(rows: readonly Json[]): ItemJson[] {
  return rows.flatMap((row) => itemThereSchema.safeParse(row).data ?? []);
}

function partsOf(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS);
  return Array.from({ length: count }, (_, at) => ids.slice(at * IDS, (at + 1) * IDS));
}
