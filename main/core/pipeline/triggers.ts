/** What starts cycles by itself, as the start nodes of a graph say it. */
import type { Graph, StartNode } from '../model/graph.ts';

export type EventTrigger = {
  readonly kind: 'event';
  readonly nodeId: string;
  readonly name: string | null;
  /** Item, Dataset, Annotation, ItemStatus, Task, Assignment or Model. */
  readonly resource: string;
  /** Created, Updated, Deleted, Clone, statusChanged or taskAssigned. */
  readonly actions: readonly string[];
  /** `Once` for each entity, or at every event. */
  readonly executionMode: 'Once' | 'Always';
  /** A DQL filter as a JSON string; empty: everything. */
  readonly filter: string;
};

export type CronTrigger = {
  readonly kind: 'cron';
  readonly nodeId: string;
  readonly name: string | null;
  /** Five fields, or six with seconds first. */
  readonly cron: string;
  /** ISO 8601 or milliseconds since 1970, as stored; null: at once, and for ever. */
  readonly startAt: string | number | null;
  readonly endAt: string | number | null;
  /** What the node gets, by the names of its inputs. */
  readonly input: Readonly<Record<string, unknown>>;
};

export type PipelineTrigger = EventTrigger | CronTrigger;

/** The triggers of a graph. Those of a type that nobody knows are left out: validation names them. */
export function triggersOf(graph: Graph): readonly PipelineTrigger[] {
  return graph.startNodes.flatMap((start) => triggerOf(start) ?? []);
}

/** The trigger of a start node; null when it has none, or one of an unknown type. */
export function triggerOf(start: StartNode): PipelineTrigger | null {
  const { trigger, nodeId } = start;
  if (!trigger) return null;
  const spec = trigger.spec ?? {};
  const name = trigger.name ?? null;
  if (trigger.type === 'Cron') {
    const { cron } = spec;
    return {
      kind: 'cron',
      nodeId,
      name,
      cron: cron ?? '',
      startAt: timeIn(spec['startAt']),
      endAt: timeIn(spec['endAt']),
      input: isRecord(spec['input']) ? spec['input'] : {},
    };
  }
  if (trigger.type !== 'Event') return null;
  return {
    kind: 'event',
    nodeId,
    name,
    resource: spec.resource || 'Item',
    actions: textsIn(spec['actions'], ['Created']),
    executionMode: spec['executionMode'] === 'Always' ? 'Always' : 'Once',
    filter: filterIn(spec['filter']),
  };
}

/** Three forms occur: a JSON string of the query, an empty object, and an object. */
function filterIn(filter: unknown): string {
  if (typeof filter === 'string') return filter;
  return isRecord(filter) && Object.keys(filter).length > 0 ? JSON.stringify(filter) : '';
}

function textsIn(value: unknown, otherwise: readonly string[]): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  return texts.length > 0 ? texts : otherwise;
}

function timeIn(value: unknown): string | number | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
