/** Executions of nodes on the wire (reference section 1.15). */
import type { Attempt, Execution, ExecutionReport, ExecutionState, PortValues } from '../../model/cycle.ts';
import type { Graph, GraphNode } from '../../model/graph.ts';
import { isoTime, isRecord, urlOf } from './json.ts';

/** The reference's word for each state. One that waits for a person is in progress there. */
export const EXECUTION_STATUS = {
  queued: 'created',
  running: 'in-progress',
  parked: 'in-progress',
  success: 'success',
  failed: 'failed',
  dead: 'system-failure',
  terminated: 'terminated',
} as const satisfies Record<ExecutionState, string>;

export type ExecutionOf = {
  /** Of the version that it runs on. */
  readonly graph: Graph;
  readonly projectId: string;
  readonly creator: string;
};

export function writeExecution(
  execution: Execution,
  { graph, projectId, creator }: ExecutionOf,
  base: string,
) {
  const node = graph.nodes.find(({ id }) => id === execution.nodeId);
  const end = execution.endedAt ?? execution.createdAt;
  const latestStatus = writeStatus(execution);
  return {
    id: execution.id,
    url: urlOf(base, 'executions', execution.id),
    createdAt: isoTime(execution.createdAt),
    updatedAt: isoTime(end),
    creator,
    attempts: Math.max(1, execution.attempt),
    maxAttempts: 3,
    toTerminate: execution.state === 'terminated',
    input: writeValues(execution.input, execution, node?.inputs),
    output: execution.state === 'success' ? writeValues(execution.output, execution, node?.outputs) : null,
    status: [latestStatus],
    statusLog: [latestStatus],
    latestStatus,
    // Seconds.
    duration: Math.max(0, end - execution.createdAt) / 1000,
    projectId,
    functionName: node?.namespace?.functionName ?? '',
    serviceId: null,
    serviceName: node?.namespace?.serviceName ?? '',
    moduleName: node?.namespace?.moduleName ?? null,
    packageId: null,
    packageName: node?.namespace?.packageName ?? null,
    packageRevision: null,
    serviceVersion: null,
    pipeline: {
      id: execution.pipelineId,
      nodeId: execution.nodeId,
      executionId: execution.cycleId,
      versionNumber: execution.version,
    },
    triggerId: null,
  };
}

export function writeStatus(execution: Execution) {
  const status = EXECUTION_STATUS[execution.state];
  const isOpen = status === 'created' || status === 'in-progress';
  const { percent = null, message = null } = execution.report ?? {};
  return {
    status,
    message: execution.error ?? message ?? '',
    percentComplete: status === 'success' ? 100 : (percent ?? (isOpen ? 0 : 100)),
    timestamp: isoTime(execution.endedAt ?? execution.createdAt),
    ...(execution.action === null ? {} : { action: execution.action }),
    ...(execution.error === null ? {} : { error: { message: execution.error } }),
  };
}

/** An execution as it was after each of its attempts, the first one first; the last is the execution as it is. */
export function writeAttempts(
  attempts: readonly Attempt[],
  execution: Execution,
  of: ExecutionOf,
  base: string,
) {
  return attempts.map(({ state, message, at }, index) => {
    const isLast = index === attempts.length - 1;
    const past = {
      ...execution,
      state,
      error: state === 'success' ? null : message,
      action: null,
      endedAt: at,
    };
    const shown = isLast ? execution : past;
    return { ...writeExecution(shown, of, base), attempts: index + 1 };
  });
}

/**
 * What clients tell of an execution: how far it has come. What they say of its status stays out of it, because how it
 * ends is up to the node that runs it.
 */
export function readReport(body: {
  readonly percentComplete?: number | null | undefined;
  readonly message?: string | null | undefined;
}): Partial<ExecutionReport> {
  const { percentComplete, message } = body;
  return {
    ...(typeof percentComplete === 'number' ? { percent: Math.min(100, Math.max(0, percentComplete)) } : {}),
    ...(typeof message === 'string' ? { message: message.slice(0, MOST_MESSAGE) } : {}),
  };
}

const MOST_MESSAGE = 10_000;

/** Values by port; items as references, as clients expect them. */
function writeValues(values: PortValues | null, { itemId }: Execution, ports: GraphNode['inputs'] = []) {
  const [first] = ports;
  const alone = itemId === null ? {} : { [first?.name ?? 'item']: itemId };
  const types = new Map(ports.map(({ name, type }) => [name, type]));
  const write = (name: string, value: unknown) =>
    typeof value === 'string' && (types.get(name) ?? 'Item') === 'Item' ? { item_id: value } : value;
  return Object.fromEntries(
    Object.entries(values ?? alone).map(([name, value]) => [name, write(name, value)]),
  );
}

/** What goes into a node, items by their ids: as the text alone, or as a reference. */
export function readInput(input: PortValues): Record<string, unknown> {
  const read = (value: unknown) =>
    isRecord(value) && typeof value['item_id'] === 'string' ? value['item_id'] : value;
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, read(value)]));
}
