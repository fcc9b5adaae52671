/** Checks the workspace that is open, and makes backups of it. */
import { isAbsolute } from 'node:path';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { watched } from '../jobs/watched.ts';
import type { Turns } from '../turns.ts';
import { checkWorkspace } from '../workspace-check/check.ts';
import { backUpWorkspace } from '../workspace-copy/backup.ts';
import { repairWorkspace } from '../workspace-repair/repair.ts';

export function workspaceCheckHandlers(
  ctx: EngineContext,
  turns: Turns,
): Handlers<'workspaces.check' | 'workspaces.backup' | 'workspaces.repair'> {
  const { db, files } = ctx;
  return {
    'workspaces.check': ({ deep }) =>
      watched(ctx, { kind: 'check', title: 'Checking the workspace', unit: 'files' }, (job, signal) =>
        checkWorkspace({
          db,
          files,
          deep,
          inUse: true,
          signal,
          onProgress: (_, looked) => job.progress(looked),
        }),
      ),
    'workspaces.repair': ({ from, dryRun }) =>
      watched(ctx, { kind: 'repair', title: 'Repairing the workspace', unit: 'steps' }, (job, signal) =>
        turns(() => repairWorkspace({ ctx, from, dryRun, inUse: true, signal, onProgress: job.progress })),
      ),
    'workspaces.backup': ({ path, hardLinks }) => {
      if (!isAbsolute(path)) {
        throw new SluiceError(
          'invalid-input',
          `${path} is not a full path: name the folder from the root on.`,
        );
      }
      const title = `Backing up to ${path}`;
      // Not while garbage is collected: the copy may know a file that nothing else refers to by now.
      return watched(ctx, { kind: 'backup', title, unit: 'files' }, (job, signal) =>
        turns(() =>
          backUpWorkspace({
            db,
            files,
            target: path,
            hardLinks,
            signal,
            onProgress: (_, done) => job.progress(done),
          }),
        ),
      );
    },
  };
}
