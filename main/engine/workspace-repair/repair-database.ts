/** A database that is damaged: its indexes are built again; when that does not help, what can be read goes into a new file. */
import { copyFileSync, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { isSluiceError, type SluiceError } from '#core/errors.ts';
import { openDatabase } from '../db/driver.ts';
import { migrate } from '../db/migrate.ts';
import { lastChangeAt, type Salvaged, salvageDatabase } from '../db/salvage.ts';
import { findDamageAside } from '../workspace-check/integrity.ts';
import { copyName } from './repair.ts';
import { openSources } from './sources.ts';
import type { Steps } from './steps.ts';
import type { RepairContext } from './work.ts';

const LISTED = 20;
const FILES = ['', '-wal', '-shm'] as const;

export type DatabaseRepair = {
  readonly place: Pick<RepairContext, 'files' | 'ports'>;
  readonly steps: Steps;
  /** A backup whose database is taken when nothing can be read of this one: an absolute path, or null. */
  readonly from: string | null;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
};

/**
 * Nobody else may have the database open. Answers the path of the copy that was made before, or null when it is sound and
 * nothing was done. @throws SluiceError `database-corrupt` when nothing can be read of it, `disk-full`, `io`, `aborted`.
 */
export async function repairDatabase(work: DatabaseRepair): Promise<string | null> {
  const { place, steps, dryRun, signal } = work;
  const { database } = place.files;
  const damage = await damageOf(database, signal);
  if (damage.length === 0) return null;
  const what = damage[0] ?? '';
  if (dryRun) {
    const would =
      'Its indexes would be built again, and if that does not help, it would be read into a new file.';
    steps.add({ check: 'database', outcome: 'mended', where: database, what: `${what} ${would}` });
    return null;
  }
  const copy = keepCopy(work);
  if (reindex(database) && (await damageOf(database, signal)).length === 0) {
    const how = 'Its indexes were built again. No row is lost.';
    steps.add({ check: 'database', outcome: 'mended', where: database, what: `${what} ${how}` });
    return copy;
  }
  const fresh = `${database}.salvage`;
  for (const end of FILES) rmSync(fresh + end, { force: true });
  const salvaged = salvage(database, fresh);
  if ('error' in salvaged) {
    const how = await takeFromBackup(work, fresh);
    if (how === null) throw salvaged.error;
    steps.add({ check: 'database', outcome: 'mended', where: database, what: `${what} ${how} ${copy}.` });
    return copy;
  }
  const { rows, torn } = salvaged;
  // The damaged one lies among the copies already.
  putInPlace(fresh, database);
  const lost = torn.length > 0 ? ` Not all could be read of: ${torn.join(', ')}.` : '';
  const how = `${rows} rows were read into a new file; the damaged one is ${copy}.${lost}`;
  steps.add({ check: 'database', outcome: 'mended', where: database, what: `${what} ${how}` });
  return copy;
}

function putInPlace(fresh: string, database: string): void {
  for (const end of FILES.slice(1)) rmSync(database + end, { force: true });
  renameSync(fresh, database);
}

function salvage(database: string, fresh: string): Salvaged | { readonly error: SluiceError } {
  try {
    return salvageDatabase(database, fresh);
  } catch (error) {
    for (const end of FILES) rmSync(fresh + end, { force: true });
    if (isSluiceError(error, 'database-corrupt')) return { error };
    throw error;
  }
}

/** Tells what was done, up to the name of the copy of the damaged one; null without a sound database in a backup. */
async function takeFromBackup(
  { place, from, signal }: DatabaseRepair,
  fresh: string,
): Promise<string | null> {
  if (from === null) return null;
  const sources = await openSources(place.files, from);
  try {
    const [found] = await sources.find('sluice.db');
    if (!found) return null;
    await pipeline(found.bytes(), createWriteStream(fresh), { signal });
    if ((await damageOf(fresh, signal)).length > 0) return null;
    const db = openDatabase(fresh);
    try {
      migrate(db);
      const at = lastChangeAt(db);
      const when = at === null ? 'It has no date' : `It was last changed ${new Date(at).toISOString()}`;
      db.close();
      putInPlace(fresh, place.files.database);
      return `Nothing could be read of it, so the database of ${found.name} was taken. ${when}: what was done after that is not in it. The damaged one is`;
    } finally {
      db.close();
    }
  } finally {
    for (const end of FILES) rmSync(fresh + end, { force: true });
    await sources.close();
  }
}

async function damageOf(database: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await findDamageAside({ path: database, limit: LISTED }, signal);
  } catch (error) {
    if (isSluiceError(error, 'database-corrupt')) return [error.message];
    throw error;
  }
}

/** Byte for byte, with its journal: no program is asked to understand what is damaged. */
function keepCopy({ place }: DatabaseRepair): string {
  const copy = copyName(place);
  mkdirSync(place.files.backups, { recursive: true });
  for (const end of FILES.slice(0, 2)) {
    if (existsSync(place.files.database + end)) copyFileSync(place.files.database + end, copy + end);
  }
  return copy;
}

function reindex(database: string): boolean {
  try {
    const db = openDatabase(database);
    try {
      db.script('REINDEX');
      return true;
    } finally {
      db.close();
    }
  } catch (error) {
    if (isSluiceError(error, 'database-corrupt')) return false;
    // Rows that are there twice: an index that must be unique cannot be built.
    if (error instanceof Error && /UNIQUE|constraint/i.test(error.message)) return false;
    throw error;
  }
}
