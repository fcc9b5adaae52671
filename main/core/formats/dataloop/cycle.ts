/** Cycles on the wire (reference section 1.12), where they are called pipeline executions. */
import type { Cycle, CycleNode, Execution } from '../../model/cycle.ts';
import { EXECUTION_STATUS, type ExecutionOf } from './execution.ts';
import { isoTime, urlOf } from './json.ts';

/** A cycle with how each node stands in it and all that ran. */
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
  const last = executions.reduce((at, { createdAt, endedAt }) => Math.max(at, endedAt ?? createdAt), 0);
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
    nodes: nodes.map((node) => writeNodeState(node, cycle, of, byNode.get(node.nodeId) ?? [])),
    executions: Object.fromEntries(
      [...byNode].map(([nodeId, ran]) => [
        nodeId,
        ran.map(({ id, state, action }) => ({ _id: id, id, status: EXECUTION_STATUS[state], action })),
      ]),
    ),
    transitionErrors: [],
    mergeCount: {},
    taskNodeItemCount: taskItems(of, byNode),
    testMode: cycle.test,
  };
}

function writeNodeState(state: CycleNode, cycle: Cycle, { graph }: ExecutionOf, ran: readonly Execution[]) {
  const node = graph.nodes.find(({ id }) => id === state.nodeId);
  const began = Math.min(...ran.map(({ createdAt }) => createdAt));
  const ended = Math.max(...ran.map(({ createdAt, endedAt }) => endedAt ?? createdAt));
  return {
    id: state.nodeId,
    name: state.name,
    type: node?.type ?? '',
    namespace: node?.namespace ?? {},
    status: state.status,
    attempts: state.attempts,
    createdAt: isoTime(ran.length === 0 ? cycle.createdAt : began),
    updatedAt: isoTime(ran.length === 0 ? cycle.createdAt : ended),
  };
}

/** Items of the cycle that wait for people, by task node. */
function taskItems({ graph }: ExecutionOf, byNode: ReadonlyMap<string, readonly Execution[]>) {
  const tasks = graph.nodes.filter(({ type }) => type === 'task');
  const waiting = (id: string) => (byNode.get(id) ?? []).filter(({ state }) => state === 'parked').length;
  return Object.fromEntries(
    tasks.map(({ id }) => [id, waiting(id)] as const).filter(([, count]) => count > 0),
  );
}
