import type { RepairReport } from '#contract/workspace-check.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';

/** Repairs the workspace in the folder and tells what was done; 3 when something is left to decide. */
export async function repairWorkspaceFolder(
  session: Session,
  folder: string,
  options: { readonly dryRun: boolean; readonly from: string | null },
): Promise<ExitCode> {
  const { output, signal } = session;
  // Loaded late: help and wrong arguments need no database.
  const { repairClosedWorkspace } = await import('#engine/workspace-repair/repair-closed.ts');
  const report = await repairClosedWorkspace(folder, {
    ...options,
    signal,
    onProgress: (steps) => output.progress(`repaired: ${steps}`),
  });
  output.result(report, () => describeRepair(report));
  return report.totals.left > 0 ? EXIT.workFailed : EXIT.ok;
}

function describeRepair({ path, dryRun, databaseCopy, totals, steps }: RepairReport): string {
  const lines = steps.map(({ outcome, where, what }) => `${outcome}: ${where}\n  ${what}`);
  const hidden = totals.mended + totals.flagged + totals.left - steps.length;
  if (hidden > 0) lines.push(`${hidden} more are not listed.`);
  if (steps.length === 0) lines.push(`There is nothing to repair in ${path}.`);
  if (databaseCopy !== null) lines.push(`The database as it was before: ${databaseCopy}`);
  if (dryRun) lines.push('Nothing was changed.');
  return lines.join('\n\n');
}
