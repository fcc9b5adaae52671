/** Paths of files as the database keeps them: relative to their folder, with forward slashes. */
import { basename, isAbsolute, join, posix, relative, sep } from 'node:path';

/** The full path of a file in a folder. */
export function pathIn(root: string, name: string): string {
  return join(root, name);
}

/** The path relative to the folder, with forward slashes; null when it is the folder itself or not inside it. */
export function nameIn(root: string, path: string): string | null {
  const found = relative(root, path);
  if (found === '' || found === '..' || found.startsWith(`..${sep}`) || isAbsolute(found)) return null;
  // On Linux and macOS a backslash is an ordinary character of a name.
  return sep === '/' ? found : found.replaceAll(sep, '/');
}

/** True when the path is the folder or lies somewhere inside it. Both absolute. */
export function isInside(root: string, path: string): boolean {
  return relative(root, path) === '' || nameIn(root, path) !== null;
}

/** True when the path lies in one of the folders that Sluice fills itself. */
export function isOurs(own: readonly string[], path: string): boolean {
  return own.some((folder) => isInside(folder, path));
}

/** Where a file stands in its dataset: "a/b/c.jpg" is "c.jpg" in "/a/b". */
export function placeInDataset(
  name: string,
  under = '/',
): { readonly name: string; readonly folder: string } {
  const folder = posix.join(under, posix.dirname(name));
  return { name: posix.basename(name), folder };
}

/** The folder of a dataset that holds what a folder on disk holds: "/home/me/day 1" becomes "/day 1". */
export function folderNamedAfter(path: string): string {
  return `/${basename(path)}`;
}
