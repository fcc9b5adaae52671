/** What `sluice annotations` does. Results have the shape of the API's. */
import { SluiceError } from '#core/errors.ts';
import {
  fpsOf,
  readAnnotation,
  readAnnotationChange,
  writeAnnotation,
} from '#core/formats/dataloop/annotation.ts';
import { type AnnotationId, annotationIdSchema, datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import type { CliEngine } from '../engine.ts';
import { idIn } from '../entities/find.ts';
import { table } from '../output.ts';

export type Wire = ReturnType<typeof writeAnnotation>;
type Callable = Pick<CliEngine, 'call'>;

/** Nothing serves them here: addresses begin below that of the API. */
const BASE = '';

/** Annotations that are read at once. */
const PAGE = 1000;

const itemIdIn = (text: string) => idIn(itemIdSchema, text, 'an item');
const annotationIdIn = (text: string) => idIn(annotationIdSchema, text, 'an annotation');
const datasetIdIn = (text: string) => idIn(datasetIdSchema, text, 'a dataset');

export type Where = {
  readonly item?: string | undefined;
  readonly dataset?: string | undefined;
  readonly filter?: Record<string, unknown> | undefined;
};

/** Of an item, or of a dataset those that the filter matches; `limit` at most. */
export async function listAnnotations({ call }: Callable, where: Where, limit: number): Promise<Wire[]> {
  if (where.item !== undefined) {
    const all = await call('annotations.ofItem', { itemId: itemIdIn(where.item) });
    return all.slice(0, limit).map((record) => writeAnnotation(record, BASE));
  }
  const { datasetId, filter } = ofDataset(where);
  const found: Wire[] = [];
  for (let after: string | null = null; found.length < limit; ) {
    const conditions: object[] = [filter, ...(after === null ? [] : [{ id: { $gt: after } }])];
    const asked: number = Math.min(PAGE, limit - found.length);
    const { annotations } = await call('annotations.search', {
      datasetId,
      filter: { filter: { $and: conditions } },
      limit: asked,
    });
    found.push(...annotations.map((record) => writeAnnotation(record, BASE)));
    if (annotations.length < asked) break;
    after = annotations.at(-1)?.id ?? null;
  }
  return found;
}

export async function getAnnotation({ call }: Callable, id: string): Promise<Wire> {
  return writeAnnotation(await call('annotations.get', { annotationId: annotationIdIn(id) }), BASE);
}

export async function addAnnotations(
  { call }: Callable,
  item: string,
  json: readonly unknown[],
): Promise<Wire[]> {
  const itemId = itemIdIn(item);
  const fps = fpsOf(await call('items.get', { itemId }));
  const annotations = json.map((one, at) => {
    const { content, status } = readAnnotation(one, { fps, place: `annotations.${at}` });
    return { ...content, status };
  });
  const made = await call('annotations.add', { itemId, annotations });
  return made.map((record) => writeAnnotation(record, BASE));
}

/** Lays a diff over the annotation: null takes away. */
export async function updateAnnotation(
  { call }: Callable,
  id: string,
  diff: Record<string, unknown>,
): Promise<Wire> {
  const before = await call('annotations.get', { annotationId: annotationIdIn(id) });
  const fps = fpsOf(await call('items.get', { itemId: before.itemId }));
  const change = readAnnotationChange(before, diff, { fps, system: true, place: 'annotation' });
  if (change.content === null && change.status === undefined) return writeAnnotation(before, BASE);
  const { id: annotationId, rev } = before;
  return writeAnnotation(await call('annotations.change', { annotationId, rev, ...change }), BASE);
}

/** By their ids, or those of a dataset that a filter matches; answers how many. */
export async function deleteAnnotations(
  { call }: Callable,
  ids: readonly string[],
  where: Where,
): Promise<number> {
  if (where.dataset !== undefined) {
    if (ids.length > 0) throw new SluiceError('invalid-input', 'Name annotations, or a dataset: not both.');
    const { datasetId, filter } = ofDataset(where);
    return (await call('annotations.removeMatching', { datasetId, filter: { filter } })).removed;
  }
  if (ids.length === 0) throw new SluiceError('invalid-input', 'Name annotations, or a dataset.');
  const all: AnnotationId[] = ids.map(annotationIdIn);
  for (const annotationId of all) await call('annotations.remove', { annotationId });
  return all.length;
}

function ofDataset({ dataset, filter = {} }: Where) {
  if (dataset === undefined)
    throw new SluiceError('invalid-input', 'Say of what: --item ID or --dataset ID.');
  return { datasetId: datasetIdIn(dataset), filter };
}

/** For a person. */
export function describeAnnotations(all: readonly Wire[]): string {
  if (all.length === 0) return 'There are no annotations.';
  return table(
    ['id', 'type', 'label', 'status', 'by', 'item'],
    all.map(({ id, type, label, metadata, creator, itemId }) => [
      id,
      type,
      label,
      String(metadata.system['status' as keyof typeof metadata.system] ?? ''),
      creator,
      itemId,
    ]),
  );
}
