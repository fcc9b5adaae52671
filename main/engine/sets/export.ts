/**
 * Writes the items of a dataset with their annotations into a file, a part at a time: one JSON list, or an archive with a
 * JSON file of each. How long the file is after each part stands in the command: what a crash has left behind that is cut
 * off before the next one.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportFile } from '#core/model/export-file.ts';
import { deleteExportFile, listExportsBefore, setExportSize } from '../db/queries/export-files.ts';
import type { WorkspaceFiles } from '../files.ts';
import type { Tx } from '../unit.ts';
import { append } from './append.ts';
import { writeDirectory, writeFiles } from './export-archive.ts';
import { type ExportSpec, nextItems } from './export-items.ts';

/** Milliseconds that a file stays. */
const KEPT = 14 * 24 * 3_600_000;

type Files = Pick<WorkspaceFiles, 'exports'>;

/** Where the file is; its name is the id. */
export function exportPath({ exports }: Files, { id, format }: Pick<ExportFile, 'id' | 'format'>): string {
  return join(exports, 'api', `${id}.${format}`);
}

/** Takes away the files that nobody has fetched for two weeks. */
export function sweepExports(tx: Tx, files: Files): void {
  for (const file of listExportsBefore(tx.db, tx.now - KEPT)) {
    rmSync(exportPath(files, file), { force: true });
    deleteExportFile(tx.db, file.id);
  }
}

/** @param cursor where the part before has ended; empty at the beginning. @throws SluiceError `not-found`, `disk-full`, `io`. */
export function exportPart(tx: Tx, files: Files, spec: ExportSpec, cursor: string) {
  const path = exportPath(files, { id: spec.exportId, format: spec.format });
  return spec.format === 'zip' ? archivePart(tx, path, spec, cursor) : listPart(tx, path, spec, cursor);
}

/** The cursor: the last item and the length of the file in bytes, "ID|LENGTH". */
function listPart(tx: Tx, path: string, spec: ExportSpec, from: string) {
  const { after, length } = placeIn(from);
  const { items, cursor } = nextItems(tx, spec, after);
  // The list is open as long as something may follow: "[" and a line each, with a comma before all but the first.
  const lines = items.map(({ json }) => `,\n${json}`).join('');
  const text = `${length === 0 ? '[' : ''}${lines}${cursor === null ? '\n]\n' : ''}`;
  const bytes = Buffer.from(length <= 1 ? text.replace(/^(\[?),/, '$1') : text);
  const size = append(path, length, bytes);
  if (cursor === null) setExportSize(tx.db, spec.exportId, size);
  return { cursor: cursor === null ? null : `${cursor}|${size}`, done: items.length };
}

/** The cursor: the same, and while the directory is written where that begins and its lines: "ID|LENGTH|START|COUNT". */
function archivePart(tx: Tx, path: string, spec: ExportSpec, from: string) {
  const { after, length, directory } = placeIn(from);
  if (directory) {
    const { start, count, ...written } = writeDirectory(tx, spec, { path, length }, directory);
    if (written.isOver) setExportSize(tx.db, spec.exportId, written.length);
    return { cursor: written.isOver ? null : [after, written.length, start, count].join('|'), done: 0 };
  }
  const { items, cursor } = nextItems(tx, spec, after);
  const size = writeFiles(tx, spec, { path, length }, items);
  return {
    cursor: cursor === null ? [after, size, size, 0].join('|') : `${cursor}|${size}`,
    done: items.length,
  };
}

function placeIn(cursor: string) {
  const [after = '', length = '0', start, count] = cursor.split('|');
  const directory = start === undefined ? null : { start: Number(start), count: Number(count) };
  return { after, length: Number(length), directory };
}
