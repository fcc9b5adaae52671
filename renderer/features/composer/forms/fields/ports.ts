/** Nodes whose ports follow from how they are set up. */
import type { GraphNode, Port } from '#core/model/graph.ts';
import type { Variable } from '#core/pipeline/variables.ts';

export const MOST_INPUTS = 20;
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** The node with so many inputs, 2 to 20: those there are stay; new ones are made like the last. */
export function withInputs(node: GraphNode, count: number): GraphNode {
  const wanted = Math.min(MOST_INPUTS, Math.max(2, Math.round(count)));
  if (wanted === node.inputs.length) return node;
  const inputs = node.inputs.slice(0, wanted);
  while (inputs.length < wanted) inputs.push(nextInput(node, inputs));
  return { ...node, inputs };
}

function nextInput(node: GraphNode, inputs: readonly Port[]): Port {
  const taken = new Set(inputs.flatMap((port) => [port.portId, port.name]));
  let number = inputs.length + 1;
  const nameOf = (at: number) => ORDINALS[at - 1] ?? `input ${at}`;
  const idOf = (at: number) => `${node.id}-in-${nameOf(at).replace(' ', '-')}`;
  while (taken.has(nameOf(number)) || taken.has(idOf(number))) number += 1;
  const name = nameOf(number);
  return { portId: idOf(number), type: inputs.at(-1)?.type ?? 'Item', name, displayName: name };
}

/** The node with its ports named after the variable, and of its type. */
export function withVariable(node: GraphNode, variable: Variable): GraphNode {
  const named = (port: Port): Port => ({
    ...port,
    name: variable.name,
    displayName: variable.name,
    type: variable.type,
  });
  return { ...node, inputs: node.inputs.map(named), outputs: node.outputs.map(named) };
}
