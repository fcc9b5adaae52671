/** What is done to workspaces that are not open: one is made of a backup, or a damaged one is repaired. */
import { isAbsolute } from 'node:path';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { watched } from '../jobs/watched.ts';
import { restoreWorkspace } from '../workspace-copy/restore.ts';
import { repairClosedWorkspace } from '../workspace-repair/repair-closed.ts';

export function restoreHandlers(
  ctx: Pick<EngineContext, 'jobs' | 'ports' | 'closing'>,
): Handlers<'workspaces.restore' | 'workspaces.repairClosed'> {
  return {
    'workspaces.restore': ({ backup, path }) => {
      requireFullPaths(backup, path);
      const title = `Restoring to ${path}`;
      return watched(ctx, { kind: 'backup', title, unit: 'files' }, (job, signal) =>
        restoreWorkspace({ backup, target: path, signal, onProgress: (_, done) => job.progress(done) }),
      );
    },
    'workspaces.repairClosed': ({ path, from }) => {
      requireFullPaths(path, ...(from === null ? [] : [from]));
      const title = `Repairing ${path}`;
      return watched(ctx, { kind: 'repair', title, unit: 'steps' }, (job, signal) =>
        repairClosedWorkspace(path, { from, dryRun: false, signal, onProgress: job.progress }),
      );
    },
  };
}

/** @throws SluiceError `invalid-input`: a path would lead from wherever this program was started. */
function requireFullPaths(...paths: readonly string[]): void {
  for (const one of paths) {
    if (isAbsolute(one)) continue;
    throw new SluiceError('invalid-input', `${one} is not a full path: name it from the root on.`);
  }
}
