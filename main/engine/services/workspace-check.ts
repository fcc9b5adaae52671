/** Checks the workspace that is open. */
import type { Handlers } from '#contract/index.ts';
import type { EngineContext } from '../context.ts';
import { checkWorkspace } from '../workspace-check/check.ts';

export function workspaceCheckHandlers(ctx: EngineContext): Handlers<'workspaces.check'> {
  return {
    'workspaces.check': ({ deep }) =>
      checkWorkspace({ db: ctx.db, files: ctx.files, deep, inUse: true, signal: ctx.closing }),
  };
}
