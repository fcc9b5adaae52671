import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { describeReport } from './workspace.ts';

type Copy = { readonly from: string; readonly to: string; readonly hardLinks: boolean };

/** Copies a workspace or a backup and tells what is wrong in the copy; 3 when something is. */
export async function copyFolder(session: Session, { from, to, hardLinks }: Copy): Promise<ExitCode> {
  const { output, signal } = session;
  // Loaded late: help and wrong arguments need no database.
  const { copyClosedWorkspace } = await import('#engine/workspace-copy/copy-closed.ts');
  const report = await copyClosedWorkspace(from, {
    target: to,
    hardLinks,
    signal,
    onProgress: (what, done) => output.progress(`${what}: ${done}`),
  });
  output.result(report, () => `${from} was copied to ${to}.\n\n${describeReport(report)}`);
  return report.totals.error > 0 ? EXIT.workFailed : EXIT.ok;
}
