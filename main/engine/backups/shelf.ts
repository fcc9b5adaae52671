/** The folder in which the backups of a workspace lie, each in a folder of its own. */
import { type Dirent, existsSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Backup, backupSchema } from '#core/model/backup.ts';
import { takeLock } from '../db/driver.ts';
import { workspaceFiles } from '../files.ts';
import { readPrivate } from '../http/private-file.ts';
import { isInside } from '../ingest/paths.ts';
import { LABEL, VERSION } from '../workspace-copy/manifest.ts';

const recordSchema = backupSchema.extend({
  format: z.literal('sluice-backup'),
  version: z.int(),
  /** The folder of the workspace: another one of the same name has backups of its own. */
  root: z.string(),
});

/** What is taken away has this before its name until it is gone: a removal that was cut short is ended by the next one. */
const REMOVING = '.removing-';

/** The name of a backup of the workspace that is made then, to the millisecond: two can be asked for within a second. */
export function backupName(root: string, at: number): string {
  return `${basename(root)}-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`;
}

function isName(name: string, root: string): boolean {
  const start = `${basename(root)}-`;
  return name.startsWith(start) && /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/.test(name.slice(start.length));
}

/** Says in the backup what it is, and of which workspace. Errors of the file system. */
export async function writeRecord(folder: string, root: string, backup: Backup): Promise<void> {
  const made = new Date(backup.madeAt).toISOString();
  const record = { format: 'sluice-backup', version: VERSION, made, root, ...backup };
  await writeFile(join(folder, LABEL), JSON.stringify(record, null, 2), { flush: true });
}

/** Backups of the workspace, latest first; empty where there is no folder. Others' files there are left alone. */
export async function listBackups(shelf: string, root: string): Promise<Backup[]> {
  const found: Backup[] = [];
  for (const entry of await entriesOf(shelf)) {
    if (!entry.isDirectory() || !isName(entry.name, root)) continue;
    const record = readPrivate(join(shelf, entry.name, LABEL), recordSchema);
    if (record?.root === root) found.push(backupSchema.parse({ ...record, name: entry.name }));
  }
  return found.toSorted((a, b) => b.madeAt - a.madeAt);
}

/**
 * Removes all whole backups but the latest ones. One that somebody has opened as a workspace is left.
 * Errors of the file system.
 */
export async function removeOld(shelf: string, root: string, keep: number): Promise<void> {
  const whole = (await listBackups(shelf, root)).filter(({ errors }) => errors === 0);
  for (const { name } of whole.slice(keep)) {
    const folder = join(shelf, name);
    if (isInside(folder, root) || isOpen(folder)) continue;
    await rename(folder, join(shelf, REMOVING + name));
  }
  for (const { name } of await entriesOf(shelf)) {
    if (name.startsWith(REMOVING) && isName(name.slice(REMOVING.length), root))
      await rm(join(shelf, name), { recursive: true, force: true });
  }
}

function isOpen(folder: string): boolean {
  const { lock } = workspaceFiles(folder);
  if (!existsSync(lock)) return false;
  const mine = takeLock(lock);
  mine?.release();
  return mine === null;
}

async function entriesOf(shelf: string): Promise<Dirent[]> {
  return await readdir(shelf, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
