/** Each node by itself: does its kind run here, and is it set up. */
import type { z } from 'zod';
import type { Graph, GraphNode, GraphProblem } from '../../model/graph.ts';
import { conditionProblem } from '../conditions.ts';
import { problem } from '../problem.ts';
import { parseConfig, refusalOf, runnableOf } from '../specs.ts';
import { variablesOf, withVariables } from '../variables.ts';

/** Stands for the value of a variable that is not set before the pipeline runs. */
const LATER = '0'.repeat(24);

export function nodeProblems(graph: Graph): GraphProblem[] {
  const values = new Map(variablesOf(graph).map(({ name, value }) => [name, value ?? LATER]));
  return graph.nodes.flatMap((node) => {
    const place = { nodeId: node.id };
    const kind = runnableOf(node);
    const refusal = refusalOf(node);
    if (refusal !== null) return [problem(kind ? 'remote-only' : 'not-runnable', 'error', refusal, place)];
    if (kind === null) return [];
    const filled = withVariables(node, values);
    const config = parseConfig(kind, filled);
    if (!config.success) return config.error.issues.map((issue) => setUpProblem(filled, kind, issue));
    if (kind === 'storage') return existingItems(graph, filled);
    return kind === 'task' ? unscored(filled) : [];
  });
}

function setUpProblem(node: GraphNode, kind: string, issue: z.core.$ZodIssue): GraphProblem {
  const place = { nodeId: node.id };
  const path = issue.path.filter((step) => step !== 'customNodeConfig').map(String);
  if (kind === 'storage' && path[0] === 'datasetId' && !node.metadata['datasetId']) {
    // The reference system's words, also below; scripts look for them.
    return problem('no-dataset', 'error', `Dataset node "${node.name}" must have a datasetId`, place);
  }
  const text = `${path.length > 0 ? path.join('.') : 'settings'}: ${issue.message}`;
  if (path[0] === 'batchSize' || path[0] === 'maxBatchWorkload') {
    return problem('pulling', 'error', `Failed to create a task for "${node.name}": ${text}`, place);
  }
  return problem('config', 'error', `"${node.name}": ${text}`, place);
}

/** Tests of people compare their work with a reference: nothing here does so. */
function unscored(node: GraphNode): GraphProblem[] {
  const type = parseConfig('task', node).data?.consensusTaskType;
  if (type !== 'qualification' && type !== 'honeypot') return [];
  const message = `"${node.name}" is a ${type} task: nothing is scored here, its items are handled as those of any other task.`;
  return [problem('config', 'warning', message, { nodeId: node.id })];
}

/** Items that are in the dataset at the first install start there, so nothing may lead there. */
function existingItems(graph: Graph, node: GraphNode): GraphProblem[] {
  const trigger = parseConfig('storage', node).data?.triggerToPipeline;
  if (trigger?.active !== true) return [];
  const place = { nodeId: node.id };
  const found: GraphProblem[] = [];
  if (graph.connections.some((connection) => connection.tgt.nodeId === node.id)) {
    const message = `Dataset node "${node.name}" loads existing items, so no connection may lead to it.`;
    found.push(problem('existing-items-fed', 'error', message, place));
  }
  const wrong = conditionProblem(trigger.filter ?? '');
  if (wrong !== null) found.push(problem('trigger-filter', 'error', `"${node.name}": ${wrong}`, place));
  return found;
}
