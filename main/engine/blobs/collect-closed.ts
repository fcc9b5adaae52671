/** Collects the garbage of a workspace that no engine has open. */
import type { Collected } from '#contract/storage.ts';
import { createCacheStore } from '../cache-store/store.ts';
import { currentSettings } from '../services/settings.ts';
import { withClosedWorkspace } from '../workspace-check/closed.ts';
import { type CollectOptions, collectGarbage } from './collect.ts';

type ClosedOptions = Pick<CollectOptions, 'dryRun' | 'signal' | 'onProgress'> & {
  readonly emptyTrash: boolean;
};

/** @throws SluiceError as `withClosedWorkspace` and `collectGarbage`. */
export async function collectClosedWorkspace(root: string, options: ClosedOptions): Promise<Collected> {
  const { emptyTrash, ...rest } = options;
  return await withClosedWorkspace(root, 'storage.collect', async (db, files) => {
    const trash = emptyTrash ? { trashKept: 0 } : {};
    const collected = await collectGarbage({ ...rest, ...trash, db, files, now: Date.now() });
    const limit = currentSettings(db).cacheGb * 1e9;
    const trimmed = options.dryRun ? null : await createCacheStore(files).trim(limit, options.signal);
    const caches = { files: trimmed?.removed ?? 0, bytes: trimmed?.bytes ?? 0 };
    return { ...collected, caches, dryRun: options.dryRun };
  });
}
