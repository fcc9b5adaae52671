/** The way to the engine of a workspace, wherever it is open. */
import { join } from 'node:path';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { type CliEngine, withHost } from './engine.ts';
import { configFolder, workspaceFolder } from './places.ts';
import type { Session } from './session.ts';

/**
 * Works with the engine of the workspace: one of its own, or that of the program on this computer which has it open and
 * serves the API.
 * @throws SluiceError `workspace-locked` saying who has it, when that one does not serve.
 */
export async function reachWorkspace<T>(
  flags: { readonly workspace?: string | undefined },
  { output, signal }: Session,
  work: (engine: CliEngine) => Promise<T>,
): Promise<T> {
  const path = workspaceFolder(flags.workspace);
  return await withHost(output, async (own) => {
    const locked = await own.call('workspaces.open', { path }).then(
      () => null,
      (error: unknown) => error,
    );
    if (locked === null) return await work(own);
    if (!isSluiceError(locked, 'workspace-locked')) throw locked;
    const { findServing } = await import('#engine/http/serving.ts');
    const serving = findServing(join(configFolder(), 'api'), path, locked.details['pid']);
    if (serving === null) {
      const message = `${locked.message} Or switch the API on there (Settings): commands then do their work in it.`;
      throw new SluiceError('workspace-locked', message, locked.details, { cause: locked });
    }
    const { withEngineElsewhere } = await import('./elsewhere.ts');
    return await withEngineElsewhere(own, serving, signal, work);
  });
}
