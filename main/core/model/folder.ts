/**
 * A folder of a dataset, for clients to whom folders are items: it has an id from the time on that somebody asked for
 * folders, or made it, and stays until it is deleted, also when nothing is in it.
 */
import { z } from 'zod';
import { metadataSchema, timeSchema } from './common.ts';
import { datasetIdSchema, folderIdSchema } from './ids.ts';

export const folderSchema = z.object({
  id: folderIdSchema,
  datasetId: datasetIdSchema,
  /** What tells it from an item. */
  kind: z.literal('folder'),
  /** "/", "/day 1", "/a/b". */
  path: z.string(),
  metadata: metadataSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Folder = z.infer<typeof folderSchema>;

/** The folder at the top, which every dataset has. */
export const ROOT = '/';

/** The folder that it is in, and its name there; the root is in itself. */
export function partsOfPath(path: string): { readonly dir: string; readonly name: string } {
  const at = path.lastIndexOf('/');
  return path === ROOT
    ? { dir: ROOT, name: ROOT }
    : { dir: path.slice(0, at) || ROOT, name: path.slice(at + 1) };
}

/** The path of what is called so in the folder. */
export function pathIn(dir: string, name: string): string {
  return dir === ROOT ? `/${name}` : `${dir}/${name}`;
}

/** The folder and all that it is in, from the root on. */
export function lineOf(path: string): string[] {
  const names = path.split('/').filter((part) => part !== '');
  return [ROOT, ...names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`)];
}

/** Whether the path is that folder's, or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === ROOT || path === folder || path.startsWith(`${folder}/`);
}

/** Those that are in none of the others. */
export function outermost<T>(all: readonly T[], pathOf: (one: T) => string): T[] {
  const paths = new Set(all.map(pathOf));
  return all.filter((one) => {
    const path = pathOf(one);
    return !lineOf(path).some((above) => above !== path && paths.has(above));
  });
}
