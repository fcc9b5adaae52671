/** What is wrong with a graph, and what differs between two, as a person reads it. */
import type { Graph, GraphProblem } from '#core/model/graph.ts';
import { compareGraphs } from '#core/pipeline/compare.ts';
import { table } from '../output.ts';
import { connectionName, nodeName } from './describe.ts';
import { count, short } from './text.ts';

/** Every problem with its place, errors first. */
export function describeProblems(problems: readonly GraphProblem[], graph: Graph): string {
  const of = (severity: GraphProblem['severity']) => problems.filter((one) => one.severity === severity);
  const [errors, warnings, lints] = [of('error'), of('warning'), of('lint')];
  if (problems.length === 0) return 'Nothing is wrong.';
  const rows = [...errors, ...warnings, ...lints].map((one) => [
    one.severity,
    placeOf(one, graph),
    one.message,
  ]);
  const summary = [
    count(errors.length, 'error'),
    count(warnings.length, 'warning'),
    `${count(lints.length, 'lint')} for remote use`,
  ].join(', ');
  return `${table(['', 'place', 'what'], rows)}\n\n${summary}.`;
}

function placeOf({ nodeId, portId, connection }: GraphProblem, graph: Graph): string {
  if (connection !== null) return connectionName(graph, graph.connections[connection]);
  if (nodeId === null) return '';
  return portId === null ? nodeName(graph, nodeId) : `${nodeName(graph, nodeId)}, port ${portId}`;
}

/** One line for each thing that differs; empty when nothing does. */
export function describeDifference(before: Graph, after: Graph): string[] {
  const { nodes, connections, keys } = compareGraphs(before, after);
  return [
    ...nodes.map(({ name, change, keys: places }) => line(change, `node "${name}"`, places)),
    ...connections.map(({ change, before: was, after: is, keys: places }) => {
      const name = is === null ? connectionOf(before, was) : connectionOf(after, is);
      return line(change, `connection ${name}`, places);
    }),
    ...(keys.length > 0 ? [line('changed', 'the pipeline', keys)] : []),
  ];
}

function connectionOf(graph: Graph, index: number | null): string {
  return index === null ? '' : connectionName(graph, graph.connections[index]);
}

function line(change: string, what: string, places: readonly string[]): string {
  return `${change}: ${what}${places.length > 0 ? ` (${short(places.join(', '))})` : ''}`;
}
