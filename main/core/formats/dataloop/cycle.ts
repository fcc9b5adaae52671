/** Cycles on the wire (reference section 1.12), where they are called pipeline executions. */
import type { Cycle, CycleNode, Execution } from '../../model/cycle.ts';
import { EXECUTION_STATUS, type ExecutionOf } from './execution.ts';
import { isoTime, urlOf } from './json.ts';

/** A cycle with how each node stands in it and what ran: of very many executions the first and the last. */
export type CycleView = {
  readonly cycle: Cycle;
  readonly nodes: readonly CycleNode[];
  readonly executions: readonly Execution[];
};

export function writeCycle({ cycle, nodes, executions }: CycleView, of: ExecutionOf, base: string) {
  const byNode = new Map<string, Execution[]>();
  for (const one of executions) {
    const ran = byNode.get(one.nodeId);
    if (ran) ran.push(one);
    else byNode.set(one.nodeId, [one]);
  }
  const last = Math.max(cycle.createdAt, ...nodes.map(({ until }) => until ?? 0));
  return {
    id: cycle.id,
    url: urlOf(base, 'pipelines', cycle.pipelineId, 'executions', cycle.id),
    pipelineId: cycle.pipelineId,
    pipelineVersion: cycle.version,
    projectId: of.projectId,
    creator: of.creator,
    createdAt: isoTime(cycle.createdAt),
    updatedAt: isoTime(Math.max(cycle.createdAt, cycle.endedAt ?? last)),
    status: cycle.status,
    maxAttempts: 3,
    nodes: nodes.map((node) => writeNodeState(node, cycle, of)),
    executions: Object.fromEntries(
      [...byNode].map(([nodeId, ran]) => [
        nodeId,
        ran.map(({ id, state, action }) => ({ _id: id, id, status: EXECUTION_STATUS[state], action })),
      ]),
    ),
    // With those that are not among the executions here.
    executionsCount: nodes.reduce((sum, node) => sum + node.executions, 0),
    transitionErrors: [],
    mergeCount: {},
    taskNodeItemCount: taskItems(of, nodes),
    testMode: cycle.test,
  };
}

function writeNodeState(state: CycleNode, cycle: Cycle, { graph }: ExecutionOf) {
  const node = graph.nodes.find(({ id }) => id === state.nodeId);
  return {
    id: state.nodeId,
    name: state.name,
    type: node?.type ?? '',
    namespace: node?.namespace ?? {},
    status: state.status,
    attempts: state.attempts,
    executionsCount: state.executions,
    createdAt: isoTime(state.since ?? cycle.createdAt),
    updatedAt: isoTime(state.until ?? cycle.createdAt),
  };
}

/** Items of the cycle that wait for people, by task node. */
function taskItems({ graph }: ExecutionOf, nodes: readonly CycleNode[]) {
  const tasks = new Set(graph.nodes.filter(({ type }) => type === 'task').map(({ id }) => id));
  const waiting = nodes.filter(({ nodeId, parked }) => parked > 0 && tasks.has(nodeId));
  return Object.fromEntries(waiting.map(({ nodeId, parked }) => [nodeId, parked]));
}
