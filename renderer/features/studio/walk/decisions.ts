/** The decisions made in this window, for taking them back. */
import { create } from 'zustand';

export type Decision = {
  readonly taskId: string;
  readonly itemId: string;
  /** The item in words: its name, or which frame it is. */
  readonly what: string;
  /** A status, or `sent-back`. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** As many as anybody takes back one by one. */
const KEPT = 200;

const useDecisions = create<{ readonly made: readonly Decision[] }>(() => ({ made: [] }));

export function recordDecision(decision: Decision): void {
  useDecisions.setState(({ made }) => ({ made: [...made, decision].slice(-KEPT) }));
}

/** The item's decisions in the task are taken back. */
export function forgetDecisions(taskId: string, itemId: string): void {
  useDecisions.setState(({ made }) => ({
    made: made.filter((each) => each.taskId !== taskId || each.itemId !== itemId),
  }));
}

/** The latest decision in the task that was not taken back. */
export function useLastDecision(taskId: string): Decision | null {
  return useDecisions(({ made }) => made.findLast((decision) => decision.taskId === taskId) ?? null);
}
