/** Copies a workspace or a backup that no engine has open. */
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { withClosedWorkspace } from '../workspace-check/closed.ts';
import { copyWorkspace, type WorkspaceCopyOptions } from './copy-workspace.ts';

/** @throws SluiceError as `withClosedWorkspace` and `copyWorkspace`. */
export async function copyClosedWorkspace(
  root: string,
  options: Omit<WorkspaceCopyOptions, 'db' | 'files'>,
): Promise<WorkspaceReport> {
  return await withClosedWorkspace(root, 'workspaces.backup', (db, files) =>
    copyWorkspace({ ...options, db, files }),
  );
}
