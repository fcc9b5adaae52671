/** What takes how much space in a workspace. */
import { lstatSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { StorageUsage } from '#contract/storage.ts';
import type { CacheStore } from '../cache-store/store.ts';
import type { Database } from '../db/driver.ts';
import type { WorkspaceFiles } from '../files.ts';
import { amountBelow } from './collect.ts';
import { type Amount, surveyStorage } from './survey.ts';

export type UsageOptions = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  readonly caches: CacheStore;
  /** As of `surveyStorage`. */
  readonly youngFrom: number;
  readonly signal: AbortSignal;
};

/** @throws SluiceError `database-corrupt`, `io`, `aborted`. */
export async function readUsage(options: UsageOptions): Promise<StorageUsage> {
  const { files, caches, signal } = options;
  const { parts, candidates, young } = await surveyStorage(options);
  const below = async (...folders: string[]) =>
    add(await Promise.all(folders.map((folder) => amountBelow(folder, signal))));
  const { thumbs, renditions, tiles, proxies } = await caches.sizes(signal);
  const disk = await statfs(files.root);
  const named = {
    ...parts,
    ...{ thumbs: asAmount(thumbs), renditions: asAmount(renditions) },
    ...{ tiles: asAmount(tiles), proxies: asAmount(proxies) },
    database: add(['', '-wal', '-shm'].map((end) => sizeOf(files.database + end))),
    copies: await below(files.backups),
    own: await below(files.functions, files.shared, files.exports),
    trash: await below(files.trash),
  };
  return {
    parts: Object.entries(named).map(([part, amount]) => ({ part: part as keyof typeof named, ...amount })),
    reclaimable: add(candidates),
    young,
    free: disk.bavail * disk.bsize,
  };
}

function asAmount({ entries, bytes }: { entries: number; bytes: number }): Amount {
  return { files: entries, bytes };
}

function sizeOf(path: string): Amount {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return { files: stats ? 1 : 0, bytes: stats?.size ?? 0 };
}

function add(amounts: readonly Amount[]): Amount {
  return amounts.reduce<Amount>(
    (sum, one) => ({ files: sum.files + one.files, bytes: sum.bytes + one.bytes }),
    {
      files: 0,
      bytes: 0,
    },
  );
}
