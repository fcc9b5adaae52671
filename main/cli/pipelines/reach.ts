/** The workspace's engine for one command; when another program has the workspace, the way to that one. */
import type { CallName } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { type CliEngine, withEngine } from '../engine.ts';
import { workspaceFolder } from '../places.ts';
import type { Session } from '../session.ts';

/**
 * Works with the engine of the workspace.
 * @param call What a program that serves the workspace is asked for instead.
 * @throws SluiceError `workspace-locked` saying who has it and how to have it done there.
 */
export async function reachEngine<T>(
  flags: { readonly workspace?: string },
  session: Session,
  call: CallName,
  work: (engine: CliEngine) => Promise<T>,
): Promise<T> {
  try {
    return await withEngine(workspaceFolder(flags.workspace), session.output, work);
  } catch (error) {
    if (!isSluiceError(error, 'workspace-locked')) throw error;
    const there = `Or do it there: in its window, or, if it is "sluice serve", by POST /call/${call} to the address it printed.`;
    throw new SluiceError('workspace-locked', `${error.message} ${there}`, error.details, { cause: error });
  }
}
