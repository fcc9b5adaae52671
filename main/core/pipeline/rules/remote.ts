/** What runs here, but what the reference system would refuse or do in another way. */
import type { Graph, GraphNode, GraphProblem } from '../../model/graph.ts';
import { hasPosition } from '../layout.ts';
import { problem } from '../problem.ts';
import { sameAction } from '../routing.ts';
import { parseConfig, runnableOf, specOf } from '../specs.ts';

/** Elements of a list that the reference system fans out; one more and the cycle fails there. */
const FAN_OUT_LIMIT = 1000;

export function remoteProblems(graph: Graph): GraphProblem[] {
  return [...graph.nodes.flatMap(nodeLints), ...connectionLints(graph)];
}

function nodeLints(node: GraphNode): GraphProblem[] {
  const place = { nodeId: node.id };
  const found: GraphProblem[] = [];
  const difference = differenceOf(node);
  if (difference) found.push(problem('remote-unknown', 'lint', difference, place));
  if (!hasPosition(node)) {
    const message = `"${node.name}" has no place on the canvas; without one the remote’s tools cannot read it.`;
    found.push(problem('no-position', 'lint', message, place));
  }
  return found;
}

function differenceOf(node: GraphNode): string | null {
  const kind = runnableOf(node);
  if (specOf(node)?.type === 'function') {
    return `"${node.name}" runs on this computer only: the remote has no function ${node.namespace?.functionName}.`;
  }
  if (kind === 'split') {
    const config = parseConfig('split', node).data?.customNodeConfig;
    if (config?.exact)
      return `"${node.name}" keeps exact shares on this computer only: the remote draws lots.`;
  }
  if (kind === 'code') {
    const language = parseConfig('code', node).data?.package.language;
    if (language && language !== 'python') {
      return `"${node.name}" is written in ${language}, which runs on this computer only: the remote takes Python.`;
    }
  }
  return null;
}

function connectionLints(graph: Graph): GraphProblem[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.connections.flatMap(({ src, tgt, action }, connection) => {
    const output = nodes.get(src.nodeId)?.outputs.find((port) => port.portId === src.portId);
    const input = nodes.get(tgt.nodeId)?.inputs.find((port) => port.portId === tgt.portId);
    const found: GraphProblem[] = [];
    if (output && input && output.type === `${input.type}[]`) {
      const message = `Lists of more than ${FAN_OUT_LIMIT} elements fail on the remote; here they may be of any length.`;
      found.push(problem('fan-out-limit', 'lint', message, { connection }));
    }
    const known = output?.actions ?? [];
    if (action && !known.includes(action) && known.some((one) => sameAction(one, action))) {
      const message = `The decision "${action}" is spelled in another way than on the port (${known.join(', ')}), which the remote does not take.`;
      found.push(problem('remote-unknown', 'lint', message, { connection }));
    }
    return found;
  });
}
