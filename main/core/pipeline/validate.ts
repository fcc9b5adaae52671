/** What is wrong with a graph: every problem at once, each with its place. */
import { parseCondition } from '../filters/condition.ts';
import type { Graph, GraphNode, GraphProblem, Port } from '../model/graph.ts';
import { sameAction } from './routing.ts';
import { parseConfig, runnableOf } from './specs.ts';

type Place = { nodeId?: string; portId?: string; connection?: number };

function problem(severity: GraphProblem['severity'], message: string, place: Place = {}): GraphProblem {
  return {
    severity,
    message,
    nodeId: place.nodeId ?? null,
    portId: place.portId ?? null,
    connection: place.connection ?? null,
  };
}

/** All problems of the graph; it can be installed when none is an error. */
export function validateGraph(graph: Graph): GraphProblem[] {
  return [...startProblems(graph), ...graph.nodes.flatMap(nodeProblems(graph)), ...connectionProblems(graph)];
}

function startProblems(graph: Graph): GraphProblem[] {
  const found: GraphProblem[] = [];
  if (graph.nodes.length === 0) found.push(problem('error', 'The pipeline has no nodes.'));
  const roots = graph.startNodes.filter((start) => start.type === 'root');
  if (roots.length > 1) found.push(problem('error', 'Pipeline may only include 1 root node'));
  if (graph.nodes.length > 0 && graph.startNodes.length === 0) {
    found.push(problem('error', 'The pipeline has no start node.'));
  }
  for (const start of graph.startNodes) {
    if (graph.nodes.some((node) => node.id === start.nodeId)) continue;
    found.push(
      problem('error', `The start node ${start.nodeId} is not in the pipeline.`, { nodeId: start.nodeId }),
    );
  }
  const ids = graph.nodes.map((node) => node.id);
  for (const nodeId of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
    found.push(problem('error', `Two nodes have the id ${nodeId}.`, { nodeId }));
  }
  return found;
}

function nodeProblems(graph: Graph): (node: GraphNode) => GraphProblem[] {
  return (node) => {
    const place = { nodeId: node.id };
    const runnable = runnableOf(node);
    if (runnable === null) {
      return [
        problem(
          'error',
          `"${node.name}" is of type ${node.type}, which does not run on this computer.`,
          place,
        ),
      ];
    }
    const config = parseConfig(runnable, node);
    const found = config.success
      ? []
      : config.error.issues.map((issue) =>
          problem('error', configMessage(runnable, node, issue.path.join('.'), issue.message), place),
        );
    const starts = graph.startNodes.some((start) => start.nodeId === node.id);
    const fed = graph.connections.some((connection) => connection.tgt.nodeId === node.id);
    if (!starts && !fed)
      found.push(problem('warning', `Nothing leads to "${node.name}": it will never run.`, place));
    return found;
  };
}

function configMessage(runnable: string, node: GraphNode, path: string, message: string): string {
  // The reference system's words for this case; scripts look for them.
  if (runnable === 'storage' && path === 'datasetId')
    return `Dataset node "${node.name}" must have a datasetId`;
  return `"${node.name}": ${path || 'configuration'}: ${message}`;
}

function connectionProblems(graph: Graph): GraphProblem[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.connections.flatMap((connection, index) => {
    const place = { connection: index };
    const source = nodes.get(connection.src.nodeId);
    const target = nodes.get(connection.tgt.nodeId);
    if (!source || !target)
      return [problem('error', 'A connection leads from or to a node that is not there.', place)];
    const found: GraphProblem[] = [];
    if (source === target)
      found.push(problem('error', `Infinite Loop detected for node "${source.name}"`, place));
    const output = source.outputs.find((port) => port.portId === connection.src.portId);
    const input = target.inputs.find((port) => port.portId === connection.tgt.portId);
    if (!output)
      found.push(problem('error', `"${source.name}" has no output ${connection.src.portId}.`, place));
    if (!input)
      found.push(problem('error', `"${target.name}" has no input ${connection.tgt.portId}.`, place));
    if (output && input && !compatible(output, input)) {
      found.push(problem('error', 'connection source and target ports must be of the same type', place));
    }
    const actions = output?.actions ?? [];
    const action = connection.action;
    if (output && action && !actions.some((known) => sameAction(known, action))) {
      found.push(problem('error', `connection action do not includes in port actions: ${action}`, place));
    }
    const condition = conditionProblem(connection.condition ?? '');
    if (condition) found.push(problem('error', condition, place));
    return found;
  });
}

/** A list may feed a port of its element's type: one execution per element. */
function compatible(output: Port, input: Port): boolean {
  return output.type === input.type || output.type === `${input.type}[]`;
}

function conditionProblem(condition: string): string | null {
  try {
    parseCondition(condition);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
