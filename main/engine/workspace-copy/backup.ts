/** A backup of a workspace, into a folder or into one file. */
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { withClosedWorkspace } from '../workspace-check/closed.ts';
import { backUpToArchive } from './backup-archive.ts';
import { copyWorkspace, type WorkspaceCopyOptions } from './copy-workspace.ts';

/** One file when the target ends with `.tar`, else a folder. @throws SluiceError as `copyWorkspace`. */
export async function backUpWorkspace(options: WorkspaceCopyOptions): Promise<WorkspaceReport> {
  return await (/\.tar$/i.test(options.target) ? backUpToArchive(options) : copyWorkspace(options));
}

/** The same for a workspace that no engine has open. @throws SluiceError as `withClosedWorkspace` and `copyWorkspace`. */
export async function backUpClosedWorkspace(
  root: string,
  options: Omit<WorkspaceCopyOptions, 'db' | 'files'>,
): Promise<WorkspaceReport> {
  return await withClosedWorkspace(root, 'workspaces.backup', (db, files) =>
    backUpWorkspace({ ...options, db, files }),
  );
}
