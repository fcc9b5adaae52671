/** A pipeline's variables and who uses them. */
import type { Graph, GraphNode } from '../model/graph.ts';
import { runnableOf } from './specs.ts';

/** `value` is JSON; null: not set yet. */
export type Variable = {
  readonly name: string;
  /** A port type. */
  readonly type: string;
  readonly value: unknown;
};

/** A place in a node that names a variable; `portId` is null when it is not a port. */
export type VariableUse = { readonly name: string; readonly portId: string | null };

/** Where a node's metadata names a variable, and the setting that its value stands for. */
const METADATA_VARIABLES = { variableDataset: 'datasetId', variableModel: 'modelId' } as const;

export function variablesOf(graph: Graph): readonly Variable[] {
  return (graph.variables ?? []).map(({ name, type, value }) => ({
    name,
    type: type ?? 'Json',
    value: value ?? null,
  }));
}

/** The values by the variables' names, as they are stored in the graph: what a run begins with. */
export function variableValues(graph: Graph): ReadonlyMap<string, unknown> {
  return new Map(variablesOf(graph).map(({ name, value }) => [name, value]));
}

/** Every place of the node that names a variable. */
export function variablesUsed(node: GraphNode): readonly VariableUse[] {
  const ports = [...node.inputs, ...node.outputs];
  const named = ports.flatMap(({ variableName, portId }) =>
    variableName ? [{ name: variableName, portId }] : [],
  );
  const inMetadata = Object.keys(METADATA_VARIABLES).flatMap((key) => {
    const name = node.metadata[key];
    return typeof name === 'string' && name !== '' ? [{ name, portId: null }] : [];
  });
  const updated =
    runnableOf(node) === 'updateVariable' ? ports.map(({ name, portId }) => ({ name, portId })) : [];
  return [...named, ...inMetadata, ...updated];
}

/** The node with the values of variables in place of the settings they stand for. */
export function withVariables(node: GraphNode, values: ReadonlyMap<string, unknown>): GraphNode {
  const filled = Object.entries(METADATA_VARIABLES).flatMap(([key, setting]) => {
    const name = node.metadata[key];
    const value = typeof name === 'string' ? values.get(name) : undefined;
    return value === undefined || value === null ? [] : [[setting, value] as const];
  });
  if (filled.length === 0) return node;
  return { ...node, metadata: { ...node.metadata, ...Object.fromEntries(filled) } };
}
