/** The workspace's engine for one command; when another program has the workspace, the way to that one. */
import type { CallName } from '#contract/index.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { CliEngine } from '../engine.ts';
import { reachWorkspace } from '../reach.ts';
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
    return await reachWorkspace(flags, session, work);
  } catch (error) {
    if (!isSluiceError(error, 'workspace-locked')) throw error;
    const there = `Beyond this computer's own programs, POST /call/${call} does it where it is served.`;
    throw new SluiceError('workspace-locked', `${error.message} ${there}`, error.details, { cause: error });
  }
}
