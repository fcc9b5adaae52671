/**
 * The archive of an export: a deflated JSON file of each item, and at the end the directory of them. What that will say of
 * a file is kept in the database from the part on that writes the file, and taken out again as the directory is written.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import { jsonPath, type TakenPaths } from '#core/formats/zip/paths.ts';
import { centralHeader, endRecords, localHeader } from '#core/formats/zip/records.ts';
import {
  deleteEntries,
  hasEntriesIn,
  hasEntry,
  insertEntry,
  listEntries,
} from '../db/queries/export-entries.ts';
import type { Tx } from '../unit.ts';
import { append } from './append.ts';
import type { ExportedItem, ExportSpec } from './export-items.ts';

/** Lines of the directory that a part writes. */
const PART = 1024;
/** Bytes of an item from which on speed counts more than size: calls of people wait for it. */
const BIG = 1024 * 1024;
/** Below so many bytes a small window sees nearly all of them; with the usual one, parts waited for the garbage of it. */
const SMALL = 8 * 1024;

/** The archive grows at `path`, of which `length` bytes are good. */
export type Archive = { readonly path: string; readonly length: number };

/** Adds the files of the items, and answers how long the archive is then. @throws SluiceError `disk-full`, `io`. */
export function writeFiles(
  tx: Tx,
  { exportId, naming }: ExportSpec,
  { path, length }: Archive,
  items: readonly ExportedItem[],
): number {
  const taken: TakenPaths = {
    file: (name) => hasEntry(tx.db, exportId, name),
    folder: (folder) => hasEntriesIn(tx.db, exportId, folder),
  };
  const pieces: Uint8Array[] = [];
  let offset = length;
  for (const { item, json } of items) {
    const bytes = Buffer.from(json);
    const packed = deflateRawSync(bytes, optionsFor(bytes.length));
    const sizes = { size: bytes.length, packedSize: packed.length };
    const name = jsonPath(item, naming, taken);
    const entry = { name, crc32: crc32(bytes), ...sizes, offset, at: item.updatedAt };
    insertEntry(tx.db, exportId, entry);
    const header = localHeader(entry, Buffer.from(name));
    pieces.push(header, packed);
    offset += header.length + packed.length;
  }
  return append(path, length, Buffer.concat(pieces));
}

const optionsFor = (size: number) =>
  size < SMALL ? { level: 6, windowBits: 12, memLevel: 6, chunkSize: SMALL } : { level: size < BIG ? 6 : 1 };

/** How far the directory is: where it begins, and how many lines it has. */
export type Directory = { readonly start: number; readonly count: number };

type Written = Directory & { readonly length: number; readonly isOver: boolean };

/** Goes on with the directory; at its end the archive is whole. @throws SluiceError `disk-full`, `io`. */
export function writeDirectory(
  tx: Tx,
  { exportId }: ExportSpec,
  { path, length }: Archive,
  { start, count: before }: Directory,
): Written {
  const entries = listEntries(tx.db, exportId, PART);
  const last = entries.at(-1);
  if (last) deleteEntries(tx.db, exportId, last.name);
  const count = before + entries.length;
  const isOver = entries.length < PART;
  const lines = Buffer.concat(entries.map((entry) => centralHeader(entry, Buffer.from(entry.name))));
  const end = isOver ? endRecords({ count, size: length + lines.length - start, offset: start }) : [];
  return { start, count, isOver, length: append(path, length, Buffer.concat([lines, Uint8Array.from(end)])) };
}
