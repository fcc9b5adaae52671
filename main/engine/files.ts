/** Where a workspace keeps its files, and the one way from a stored location to a path. */
import { isAbsolute, join, resolve, sep } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';

export type WorkspaceFiles = {
  readonly root: string;
  readonly database: string;
  readonly lock: string;
  readonly backups: string;
  /** Copies of files that were handed in, by content hash. */
  readonly originals: string;
  /** Frames, one folder a video and way of splitting. */
  readonly frames: string;
  readonly thumbs: string;
  /** What can be made again from items, one folder a cache: see `cache-store/`. */
  readonly caches: string;
  /** Pictures made from pictures, one folder a way of making them. */
  readonly derived: string;
  /** What pipelines write out for others. */
  readonly exports: string;
  /** Functions of people, one file each. */
  readonly functions: string;
  /** What snippets may read and write when they are let. */
  readonly shared: string;
  /** What garbage collection has taken away, by the time of its run; removed for good later. */
  readonly trash: string;
  /** Files of remotes that are on their way, by item: what broke off goes on from there. */
  readonly coming: string;
  /** Files of workstations that have come in part. */
  readonly uploads: string;
  /** Half-done work; emptied at start. */
  readonly scratch: string;
};

export function workspaceFiles(root: string): WorkspaceFiles {
  return {
    root,
    database: join(root, 'sluice.db'),
    lock: join(root, 'sluice.lock'),
    backups: join(root, 'backups'),
    originals: join(root, 'originals'),
    frames: join(root, 'frames'),
    thumbs: join(root, 'thumbs'),
    caches: join(root, 'caches'),
    derived: join(root, 'derived'),
    exports: join(root, 'exports'),
    functions: join(root, 'functions'),
    shared: join(root, 'files'),
    trash: join(root, 'trash'),
    coming: join(root, 'coming'),
    uploads: join(root, 'uploads'),
    scratch: join(root, 'scratch'),
  };
}

/**
 * The path of an item's bytes.
 * @throws SluiceError `forbidden` when a stored location would lead out of the workspace.
 */
export function itemPath(files: WorkspaceFiles, storage: Item['storage'], location: string): string {
  if (storage !== 'stored' && isAbsolute(location)) return location;
  return insideRoot(files.root, location);
}

/**
 * The path resolved inside the folder.
 * @throws SluiceError `forbidden` when it would lead out of it.
 */
export function insideRoot(root: string, relative: string): string {
  const path = resolve(root, relative);
  if (path === root || path.startsWith(root + sep)) return path;
  throw new SluiceError('forbidden', `The location ${relative} leads out of its folder.`, { root, relative });
}
