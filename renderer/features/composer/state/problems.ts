/** What is wrong with the graph that is edited, by where it is. */
import type { Graph, GraphProblem } from '#core/model/graph.ts';
import { validateGraph } from '#core/pipeline/validate.ts';

export type Problems = {
  /** Errors first. */
  readonly all: readonly GraphProblem[];
  /** Of nodes themselves, the worst first. */
  readonly byNode: ReadonlyMap<string, readonly GraphProblem[]>;
  readonly byConnection: ReadonlyMap<number, readonly GraphProblem[]>;
};

export const NO_PROBLEM: readonly GraphProblem[] = [];
export const NO_PROBLEMS: Problems = { all: NO_PROBLEM, byNode: new Map(), byConnection: new Map() };

const SEVERITIES = ['error', 'warning', 'lint'] as const;

/** The problems of a graph; lists that are as they were `before` stay the same, so that who shows them is not drawn again. */
export function problemsOf(graph: Graph, before: Problems): Problems {
  const found = validateGraph(graph);
  const all = SEVERITIES.flatMap((severity) => found.filter((problem) => problem.severity === severity));
  const byNode = new Map<string, readonly GraphProblem[]>();
  const byConnection = new Map<number, readonly GraphProblem[]>();
  for (const problem of all) {
    if (problem.connection !== null) push(byConnection, problem.connection, problem);
    else if (problem.nodeId !== null) push(byNode, problem.nodeId, problem);
  }
  return { all, byNode: kept(byNode, before.byNode), byConnection: kept(byConnection, before.byConnection) };
}

function push<K>(lists: Map<K, readonly GraphProblem[]>, key: K, problem: GraphProblem) {
  lists.set(key, [...(lists.get(key) ?? NO_PROBLEM), problem]);
}

function kept<K>(
  now: ReadonlyMap<K, readonly GraphProblem[]>,
  before: ReadonlyMap<K, readonly GraphProblem[]>,
) {
  return new Map(
    [...now].map(([key, list]) => {
      const was = before.get(key);
      return [key, was && JSON.stringify(was) === JSON.stringify(list) ? was : list] as const;
    }),
  );
}
