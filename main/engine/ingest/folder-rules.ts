/** Which folders may be watched, and whether one can be read at present. */
import { opendir, realpath } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { listFolders } from '../db/queries/watched-folders.ts';
import { isInside } from './paths.ts';

/** Why the folder cannot be listed now, for a person; null when it can. */
export async function whyUnavailable(path: string): Promise<string | null> {
  try {
    await (await opendir(path)).close();
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    switch (code) {
      case 'ENOENT':
        return `${path} is not there. Connect its disk or put it back; Sluice goes on by itself.`;
      case 'ENOTDIR':
        return `${path} is not a folder.`;
      case 'EACCES':
      case 'EPERM':
        return `${path} may not be read. Give yourself the right to open it.`;
      default:
        return `${path} cannot be read: ${message}`;
    }
  }
}

/**
 * The folder's path as it is kept. Throws `invalid-input` when it is not a folder that can be read, holds or is held
 * by the workspace, or is watched already for this dataset.
 */
export async function checkFolder(
  ctx: EngineContext,
  wanted: { readonly path: string; readonly datasetId: string },
): Promise<string> {
  if (!isAbsolute(wanted.path)) {
    throw refuse(
      `"${wanted.path}" is not a full path. Name the folder from the root of the disk on.`,
      wanted.path,
    );
  }
  const path = resolve(wanted.path);
  const why = await whyUnavailable(path);
  if (why) throw refuse(`This folder cannot be watched: ${why}`, path);
  const real = await realpath(path);
  const workspace = await withoutLinks(ctx.files.root);
  if (isInside(workspace, real)) {
    throw refuse(
      `${path} belongs to the workspace, which holds Sluice's own files. Choose a folder outside of it.`,
      path,
    );
  }
  if (isInside(real, workspace)) {
    throw refuse(
      `${path} holds the workspace, so Sluice's own files would come in again. Choose a folder beside it or below.`,
      path,
    );
  }
  for (const folder of listFolders(ctx.db)) {
    if (folder.datasetId !== wanted.datasetId) continue;
    const other = await realpath(folder.path).catch(() => folder.path);
    if (other === real || folder.path === path) {
      throw refuse(`${path} is watched for this dataset already. Change its settings instead.`, path);
    }
  }
  return path;
}

/** The folders that Sluice fills itself, without links in their paths. */
export async function ownFolders({ files }: EngineContext): Promise<string[]> {
  const { originals, frames, thumbs, coming, scratch, backups } = files;
  return await Promise.all([originals, frames, thumbs, coming, scratch, backups].map(withoutLinks));
}

async function withoutLinks(path: string): Promise<string> {
  return await realpath(path).catch(() => path);
}

function refuse(message: string, path: string): SluiceError {
  return new SluiceError('invalid-input', message, { path });
}
