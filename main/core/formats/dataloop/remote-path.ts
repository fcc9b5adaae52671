/** Where an item stands in its dataset, as clients write it: "/a/b.png", with or without the slash in front. */
import { SluiceError } from '../../errors.ts';
import { itemFolderSchema, itemNameSchema } from '../../model/item.ts';
import { type Json, textIn } from './json.ts';

export type RemotePath = { readonly folder: string; readonly name: string };

/** @throws SluiceError `invalid-input` for what is no path of a file: one that leads elsewhere, say. */
export function readRemotePath(path: string): RemotePath {
  const parts = path.split('/').filter((part) => part !== '');
  const name = itemNameSchema.safeParse(parts.at(-1) ?? '');
  if (path.endsWith('/') || !name.success) throw notPath(path, name.error?.issues[0]?.message);
  return { folder: readRemoteFolder(`/${parts.slice(0, -1).join('/')}`), name: name.data };
}

/** @throws SluiceError `invalid-input` */
export function readRemoteFolder(path: string): string {
  const folder = `/${path
    .split('/')
    .filter((part) => part !== '')
    .join('/')}`;
  const read = itemFolderSchema.safeParse(folder);
  if (!read.success) throw notPath(path, read.error.issues[0]?.message);
  return read.data;
}

/** The name in a diff, without the path. @throws SluiceError `invalid-input` for one with slashes, which would move it. */
export function nameIn(diff: Json): string | undefined {
  const name = textIn(diff, 'name');
  if (!name?.includes('/')) return name;
  throw new SluiceError('invalid-input', '"name" must not contain slashes: "filename" says another path.');
}

function notPath(path: string, why = 'it ends with a slash'): SluiceError {
  const shown = path.length > 100 ? `${path.slice(0, 100)}…` : path;
  return new SluiceError('invalid-input', `"${shown}" is no path of a file in a dataset: ${why}.`, {
    path: shown,
  });
}
