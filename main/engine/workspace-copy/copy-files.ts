/** Copies the files of a workspace's items, and what people have put beside them. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { isSluiceError } from '#core/errors.ts';
import type { Database } from '../db/driver.ts';
import { listItemFiles } from '../db/queries/workspace-check.ts';
import { itemPath, type WorkspaceFiles } from '../files.ts';
import { nameIn } from '../ingest/paths.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { stopIfAborted } from '../workspace-check/work.ts';

export type FileCopying = {
  readonly from: WorkspaceFiles;
  readonly to: WorkspaceFiles;
  /** True: a second name for the same bytes where the disk is the same, which takes no space. */
  readonly hardLinks: boolean;
  /** A backup made before: what it has already, of the same size under the same name, is given a second name. */
  readonly like?: WorkspaceFiles | null | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?: ((files: number) => void) | undefined;
};

const PAGE = 500;
/** Enough to keep a disk busy while another waits for its journal. */
const COPIES_AT_ONCE = 8;

/** Copies each stored file that the database knows, once; one that is not there is left out. */
export async function copyItemFiles(db: Database, copying: FileCopying): Promise<void> {
  const limit = pLimit(COPIES_AT_ONCE);
  let done = 0;
  for (let after = ''; ; ) {
    stopIfAborted(copying.signal);
    const page = listItemFiles(db, after, PAGE);
    const last = page.at(-1);
    if (!last) return;
    const locations = new Set(page.filter((item) => item.storage === 'stored').map((item) => item.location));
    await Promise.all([...locations].map((location) => limit(() => copyItemFile(copying, location))));
    done += locations.size;
    copying.onProgress?.(done);
    after = last.id;
  }
}

/** Copies what is in the database nowhere: functions of people, what snippets keep, what was written out. */
export async function copyOwnFolders({ from, to, signal }: FileCopying): Promise<void> {
  for (const folder of [from.functions, from.shared, from.exports]) {
    for await (const path of filesBelow(folder)) {
      stopIfAborted(signal);
      const location = nameIn(from.root, path);
      // Copied even where the rest is linked: people change these files in place.
      if (location !== null) await copyOne(path, join(to.root, location), false);
    }
  }
}

async function copyItemFile({ from, to, hardLinks, like }: FileCopying, location: string): Promise<void> {
  try {
    const [source, target] = [itemPath(from, 'stored', location), itemPath(to, 'stored', location)];
    const same = like ? await sameIn(itemPath(like, 'stored', location), source) : null;
    await copyOne(same ?? source, target, hardLinks || same !== null);
  } catch (error) {
    // It lies nowhere: the check of the copy tells.
    if (!isSluiceError(error, 'forbidden')) throw error;
  }
}

/** The path of the backup's file where that has the size of the source. */
async function sameIn(known: string, source: string): Promise<string | null> {
  const sizes = await Promise.all([known, source].map((path) => stat(path).catch(() => null)));
  const [there, here] = sizes;
  return there && here && there.size === here.size ? known : null;
}

async function copyOne(source: string, target: string, hardLink: boolean): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  try {
    if (hardLink && (await linked(source, target))) return;
    await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone: the check of the copy tells. There already: another item shares it.
    if (code === 'ENOENT' || code === 'EEXIST') return;
    throw error;
  }
  const handle = await open(target, 'r+');
  await handle.datasync().finally(() => handle.close());
}

/** False where the disk is another one, or knows no second names. */
async function linked(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EEXIST') throw error;
    return false;
  }
}
