/** What every check works with. */
import type { Database } from '../db/driver.ts';
import type { WorkspaceFiles } from '../files.ts';
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

/** Lets other work of this process have its turn. @throws SluiceError or the signal's reason when it is aborted. */
export async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
