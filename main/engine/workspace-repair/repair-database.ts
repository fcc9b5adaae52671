/** A database that is damaged: its indexes are built again; when that does not help, what can be read goes into a new file. */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { isSluiceError } from '#core/errors.ts';
import { openDatabase } from '../db/driver.ts';
import { salvageDatabase } from '../db/salvage.ts';
import { findDamageAside } from '../workspace-check/integrity.ts';
import { copyName } from './repair.ts';
import type { Steps } from './steps.ts';
import type { RepairContext } from './work.ts';

const LISTED = 20;
const FILES = ['', '-wal', '-shm'] as const;

export type DatabaseRepair = {
  readonly place: Pick<RepairContext, 'files' | 'ports'>;
  readonly steps: Steps;
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
  const { rows, torn } = salvageDatabase(database, fresh);
  // The damaged one lies among the copies already.
  for (const end of FILES.slice(1)) rmSync(database + end, { force: true });
  renameSync(fresh, database);
  const lost = torn.length > 0 ? ` Not all could be read of: ${torn.join(', ')}.` : '';
  const how = `${rows} rows were read into a new file; the damaged one is ${copy}.${lost}`;
  steps.add({ check: 'database', outcome: 'mended', where: database, what: `${what} ${how}` });
  return copy;
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
