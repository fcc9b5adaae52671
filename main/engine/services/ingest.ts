/** Watched folders. */
import type { Handlers } from '#contract/index.ts';
import type { EngineContext } from '../context.ts';
import type { Ingest } from '../ingest/ingest.ts';

type IngestCalls = `watchedFolders.${'list' | 'add' | 'update' | 'remove' | 'rescan' | 'problems'}`;

export function ingestHandlers(ctx: EngineContext, { folders }: Ingest): Handlers<IngestCalls> {
  const person = () => ctx.settings().person;
  return {
    'watchedFolders.list': ({ projectId }) => folders.list(projectId),
    'watchedFolders.add': (wish) => folders.add(wish, person()),
    'watchedFolders.update': ({ folderId, ...change }) => folders.update(folderId, change, person()),
    'watchedFolders.remove': async ({ folderId }) => {
      await folders.remove(folderId, person());
      return null;
    },
    'watchedFolders.rescan': ({ folderId }) => folders.rescan(folderId),
    'watchedFolders.problems': ({ folderId }) => folders.problems(folderId),
  };
}
