/** What was done to a graph, to take it back and do it again. Graphs share what did not change, so a step costs little. */
import type { Graph } from '../../model/graph.ts';

export type Step = {
  readonly before: Graph;
  readonly after: Graph;
  /** Steps in a row with one key, such as typing in a field, are taken back together; null: this one stands alone. */
  readonly key: string | null;
};

export type History = {
  readonly present: Graph;
  readonly past: readonly Step[];
  /** What was taken back, the last one first. */
  readonly future: readonly Step[];
};

/** So many steps can be taken back. */
const MOST_STEPS = 500;

export function beginHistory(graph: Graph): History {
  return { present: graph, past: [], future: [] };
}

/** After a change; the same history when nothing changed. */
export function doStep(history: History, after: Graph, key: string | null = null): History {
  const { present, past } = history;
  if (after === present) return history;
  const last = past.at(-1);
  const joined = key !== null && last?.key === key && history.future.length === 0;
  const step: Step = { before: joined ? last.before : present, after, key };
  const kept = joined ? past.slice(0, -1) : past.slice(-MOST_STEPS + 1);
  return { present: after, past: [...kept, step], future: [] };
}

/** The step that the next change begins is not joined to what was done so far. */
export function endStep(history: History): History {
  const last = history.past.at(-1);
  if (!last || last.key === null) return history;
  return { ...history, past: [...history.past.slice(0, -1), { ...last, key: null }] };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  return { present: last.before, past: history.past.slice(0, -1), future: [last, ...history.future] };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { present: next.after, past: [...history.past, { ...next, key: null }], future };
}
