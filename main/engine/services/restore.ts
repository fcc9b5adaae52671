/** Makes workspaces of backups; needs no open one. */
import { isAbsolute } from 'node:path';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { watched } from '../jobs/watched.ts';
import { restoreWorkspace } from '../workspace-copy/restore.ts';

export function restoreHandlers(
  ctx: Pick<EngineContext, 'jobs' | 'ports' | 'closing'>,
): Handlers<'workspaces.restore'> {
  return {
    'workspaces.restore': ({ backup, path }) => {
      for (const one of [backup, path]) {
        if (isAbsolute(one)) continue;
        throw new SluiceError('invalid-input', `${one} is not a full path: name it from the root on.`);
      }
      const title = `Restoring to ${path}`;
      return watched(ctx, { kind: 'backup', title, unit: 'files' }, (job, signal) =>
        restoreWorkspace({ backup, target: path, signal, onProgress: (_, done) => job.progress(done) }),
      );
    },
  };
}
