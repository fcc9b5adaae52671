/** What is known of the files of a watched folder, and what follows for their items. */
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findItem } from '../db/queries/items.ts';
import {
  deleteFile,
  findFile,
  hasFolder,
  type IngestFile,
  listFilesWithHash,
  type StoredFolder,
  saveFile,
} from '../db/queries/watched-folders.ts';
import { MACHINE, type Tx } from '../unit.ts';
import { pathIn, placeInDataset } from './paths.ts';
import { found, lost, otherSpot, type Spot, type Successor } from './places.ts';
import { type Handed, NEVER, type Reading } from './reading.ts';
import { recordItem } from './record.ts';
import type { Recorder } from './recorder.ts';

export type Records = {
  readonly ctx: EngineContext;
  readonly recorder: Recorder;
  readonly folder: StoredFolder;
};

/** A file of a watched folder as something to take in. */
export function handedFrom(folder: StoredFolder, name: string): Handed {
  const { datasetId, mode } = folder;
  return { path: pathIn(folder.path, name), datasetId, mode, ...placeInDataset(name) };
}

/** What the path held before, when that was an item of other content; and where else that content is. */
type Former = {
  readonly sha256: string;
  readonly other: Spot | null;
  /** What that was found out from. */
  readonly seen: string;
};

/** The files that are known to have the content, as one text to compare. */
function filesWith(db: ReadableDb, sha256: string): string {
  return JSON.stringify(listFilesWithHash(db, sha256));
}

/** True when another file of the content has come or gone while we looked for one: look again. */
function overtaken(tx: Tx, former: Former | null): boolean {
  return former !== null && filesWith(tx.db, former.sha256) !== former.seen;
}

async function formerContent(
  ctx: EngineContext,
  row: IngestFile | null,
  file: Handed,
  sha256: string | null,
): Promise<Former | null> {
  const item = row?.itemId ? findItem(ctx.db, row.itemId) : null;
  if (!item?.sha256 || item.sha256 === sha256) return null;
  const { sha256: before } = item;
  const seen = filesWith(ctx.db, before);
  return { sha256: before, other: await otherSpot(ctx, before, file.path), seen };
}

/** `known`: the content is not new; read the file once more as one that is known. */
export type Outcome = 'done' | 'overtaken' | 'known';

/**
 * Writes down a file that was read: its item, or why it is none. `row`: what was known of it before.
 * Throws what the database throws when it cannot be written to.
 */
export async function recordReading(
  { ctx, recorder, folder }: Records,
  name: string,
  row: IngestFile | null,
  reading: Exclude<Reading, { kind: 'unsettled' | 'ours' }>,
): Promise<Outcome> {
  const file = handedFrom(folder, name);
  const former = await formerContent(ctx, row, file, reading.kind === 'read' ? reading.content.sha256 : null);
  return await recorder.run(MACHINE, (tx) => {
    // The folder may have been removed meanwhile.
    if (!hasFolder(tx.db, folder.id)) return 'done';
    if (overtaken(tx, former)) return 'overtaken';
    const { stamp } = reading;
    const base = { folderId: folder.id, path: name, ...stamp, at: tx.now };
    let by: Successor | null = null;
    if (reading.kind === 'read') {
      const known = row !== null && row.itemId !== null && former === null;
      const recorded = recordItem(tx, file, reading.content, { known });
      if (!recorded) return 'known';
      by = { itemId: recorded.itemId, sha256: reading.content.sha256 };
      saveFile(tx.db, { ...base, state: 'imported', itemId: recorded.itemId, reason: null });
    } else if (reading.kind === 'problem') {
      saveFile(tx.db, { ...base, state: 'problem', itemId: null, reason: reading.reason });
    } else {
      deleteFile(tx.db, folder.id, name);
    }
    if (former) lost(tx, former.sha256, file.path, former.other, by);
    return 'done';
  });
}

/** Writes down that nothing is at the path any more. False when that has to be looked at again. */
export async function recordGone({ ctx, recorder, folder }: Records, name: string): Promise<boolean> {
  const row = findFile(ctx.db, folder.id, name);
  if (!row || row.state === 'gone') return true;
  const file = handedFrom(folder, name);
  const former = await formerContent(ctx, row, file, null);
  return await recorder.run(MACHINE, (tx) => {
    if (overtaken(tx, former)) return false;
    const missed = former !== null && lost(tx, former.sha256, file.path, former.other);
    if (missed) saveFile(tx.db, { ...row, state: 'gone', at: tx.now });
    else deleteFile(tx.db, folder.id, name);
    return true;
  });
}

/** Writes down that a file is there again (or still), just as it was when it became an item. */
export async function recordBack({ ctx, recorder, folder }: Records, name: string): Promise<void> {
  const row = findFile(ctx.db, folder.id, name);
  const item = row?.itemId ? findItem(ctx.db, row.itemId) : null;
  if (!row || !item?.sha256 || (row.state === 'imported' && item.storage !== 'missing')) return;
  const { sha256 } = item;
  const file = handedFrom(folder, name);
  await recorder.run(MACHINE, (tx) => {
    const spot: Spot = { storage: 'linked', location: file.path, home: file };
    found(tx, sha256, spot, new Set());
    saveFile(tx.db, { ...row, state: 'imported', at: tx.now });
  });
}

/** Writes down what cannot be reached, unless that is known. */
export async function recordUnreachable(
  { ctx, recorder, folder }: Records,
  unreachable: Iterable<readonly [name: string, reason: string]>,
): Promise<void> {
  for (const [name, reason] of unreachable) {
    const row = findFile(ctx.db, folder.id, name);
    // An item's file that cannot be looked at for the moment is still that item's file.
    if (row && (row.state !== 'problem' || row.reason === reason)) continue;
    await recorder.run(MACHINE, (tx) => {
      const base = { folderId: folder.id, path: name, ...NEVER, at: tx.now };
      saveFile(tx.db, { ...base, state: 'problem', itemId: null, reason });
    });
  }
}

/** Forgets a path that is not watched any more; what became of it stays. */
export async function forgetFile({ ctx, recorder, folder }: Records, name: string): Promise<void> {
  if (!findFile(ctx.db, folder.id, name)) return;
  await recorder.run(MACHINE, (tx) => deleteFile(tx.db, folder.id, name));
}
