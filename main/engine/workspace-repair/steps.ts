/** What a repair has done: all is counted, the first are listed. */
import type { RepairReport, RepairStep } from '#contract/workspace-check.ts';

export type Steps = {
  add(step: RepairStep): void;
  result(about: Pick<RepairReport, 'path' | 'dryRun' | 'databaseCopy'>): RepairReport;
};

const LISTED = 500;

export function createSteps(onStep: (count: number) => void = () => {}): Steps {
  const totals = { mended: 0, flagged: 0, left: 0 };
  const steps: RepairStep[] = [];
  return {
    add(step) {
      totals[step.outcome] += 1;
      if (steps.length < LISTED) steps.push(step);
      onStep(totals.mended + totals.flagged + totals.left);
    },
    result: (about) => ({ ...about, totals, steps }),
  };
}
