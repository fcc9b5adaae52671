/** Checks the workspace that is open, and makes backups of it. */
import { isAbsolute } from 'node:path';
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { checkWorkspace } from '../workspace-check/check.ts';
import { copyWorkspace } from '../workspace-copy/copy-workspace.ts';

export function workspaceCheckHandlers(
  ctx: EngineContext,
): Handlers<'workspaces.check' | 'workspaces.backup'> {
  const { db, files, closing: signal } = ctx;
  return {
    'workspaces.check': ({ deep }) => checkWorkspace({ db, files, deep, inUse: true, signal }),
    'workspaces.backup': ({ path, hardLinks }) => {
      if (!isAbsolute(path)) {
        throw new SluiceError(
          'invalid-input',
          `${path} is not a full path: name the folder from the root on.`,
        );
      }
      return copyWorkspace({ db, files, target: path, hardLinks, signal });
    },
  };
}
