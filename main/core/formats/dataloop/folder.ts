/** Folders on the wire: items of type "dir" (reference sections 1.3 and 2.4), and the tree of a dataset's folders (2.3). */
import type { Dataset } from '../../model/dataset.ts';
import { type Folder, partsOfPath, ROOT } from '../../model/folder.ts';
import { isoTime, isRecord, type Json, textIn, urlOf } from './json.ts';
import { nameIn, readRemoteFolder } from './remote-path.ts';

export function writeFolder(
  folder: Folder,
  dataset: Pick<Dataset, 'id' | 'projectId' | 'creator'>,
  base: string,
) {
  const { description, ...metadata } = folder.metadata;
  const kept = isRecord(metadata['system']) ? metadata['system'] : {};
  const url = urlOf(base, 'items', folder.id);
  return {
    id: folder.id,
    url,
    datasetId: folder.datasetId,
    dataset: urlOf(base, 'datasets', folder.datasetId),
    projectId: dataset.projectId,
    ...partsOfPath(folder.path),
    filename: folder.path,
    type: 'dir' as const,
    spec: null,
    hidden: false,
    annotated: false,
    annotationsCount: 0,
    metadata: { user: {}, ...metadata, system: { ...kept, size: 0, refs: [], taskStatusLog: [] } },
    ...(typeof description === 'string' ? { description } : {}),
    createdAt: isoTime(folder.createdAt),
    updatedAt: isoTime(folder.updatedAt),
    creator: dataset.creator,
    updatedBy: dataset.creator,
    // Clients take these for texts; there is nothing at them.
    stream: `${url}/stream`,
    thumbnail: `${url}/thumbnail`,
    annotations: `${url}/annotations`,
    srcItem: null,
  };
}

/**
 * Where a client's diff puts the folder: `filename` is the whole path, and comes together with the name as it was.
 * Undefined: it stays. @throws SluiceError `invalid-input` for what is no path.
 */
export function readFolderPath({ path }: Folder, diff: Json): string | undefined {
  const filename = textIn(diff, 'filename');
  if (filename !== undefined && filename !== path) return readRemoteFolder(filename);
  const before = partsOfPath(path);
  const name = nameIn(diff) ?? before.name;
  const dir = textIn(diff, 'dir') ?? before.dir;
  return name === before.name && dir === before.dir ? undefined : readRemoteFolder(`${dir}/${name}`);
}

export type FolderNode = {
  readonly name: string;
  readonly path: string;
  readonly children: FolderNode[];
  readonly metadata: Json;
  /** The folder itself: what the Python SDK reads of a node. */
  readonly value: {
    readonly id: string;
    readonly name: string;
    readonly dir: string;
    readonly filename: string;
    readonly type: 'dir';
    readonly metadata: Json;
  };
};

/** A dataset's folders as a tree. @param folders by their paths, the root among them, each after the one it is in */
export function writeDirectoryTree(
  folders: readonly Folder[],
  dataset: Pick<Dataset, 'id' | 'projectId' | 'creator'>,
  base: string,
): FolderNode | null {
  const nodes = new Map<string, FolderNode>();
  for (const folder of folders) {
    const { id, name, dir, filename, type, metadata } = writeFolder(folder, dataset, base);
    const value = { id, name, dir, filename, type, metadata };
    const node: FolderNode = { name, path: folder.path, children: [], metadata: folder.metadata, value };
    nodes.set(folder.path, node);
    if (folder.path !== ROOT) nodes.get(dir)?.children.push(node);
  }
  return nodes.get(ROOT) ?? null;
}
