import { join } from 'node:path';
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { isSluiceError } from '#core/errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { facts } from '../output.ts';
import { reachWorkspace } from '../reach.ts';
import type { Session } from '../session.ts';
import { describeReport } from './workspace.ts';

type Copy = { readonly from: string; readonly to: string };

/** Backs a workspace up, also one that is served, and tells what is wrong in the backup; 3 when something is. */
export async function backUp(
  session: Session,
  { from, to, hardLinks }: Copy & { readonly hardLinks: boolean },
): Promise<ExitCode> {
  const { signal } = session;
  // Loaded late: help and wrong arguments need no database.
  const { backUpClosedWorkspace } = await import('#engine/workspace-copy/backup.ts');
  const copying = { target: to, hardLinks, signal, onProgress: teller(session) };
  const report = await backUpClosedWorkspace(from, copying).catch(async (error: unknown) => {
    if (!isSluiceError(error, 'workspace-locked')) throw error;
    // By whoever has it open, while that one goes on.
    return await reachWorkspace({ workspace: from }, session, ({ call }) =>
      call('workspaces.backup', { path: to, hardLinks }),
    );
  });
  return tell(session, report, `${from} was backed up to ${to}.`);
}

/** Makes a backup in the folder that the workspace has for them; 3 when something is missing or damaged in it. */
export async function backUpAsPlanned(session: Session, workspace: string): Promise<ExitCode> {
  const { made, plan } = await reachWorkspace({ workspace }, session, async ({ call }) => {
    const made = await call('backups.make', {});
    return { made, plan: (await call('backups.status', {})).plan };
  });
  const path = join(plan?.folder ?? '', made.name);
  session.output.result({ ...made, path }, () =>
    facts([
      ['backup', path],
      ['items', String(made.items)],
      ['missing or damaged', String(made.errors)],
    ]),
  );
  return made.errors > 0 ? EXIT.workFailed : EXIT.ok;
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
