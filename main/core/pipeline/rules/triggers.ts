/** Triggers of start nodes. */
import type { Graph, GraphNode, GraphProblem } from '../../model/graph.ts';
import { conditionProblem } from '../conditions.ts';
import { problem } from '../problem.ts';
import { type CronTrigger, type EventTrigger, triggerOf } from '../triggers.ts';

/** The events there are, by resource, and the type of the input that takes the resource. */
export const EVENT_RESOURCES: ReadonlyMap<
  string,
  { readonly type: string; readonly actions: readonly string[] }
> = new Map([
  ['Item', { type: 'Item', actions: ['Created', 'Updated', 'Deleted', 'Clone'] }],
  ['ItemStatus', { type: 'Item', actions: ['Updated', 'taskAssigned', 'statusChanged'] }],
  ['Annotation', { type: 'Annotation', actions: ['Created', 'Updated', 'Deleted', 'Clone'] }],
  ['Dataset', { type: 'Dataset', actions: ['Created', 'Updated', 'Deleted'] }],
  ['Task', { type: 'Task', actions: ['Created', 'Updated', 'Deleted', 'statusChanged'] }],
  ['Assignment', { type: 'Assignment', actions: ['Created', 'Updated', 'Deleted', 'statusChanged'] }],
  ['Model', { type: 'Model', actions: ['Created', 'Updated', 'Deleted', 'statusChanged'] }],
]);

export function triggerProblems(graph: Graph): GraphProblem[] {
  return graph.startNodes.flatMap((start) => {
    const node = graph.nodes.find((candidate) => candidate.id === start.nodeId);
    if (!node || !start.trigger) return [];
    const trigger = triggerOf(start);
    if (trigger?.kind === 'event') return eventProblems(node, trigger);
    if (trigger?.kind === 'cron') return cronProblems(graph, node, trigger);
    const message = `"${node.name}" has a trigger of the unknown type "${start.trigger.type ?? ''}".`;
    return [problem('trigger', 'error', message, { nodeId: node.id })];
  });
}

function eventProblems(node: GraphNode, trigger: EventTrigger): GraphProblem[] {
  const place = { nodeId: node.id };
  const found: GraphProblem[] = [];
  const resource = EVENT_RESOURCES.get(trigger.resource);
  if (!resource) {
    const message = `"${node.name}" is triggered by "${trigger.resource}", which has no events.`;
    found.push(problem('trigger', 'error', message, place));
  } else {
    const takes = [resource.type, `${resource.type}[]`];
    if (!node.inputs.some((port) => takes.includes(port.type))) {
      const message = `"${node.name}" is triggered by ${trigger.resource}, but has no input of type ${resource.type}.`;
      found.push(problem('trigger-resource', 'error', message, place));
    }
    for (const action of trigger.actions.filter((one) => !resource.actions.includes(one))) {
      const message = `"${node.name}" waits for ${trigger.resource} ${action}, which never happens.`;
      found.push(problem('trigger', 'warning', message, place));
    }
  }
  const wrong = conditionProblem(trigger.filter);
  if (wrong !== null) found.push(problem('trigger-filter', 'error', `"${node.name}": ${wrong}`, place));
  return found;
}

function cronProblems(graph: Graph, node: GraphNode, trigger: CronTrigger): GraphProblem[] {
  const place = { nodeId: node.id };
  const found: GraphProblem[] = [];
  const fields = trigger.cron.trim().split(/\s+/).filter(Boolean).length;
  if (fields !== 5 && fields !== 6) {
    const message = `"${node.name}": the times "${trigger.cron}" must have 5 fields, or 6 with seconds first.`;
    found.push(problem('cron', 'error', message, place));
  }
  const given = (name: string) => Object.hasOwn(trigger.input, name);
  const empty = node.inputs.filter(
    (port) => !given(port.name) && !port.variableName && (port.defaultValue ?? null) === null,
  );
  for (const { name, portId } of empty) {
    const message = `"${node.name}" starts by the clock, which has nothing to give to its input "${name}".`;
    found.push(problem('cron-inputs', 'error', message, { ...place, portId }));
  }
  const fed = graph.connections.some((connection) => connection.tgt.nodeId === node.id);
  if (empty.length === 0 && (fed || node.inputs.length > 0)) {
    const message = `"${node.name}" starts by the clock and has inputs, which the remote does not allow.`;
    found.push(problem('cron-inputs', 'lint', message, place));
  }
  return found;
}
