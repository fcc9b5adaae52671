/** What must be true of items by what happened on disk: which there have to be, may be, and must not be missing. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { Disk, Shown } from './disk.ts';
import type { Watch } from './watches.ts';

/** An item as the database has it. */
export type Place = {
  readonly id: ItemId;
  readonly datasetId: DatasetId;
  readonly sha256: string;
  readonly storage: 'linked' | 'stored' | 'missing' | 'remote';
  /** Absolute path, or relative to the workspace for what is stored. */
  readonly location: string;
  readonly name: string;
  readonly folder: string;
  /** 1: it is flagged, as its file was given other content. */
  readonly flagged: 0 | 1;
};

export type View = { readonly watch: Watch; readonly files: ReadonlyMap<string, Shown> };

export type Model = {
  /** Looks at the disk after every operation: what was there for a moment may have become an item. */
  observe(watches: readonly Watch[]): Promise<void>;
  /** Takes down what agrees at present, so that it must hold from now on. */
  settle(places: readonly Place[]): void;
  /** True when a whole file of that content was shown by a folder of the dataset at some time. */
  mayBe(datasetId: string, sha256: string): boolean;
  /** Items that were there when all was quiet. */
  readonly known: ReadonlyMap<string, ItemId>;
  /** Locations of items whose file was there all along since it was last quiet, by item. */
  readonly steady: ReadonlyMap<ItemId, string>;
  /** True when the workspace has had a copy of the content. */
  wasStored(sha256: string): boolean;
  /** True when folders were watched for one dataset alone, from the beginning. */
  readonly isOfOneDataset: () => boolean;
  /** Annotations that were confirmed, by item. */
  readonly labels: Map<ItemId, string[]>;
};

export const keyOf = (datasetId: string, sha256: string): string => `${datasetId} ${sha256}`;

/** Folders that are watched, not paused and there, with what they show now. */
export async function look(disk: Disk, watches: readonly Watch[]): Promise<View[]> {
  const active = watches.filter((watch) => !watch.paused && existsSync(watch.path));
  return await Promise.all(
    active.map(async (watch) => ({ watch, files: await disk.show(watch.path, watch.choice.wants) })),
  );
}

export function createModel(disk: Disk): Model {
  const shown = new Set<string>();
  const known = new Map<string, ItemId>();
  const stored = new Set<string>();
  const datasets = new Set<string>();
  let steady = new Map<ItemId, { location: string; sha256: string }>();
  return {
    async observe(watches) {
      for (const { dataset } of watches) datasets.add(dataset);
      for (const { watch, files } of await look(disk, watches)) {
        for (const { sha256, verdict } of files.values()) {
          if (verdict === 'item') shown.add(keyOf(watch.dataset, sha256));
        }
      }
      for (const [id, { location, sha256 }] of steady) {
        // A watched folder that is not there takes nothing with it; one in a watched folder that is there does.
        const around = watches.filter((watch) => location.startsWith(`${watch.path}/`));
        const away = around.length > 0 && around.every((watch) => !existsSync(watch.path));
        if (!away && (await disk.hashAt(location)) !== sha256) steady.delete(id);
      }
    },
    settle(places) {
      steady = new Map();
      for (const { id, datasetId, sha256, storage, location } of places) {
        known.set(keyOf(datasetId, sha256), id);
        if (storage === 'stored') stored.add(sha256);
        if (storage === 'linked' && isAbsolute(location)) steady.set(id, { location, sha256 });
      }
    },
    mayBe: (datasetId, sha256) => shown.has(keyOf(datasetId, sha256)),
    known,
    get steady() {
      return new Map([...steady].map(([id, { location }]) => [id, location]));
    },
    wasStored: (sha256) => stored.has(sha256),
    isOfOneDataset: () => datasets.size === 1,
    labels: new Map(),
  };
}
