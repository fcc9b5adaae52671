/** How problems of a graph are written down. */
import type { GraphProblem, GraphProblemCode } from '../model/graph.ts';

export type Place = {
  readonly nodeId?: string;
  readonly portId?: string;
  /** Index in the graph's list of connections. */
  readonly connection?: number;
};

export function problem(
  code: GraphProblemCode,
  severity: GraphProblem['severity'],
  message: string,
  place: Place = {},
): GraphProblem {
  return {
    code,
    severity,
    message,
    nodeId: place.nodeId ?? null,
    portId: place.portId ?? null,
    connection: place.connection ?? null,
  };
}
