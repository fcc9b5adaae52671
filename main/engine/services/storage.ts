/** What takes space in the open workspace, and making it less. */
import type { Handlers } from '#contract/index.ts';
import { collectGarbage } from '../blobs/collect.ts';
import { readUsage } from '../blobs/usage.ts';
import type { EngineContext } from '../context.ts';
import { watched } from '../jobs/watched.ts';
import type { Turns } from '../turns.ts';

type StorageCalls = 'storage.usage' | 'storage.collect' | 'storage.clearCaches';

const DAY = 86_400_000;

export function storageHandlers(ctx: EngineContext, turns: Turns): Handlers<StorageCalls> {
  const { db, files, caches, ports } = ctx;

  async function trim(limit: number, signal: AbortSignal) {
    const { removed, bytes } = await caches.trim(limit, signal);
    return { files: removed, bytes };
  }

  return {
    'storage.usage': () =>
      readUsage({ db, files, caches, youngFrom: ports.clock.now() - DAY, signal: ctx.closing }),
    'storage.collect': ({ dryRun, emptyTrash }) =>
      watched(ctx, { kind: 'collect', title: 'Freeing disk space', unit: 'files' }, (job, signal) =>
        turns(async () => {
          const collected = await collectGarbage({
            db,
            files,
            now: ports.clock.now(),
            dryRun,
            signal,
            onProgress: job.progress,
            ...(emptyTrash ? { trashKept: 0 } : {}),
          });
          const none = { files: 0, bytes: 0 };
          const trimmed = dryRun ? none : await trim(ctx.settings().cacheGb * 1e9, signal);
          return { ...collected, caches: trimmed, dryRun };
        }),
      ),
    'storage.clearCaches': () => trim(0, ctx.closing),
  };
}
