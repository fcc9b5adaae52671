/** The triggers of a graph: which happening, or which time, starts a cycle at which node. */
import type { Graph, GraphNode } from '#core/model/graph.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';
import type { Happening } from '../unit.ts';

export type EventListener = {
  readonly kind: 'event';
  readonly nodeId: string;
  readonly resource: Happening['resource'];
  readonly actions: readonly string[];
  /** Every time, or once for each entity. */
  readonly mode: 'Once' | 'Always';
  /** DQL as JSON; '' for none. */
  readonly filter: string;
  /** The dataset of a dataset node; null: any. */
  readonly datasetId: string | null;
};

export type CronListener = {
  readonly kind: 'cron';
  readonly nodeId: string;
  readonly cron: string;
  /** Milliseconds since 1970; null: no limit. */
  readonly startAt: number | null;
  readonly endAt: number | null;
};

export type Listener = EventListener | CronListener;

const known = new WeakMap<Graph, readonly Listener[]>();

/** A version's graph never changes, so its listeners are read once. */
export function listenersOf(graph: Graph): readonly Listener[] {
  let listeners = known.get(graph);
  if (!listeners) {
    listeners = graph.startNodes.flatMap((start) => {
      const node = graph.nodes.find((candidate) => candidate.id === start.nodeId);
      const listener = node ? listenerOf(node, start['trigger']) : null;
      return listener ? [listener] : [];
    });
    known.set(graph, listeners);
  }
  return listeners;
}

function listenerOf(node: GraphNode, trigger: unknown): Listener | null {
  const spec = recordOf(recordOf(trigger)?.['spec']);
  if (!spec) return null;
  if (recordOf(trigger)?.['type'] === 'Cron') {
    if (typeof spec['cron'] !== 'string') return null;
    return {
      kind: 'cron',
      nodeId: node.id,
      cron: spec['cron'],
      startAt: timeOf(spec['startAt']),
      endAt: timeOf(spec['endAt']),
    };
  }
  const actions = Array.isArray(spec['actions']) ? spec['actions'].map(String) : ['Created'];
  return {
    kind: 'event',
    nodeId: node.id,
    resource: (spec['resource'] ?? 'Item') as Happening['resource'],
    actions: actions.map(canonical),
    mode: spec['executionMode'] === 'Always' ? 'Always' : 'Once',
    filter: typeof spec['filter'] === 'string' ? spec['filter'] : JSON.stringify(spec['filter'] ?? {}),
    datasetId: datasetOf(node),
  };
}

/** The reference documents spell these two in several ways. */
function canonical(action: string): string {
  const plain = action.replaceAll(/[\s_-]/g, '').toLowerCase();
  if (plain === 'statuschanged') return 'statusChanged';
  if (plain === 'taskassigned') return 'taskAssigned';
  return action;
}

export function datasetOf(node: GraphNode): string | null {
  if (runnableOf(node) !== 'storage') return null;
  const config = parseConfig('storage', node);
  return config.success ? config.data.datasetId : null;
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : null;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : null;
}
