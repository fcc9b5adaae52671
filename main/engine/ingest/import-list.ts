/** What a person has handed in, spelled out: the files, and what cannot be taken in at all. */
import { realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, resolve } from 'node:path';
import type { IngestMode } from '#core/model/watched-folder.ts';
import { folderNamedAfter, isOurs, pathIn, placeInDataset } from './paths.ts';
import type { Handed } from './reading.ts';
import type { OpenScout } from './scout.ts';

/** `named`: by itself and not as a part of a folder, so that it is told about even when it is no media file. */
export type Listed = { readonly file: Handed; readonly named: boolean };

export type ImportList = {
  readonly files: readonly Listed[];
  readonly refused: ReadonlyArray<{ readonly path: string; readonly reason: string }>;
};

export type ImportWish = {
  readonly datasetId: string;
  /** Files and folders, absolute. */
  readonly paths: readonly string[];
  readonly mode: IngestMode;
};

export type ListTools = {
  /** Folders that Sluice fills itself, absolute and without links. */
  readonly own: readonly string[];
  readonly openScout: OpenScout;
  readonly signal: AbortSignal;
};

/** Of a folder that is handed in, all files are wanted, and nothing that happens in it later. */
const ALL = { patterns: { include: [], exclude: [] }, watches: false } as const;
const UNWATCHED = {
  touched: () => undefined,
  reshaped: () => undefined,
  ready: () => undefined,
  exhausted: () => undefined,
};

/** The contents of a folder go into a folder of that name in the dataset. Each file comes once. */
export async function listImport(
  { datasetId, paths, mode }: ImportWish,
  { own, openScout, signal }: ListTools,
): Promise<ImportList> {
  const files = new Map<string, Listed>();
  const refused: { path: string; reason: string }[] = [];

  async function addFolder(path: string): Promise<void> {
    const under = folderNamedAfter(path);
    const scout = openScout({ root: path, own, ...ALL }, UNWATCHED);
    try {
      await scout.scan(signal, async (chunk) => {
        for (const name of chunk.names) addFile(path, name, under);
        for (const [name, reason] of chunk.unreachable) refused.push({ path: pathIn(path, name), reason });
      });
    } finally {
      await scout.close();
    }
  }

  function addFile(root: string, name: string, under: string): void {
    const file = { path: pathIn(root, name), datasetId, mode, ...placeInDataset(name, under) };
    if (!files.has(file.path)) files.set(file.path, { file, named: false });
  }

  async function add(path: string): Promise<void> {
    if (!isAbsolute(path)) throw new Error(`"${path}" is not a full path.`);
    if (isOurs(own, await realpath(path))) {
      throw new Error(`"${path}" is a file of the workspace itself.`);
    }
    if ((await stat(path)).isDirectory()) return await addFolder(path);
    files.set(path, { file: { path, datasetId, mode, name: basename(path), folder: '/' }, named: true });
  }

  for (const path of new Set(paths.map((wish) => (isAbsolute(wish) ? resolve(wish) : wish)))) {
    await add(path).catch((error: NodeJS.ErrnoException) => {
      signal.throwIfAborted();
      const reason = error.code === 'ENOENT' ? `"${path}" is not there.` : error.message;
      refused.push({ path, reason });
    });
  }
  return { files: [...files.values()], refused };
}
