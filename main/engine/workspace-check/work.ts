/** What every check works with. */
import type { Database } from '../db/driver.ts';
import type { WorkspaceFiles } from '../files.ts';
import { abortedError } from '../media/run-tool.ts';
import type { Report } from './report.ts';

export type CheckWork = {
  readonly db: Database;
  readonly files: WorkspaceFiles;
  readonly report: Report;
  /** True while an engine works in the workspace: what is half-done now is no finding. */
  readonly inUse: boolean;
  /** When the check began, in milliseconds since 1970 by the file system's clock. */
  readonly since: number;
  readonly signal: AbortSignal;
};

/** @throws SluiceError `aborted` when the signal is. */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortedError('reading the workspace');
}

/** Lets other work of this process have its turn. @throws SluiceError `aborted`. */
export async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  stopIfAborted(signal);
}
