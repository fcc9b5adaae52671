/** The items that an export takes, a part at a time, each as the JSON that is written of it. */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { annotationEntity } from '#core/filters/entities.ts';
import { compileMatcher, type Matcher } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { writeAnnotation } from '#core/formats/dataloop/annotation.ts';
import { writeItem } from '#core/formats/dataloop/item.ts';
import { metadataSchema } from '#core/model/common.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { exportFormatSchema, jsonNamingSchema } from '#core/model/export-file.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { listAnnotationRecords } from '../db/queries/annotation-search.ts';
import { listFromPipe } from '../db/queries/from-pipe.ts';
import { listPastStatuses, listPlacesOfItem } from '../db/queries/item-places.ts';
import { lookForItems } from '../db/queries/item-windows.ts';
import { findItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import type { Tx } from '../unit.ts';

/** Items a part; with much JSON it ends earlier, because calls of people wait for it. */
const PART = 64;
const PART_CHARS = 256 * 1024;

export const exportSpec = z.object({
  exportId: itemIdSchema,
  datasetIds: z.array(datasetIdSchema).length(1),
  filter: metadataSchema,
  /** Items with later ids came after it was asked for. */
  upTo: z.string(),
  withAnnotations: z.boolean(),
  /** DQL over annotations; null: all of them. */
  annotationFilter: metadataSchema.nullable(),
  /** Commands from before there were archives have neither. */
  format: exportFormatSchema.default('json'),
  naming: jsonNamingSchema.default('stem'),
});
export type ExportSpec = z.infer<typeof exportSpec>;

export type ExportedItem = { readonly item: Item; readonly json: string };

type Next = {
  readonly items: readonly ExportedItem[];
  /** The id to go on after; null: that was all. */
  readonly cursor: string | null;
};

/** @param after the id of the last item before. @throws SluiceError `not-found` when the dataset has gone meanwhile. */
export function nextItems(tx: Tx, spec: ExportSpec, after: string): Next {
  const { datasetIds, filter, upTo, annotationFilter } = spec;
  const [datasetId] = datasetIds;
  const dataset = datasetId && findDataset(tx.db, datasetId);
  if (!dataset) throw new SluiceError('not-found', 'The dataset was deleted before it was exported.');
  const page = lookForItems(tx.db, { datasetIds, filter: parseFilter(filter), after, limit: PART });
  const match = annotationFilter && compileMatcher(parseFilter(annotationFilter));
  const items: ExportedItem[] = [];
  let chars = 0;
  for (const id of page.ids.filter((one) => one <= upTo)) {
    const last = items.at(-1);
    if (last && chars >= PART_CHARS) return { items, cursor: last.item.id };
    const item = findItem(tx.db, id);
    if (!item) continue;
    const json = JSON.stringify(exported(tx, item, dataset, spec, match));
    items.push({ item, json });
    chars += json.length;
  }
  return { items, cursor: page.cursor !== null && page.cursor < upTo ? page.cursor : null };
}

function exported(tx: Tx, item: Item, dataset: Dataset, spec: ExportSpec, match: Matcher | null) {
  const places = {
    itemId: item.id,
    places: listPlacesOfItem(tx.db, item.id),
    past: listPastStatuses(tx.db, item.id),
    fromPipe: listFromPipe(tx.db, [item.id]).length > 0,
  };
  const written = writeItem(item, { dataset, places }, '');
  if (!spec.withAnnotations) {
    // Clients that unpack an archive take what stands there for the list: the address of one is none.
    const { annotations, ...rest } = written;
    return spec.format === 'zip' ? rest : { ...rest, annotations };
  }
  const records = item.annotationCount > 0 ? listAnnotationRecords(tx.db, item.id) : [];
  const wanted = match ? records.filter((record) => match(annotationEntity(record)).matches) : records;
  return { ...written, annotations: wanted.map((record) => writeAnnotation(record, '')) };
}
