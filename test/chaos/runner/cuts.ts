/**
 * Cuts in the write-ahead log, as a power cut or a lying disk makes them: a copy of the killed workspace's database whose
 * log ends, or turns to nonsense, at a random byte.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { workspaceFiles } from '#engine/files.ts';
import type { Dice } from './dice.ts';

/** Sizes in bytes in SQLite's format: of the log's head, and of the head of each page in it. */
const WAL_HEAD = 32;
const FRAME_HEAD = 24;
/** Places of 32-bit numbers in the index of the log: pages in it, and pages that are in the database too, or nearly. */
const INDEX_FRAMES = 16;
const INDEX_BACKFILLED = 96;
const INDEX_BACKFILL_TRIED = 128;
/** Most bytes that are turned to nonsense. */
const NONSENSE = 8192;

/** Copies the database and its log, but not the log's index, into a new workspace. */
export function copyDatabase(workspace: string, into: string): void {
  const from = workspaceFiles(workspace).database;
  mkdirSync(into, { recursive: true });
  const to = workspaceFiles(into).database;
  copyFileSync(from, to);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

/** Spoils the log of a copy; says how. Null when nothing of the log can be lost: all is in the database already. */
export function spoilLog(workspace: string, copy: string, dice: Dice): string | null {
  const range = spoilable(workspaceFiles(workspace).database);
  if (!range) return null;
  const wal = `${workspaceFiles(copy).database}-wal`;
  const at = range.from + dice.below(range.to - range.from);
  const place = `at byte ${at} of ${range.to}`;
  if (dice.chance(0.6)) {
    truncateSync(wal, at);
    return `cut ${place}`;
  }
  const bytes = readFileSync(wal);
  const end = Math.min(bytes.length, at + 1 + dice.below(NONSENSE));
  for (let one = at; one < end; one += 1) bytes[one] = dice.below(256);
  writeFileSync(wal, bytes);
  return `garbled ${place}`;
}

/**
 * The bytes of the log that may be lost: none that have been written into the database since, because that happens only
 * when they are safe on disk. Read from the log's index, which outlives a killed process.
 */
function spoilable(database: string): { from: number; to: number } | null {
  if (!existsSync(`${database}-wal`) || !existsSync(`${database}-shm`)) return null;
  const index = readFileSync(`${database}-shm`);
  if (index.length < INDEX_BACKFILL_TRIED + 4) return null;
  const pageSize = readFileSync(database).readUInt16BE(16);
  const frame = FRAME_HEAD + (pageSize === 1 ? 65_536 : pageSize);
  const safe = Math.max(index.readUInt32LE(INDEX_BACKFILLED), index.readUInt32LE(INDEX_BACKFILL_TRIED));
  const from = WAL_HEAD + safe * frame;
  const written = WAL_HEAD + index.readUInt32LE(INDEX_FRAMES) * frame;
  const to = Math.min(written, statSync(`${database}-wal`).size);
  return to > from ? { from, to } : null;
}
