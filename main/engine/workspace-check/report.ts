/** Collects what a check finds: all is counted, the first of each check are listed. */
import type { WorkspaceCheckName, WorkspaceFinding, WorkspaceReport } from '#contract/workspace-check.ts';

export type Report = {
  /** So many further things were looked at. */
  looked(check: WorkspaceCheckName, count: number): void;
  add(finding: WorkspaceFinding): void;
  result(path: string, deep: boolean): WorkspaceReport;
};

/** Nobody reads further, and a disk that is not there must not fill the memory with what it lacks. */
const LISTED = 100;

export function createReport(
  onProgress: (check: WorkspaceCheckName, looked: number) => void = () => {},
): Report {
  const checks = new Map<WorkspaceCheckName, { looked: number; found: number }>();
  const totals = { error: 0, warning: 0, note: 0 };
  const findings: WorkspaceFinding[] = [];

  function entryOf(name: WorkspaceCheckName) {
    const entry = checks.get(name) ?? { looked: 0, found: 0 };
    checks.set(name, entry);
    return entry;
  }

  return {
    looked(check, count) {
      const entry = entryOf(check);
      entry.looked += count;
      onProgress(check, entry.looked);
    },
    add(finding) {
      const entry = entryOf(finding.check);
      entry.found += 1;
      totals[finding.severity] += 1;
      if (entry.found <= LISTED) findings.push(finding);
    },
    result: (path, deep) => ({
      path,
      deep,
      checks: [...checks].map(([name, entry]) => ({ name, ...entry })),
      totals,
      findings,
    }),
  };
}
