/** Each connection by itself. Where the reference system refuses one too, the words are its own. */
import type { Connection, Graph, GraphNode, GraphProblem, Port } from '../../model/graph.ts';
import { conditionProblem, joinProblem } from '../conditions.ts';
import { problem } from '../problem.ts';
import { sameAction } from '../routing.ts';

export function connectionProblems(graph: Graph): GraphProblem[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  return graph.connections.flatMap((connection, index) => {
    const place = { connection: index };
    const { src, tgt, action, condition } = connection;
    const source = nodes.get(src.nodeId);
    const target = nodes.get(tgt.nodeId);
    if (!source || !target) {
      const message = 'A connection leads from or to a node that is not there.';
      return [problem('end-missing', 'error', message, place)];
    }
    const found = endProblems(connection, source, target, index);
    const way = JSON.stringify([
      src.nodeId,
      src.portId,
      tgt.nodeId,
      tgt.portId,
      action || null,
      condition || null,
    ]);
    if (seen.has(way)) {
      const message = `Two connections from "${source.name}" to "${target.name}" are the same: items go there twice.`;
      found.push(problem('connection-twice', 'warning', message, place));
    }
    seen.add(way);
    const output = source.outputs.find((port) => port.portId === src.portId);
    const wrong =
      conditionProblem(condition ?? '') ?? (output ? joinProblem(condition ?? '', output.type) : null);
    if (wrong !== null) found.push(problem('condition', 'error', wrong, place));
    return found;
  });
}

function endProblems(
  { src, tgt, action }: Connection,
  source: GraphNode,
  target: GraphNode,
  connection: number,
): GraphProblem[] {
  const found: GraphProblem[] = [];
  const place = { connection };
  const output = source.outputs.find((port) => port.portId === src.portId);
  const input = target.inputs.find((port) => port.portId === tgt.portId);
  if (source === target) {
    const message = `Infinite Loop detected for node "${source.name}"`;
    found.push(problem('self-loop', 'error', message, { ...place, nodeId: source.id }));
  }
  if (!output) {
    const message = `"${source.name}" has no output ${src.portId}.`;
    found.push(problem('end-missing', 'error', message, { ...place, nodeId: source.id }));
  }
  if (!input) {
    const message = `"${target.name}" has no input ${tgt.portId}.`;
    found.push(problem('end-missing', 'error', message, { ...place, nodeId: target.id }));
  }
  if (output && input && !compatiblePorts(output, input)) {
    const both = `"${source.name}" gives ${output.type}, "${target.name}" takes ${input.type}`;
    const message = `connection source and target ports must be of the same type: ${both}`;
    found.push(
      problem('types-differ', 'error', message, { ...place, nodeId: target.id, portId: tgt.portId }),
    );
  }
  if (output && action) {
    const wrong = actionProblem(source, output, action);
    if (wrong) found.push({ ...wrong, ...place });
  }
  return found;
}

function actionProblem(source: GraphNode, output: Port, action: string): GraphProblem | null {
  const place = { nodeId: source.id, portId: output.portId };
  if (!output.actions) {
    const message = `"${source.name}" decides nothing, so no connection from it can wait for "${action}".`;
    return problem('action-without-actions', 'error', message, place);
  }
  if (output.actions.some((known) => sameAction(known, action))) return null;
  const message = `connection action do not includes in port actions: ${action}`;
  return problem('action-unknown', 'error', message, place);
}

/** A list may feed a port of its element's type: one execution per element. */
export function compatiblePorts(output: Port, input: Port): boolean {
  return output.type === input.type || output.type === `${input.type}[]`;
}
