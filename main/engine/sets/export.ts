/**
 * Writes the items of a dataset with their annotations into one JSON file, a part at a time. How long the file is after each
 * part stands in the command: what a crash has left behind that is cut off before the next one.
 */
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { annotationEntity } from '#core/filters/entities.ts';
import { compileMatcher, type Matcher } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { writeAnnotation } from '#core/formats/dataloop/annotation.ts';
import { writeItem } from '#core/formats/dataloop/item.ts';
import { metadataSchema } from '#core/model/common.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { listAnnotationRecords } from '../db/queries/annotation-search.ts';
import { deleteExportFile, listExportsBefore, setExportSize } from '../db/queries/export-files.ts';
import { listFromPipe } from '../db/queries/from-pipe.ts';
import { listPastStatuses, listPlacesOfItem } from '../db/queries/item-places.ts';
import { lookForItems } from '../db/queries/item-windows.ts';
import { findItem } from '../db/queries/items.ts';
import { findDataset } from '../db/queries/projects.ts';
import type { WorkspaceFiles } from '../files.ts';
import type { Tx } from '../unit.ts';

/** Items a part. */
const PART = 64;
/** Milliseconds that a file stays. */
const KEPT = 14 * 24 * 3_600_000;

export const exportSpec = z.object({
  exportId: itemIdSchema,
  datasetIds: z.array(datasetIdSchema).length(1),
  filter: metadataSchema,
  /** Items with later ids came after it was asked for. */
  upTo: z.string(),
  withAnnotations: z.boolean(),
  /** DQL over annotations; null: all of them. */
  annotationFilter: metadataSchema.nullable(),
});
export type ExportSpec = z.infer<typeof exportSpec>;

type Files = Pick<WorkspaceFiles, 'exports'>;

/** Where the file is; its name is the id. */
export function exportPath({ exports }: Files, exportId: string): string {
  return join(exports, 'api', `${exportId}.json`);
}

/** Takes away the files that nobody has fetched for two weeks. */
export function sweepExports(tx: Tx, files: Files): void {
  for (const { id } of listExportsBefore(tx.db, tx.now - KEPT)) {
    rmSync(exportPath(files, id), { force: true });
    deleteExportFile(tx.db, id);
  }
}

/** @param cursor the last item and the length of the file in bytes, "ID|LENGTH". @throws SluiceError `not-found`, `io`. */
export function exportPart(tx: Tx, files: Files, spec: ExportSpec, cursor: string) {
  const [datasetId] = spec.datasetIds;
  const dataset = datasetId && findDataset(tx.db, datasetId);
  if (!dataset) throw new SluiceError('not-found', 'The dataset was deleted before it was exported.');
  const [after = '', length = '0'] = cursor.split('|');
  const page = lookForItems(tx.db, {
    datasetIds: spec.datasetIds,
    filter: parseFilter(spec.filter),
    after,
    limit: PART,
  });
  const items = page.ids.flatMap((id) => (id <= spec.upTo ? (findItem(tx.db, id) ?? []) : []));
  const isOver = page.cursor === null || page.cursor >= spec.upTo;
  const from = Number(length);
  const match = spec.annotationFilter && compileMatcher(parseFilter(spec.annotationFilter));
  const lines = items.map((item) => JSON.stringify(exported(tx, item, dataset, spec, match)));
  // The list is open as long as something may follow: "[" and a line each, with a comma before all but the first.
  const text = `${from === 0 ? '[' : ''}${lines.map((line) => `,\n${line}`).join('')}${isOver ? '\n]\n' : ''}`;
  const size = append(
    exportPath(files, spec.exportId),
    from,
    from <= 1 ? text.replace(/^(\[?),/, '$1') : text,
  );
  if (isOver) setExportSize(tx.db, spec.exportId, size);
  return { cursor: isOver ? null : `${page.cursor}|${size}`, done: items.length };
}

function exported(tx: Tx, item: Item, dataset: Dataset, spec: ExportSpec, match: Matcher | null) {
  const places = {
    itemId: item.id,
    places: listPlacesOfItem(tx.db, item.id),
    past: listPastStatuses(tx.db, item.id),
    fromPipe: listFromPipe(tx.db, [item.id]).length > 0,
  };
  const written = writeItem(item, { dataset, places }, '');
  if (!spec.withAnnotations) return written;
  const records = item.annotationCount > 0 ? listAnnotationRecords(tx.db, item.id) : [];
  const wanted = match ? records.filter((record) => match(annotationEntity(record)).matches) : records;
  return { ...written, annotations: wanted.map((record) => writeAnnotation(record, '')) };
}

/** Writes behind the first `from` bytes of the file, and answers how long it is then. */
function append(path: string, from: number, text: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, from === 0 ? 'w' : 'r+');
    try {
      ftruncateSync(file, from);
      const written = writeSync(file, text, from, 'utf8');
      fsyncSync(file);
      return from + written;
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    const message = full
      ? 'The disk is full: the export waits until there is room.'
      : 'The file of an export cannot be written.';
    throw new SluiceError(full ? 'disk-full' : 'io', message, { path }, { cause });
  }
}
