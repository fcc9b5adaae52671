/** Changes of a pipeline's variables: a name is changed wherever it stands. */
import type { Graph, GraphNode, Port } from '../../model/graph.ts';
import { runnableOf } from '../specs.ts';
import { variablesUsed } from '../variables.ts';

export type VariablePart = {
  /** A port type. */
  readonly type?: string;
  /** JSON; null: not set. */
  readonly value?: unknown;
  readonly description?: string;
};

/** Another variable under a name that is free. */
export function addVariable(graph: Graph, wanted: string): Graph {
  const variables = graph.variables ?? [];
  const taken = new Set(variables.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  return { ...graph, variables: [...variables, { name, type: 'String', value: null }] };
}

export function changeVariable(graph: Graph, name: string, part: VariablePart): Graph {
  const variables = (graph.variables ?? []).map((one) => (one.name === name ? { ...one, ...part } : one));
  return { ...graph, variables };
}

/** Why a variable cannot have another name, for a person; null when it can. */
export function renameRefusal(graph: Graph, from: string, to: string): string | null {
  if (to.trim() === '') return 'A variable needs a name.';
  const isTaken = to !== from && (graph.variables ?? []).some(({ name }) => name === to);
  return isTaken ? `There is a variable "${to}" already.` : null;
}

/** The variable and every place that names it; the same graph when `renameRefusal` says no. */
export function renameVariable(graph: Graph, from: string, to: string): Graph {
  if (from === to || renameRefusal(graph, from, to) !== null) return graph;
  return {
    ...graph,
    variables: (graph.variables ?? []).map((one) => (one.name === from ? { ...one, name: to } : one)),
    nodes: graph.nodes.map((node) => (isUsedBy(node, from) ? renamedIn(node, from, to) : node)),
  };
}

/** The names of the nodes that use a variable. */
export function usersOf(graph: Graph, name: string): readonly string[] {
  return graph.nodes.filter((node) => isUsedBy(node, name)).map((node) => node.name);
}

/** Without a variable; the same graph while a node uses it. */
export function removeVariable(graph: Graph, name: string): Graph {
  if (usersOf(graph, name).length > 0) return graph;
  return { ...graph, variables: (graph.variables ?? []).filter((one) => one.name !== name) };
}

function isUsedBy(node: GraphNode, name: string): boolean {
  return variablesUsed(node).some((use) => use.name === name);
}

function renamedIn(node: GraphNode, from: string, to: string): GraphNode {
  const updates = runnableOf(node) === 'updateVariable';
  const port = (one: Port): Port => ({
    ...one,
    ...(one.variableName === from ? { variableName: to } : {}),
    ...(updates && one.name === from ? { name: to } : {}),
  });
  const metadata = Object.fromEntries(
    Object.entries(node.metadata).map(([key, value]) => [
      key,
      (key === 'variableDataset' || key === 'variableModel') && value === from ? to : value,
    ]),
  );
  return { ...node, inputs: node.inputs.map(port), outputs: node.outputs.map(port), metadata };
}
