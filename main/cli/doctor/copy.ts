import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { describeReport } from './workspace.ts';

type Copy = { readonly from: string; readonly to: string };

/** Backs a workspace up and tells what is wrong in the backup; 3 when something is. */
export async function backUp(
  session: Session,
  { from, to, hardLinks }: Copy & { readonly hardLinks: boolean },
): Promise<ExitCode> {
  const { signal } = session;
  // Loaded late: help and wrong arguments need no database.
  const { backUpClosedWorkspace } = await import('#engine/workspace-copy/backup.ts');
  const report = await backUpClosedWorkspace(from, {
    target: to,
    hardLinks,
    signal,
    onProgress: teller(session),
  });
  return tell(session, report, `${from} was backed up to ${to}.`);
}

/** Makes a workspace of a backup and tells what is wrong in it; 3 when something is. */
export async function restore(session: Session, { from, to }: Copy): Promise<ExitCode> {
  const { signal } = session;
  const { restoreWorkspace } = await import('#engine/workspace-copy/restore.ts');
  const report = await restoreWorkspace({ backup: from, target: to, signal, onProgress: teller(session) });
  return tell(session, report, `${from} was restored to ${to}.`);
}

function teller({ output }: Session): (what: string, done: number) => void {
  return (what, done) => output.progress(`${what}: ${done}`);
}

function tell({ output }: Session, report: WorkspaceReport, done: string): ExitCode {
  output.result(report, () => `${done}\n\n${describeReport(report)}`);
  return report.totals.error > 0 ? EXIT.workFailed : EXIT.ok;
}
