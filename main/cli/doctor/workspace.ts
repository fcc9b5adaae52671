import type { WorkspaceFinding, WorkspaceReport } from '#contract/workspace-check.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import type { Session } from '../session.ts';

/** Checks the workspace in the folder and tells what is wrong; 3 when something is lost, damaged or told wrongly. */
export async function checkWorkspaceFolder(
  session: Session,
  folder: string,
  deep: boolean,
): Promise<ExitCode> {
  const { output, signal } = session;
  // Loaded late: help and wrong arguments need no database.
  const { checkClosedWorkspace } = await import('#engine/workspace-check/check-closed.ts');
  const report = await checkClosedWorkspace(folder, {
    deep,
    signal,
    onProgress: (check, looked) => output.progress(`${check}: ${looked}`),
  });
  output.result(report, () => describeReport(report));
  return report.totals.error > 0 ? EXIT.workFailed : EXIT.ok;
}

export function describeReport(report: WorkspaceReport): string {
  const overview = table(
    ['check', 'looked at', 'found'],
    report.checks.map(({ name, looked, found }) => [name, looked, found]),
  );
  const hidden = report.checks.reduce((sum, { found }) => sum + found, 0) - report.findings.length;
  const parts = [overview, ...report.findings.map(describeFinding)];
  if (hidden > 0) parts.push(`${hidden} more are not listed.`);
  if (report.totals.error === 0) parts.push(`Nothing is damaged in ${report.path}.`);
  return parts.join('\n\n');
}

function describeFinding({ severity, where, what, remedy }: WorkspaceFinding): string {
  return `${severity}: ${where}\n  ${what}\n  ${remedy}`;
}
