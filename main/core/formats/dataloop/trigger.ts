/** Triggers of pipelines on the wire (reference section 1.17). */
import { SluiceError } from '../../errors.ts';
import type { Graph, StartNode } from '../../model/graph.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { triggerOf } from '../../pipeline/triggers.ts';
import { isoTime, isRecord, type Json, urlOf } from './json.ts';

/** Where a trigger is: start nodes have no ids of their own. */
export type TriggerPlace = { readonly pipelineId: string; readonly index: number; readonly nodeId: string };

export function triggerIdOf({ pipelineId, index, nodeId }: TriggerPlace): string {
  return `${pipelineId}-${index}-${nodeId}`;
}

/** Null for the id of anything else. */
export function readTriggerId(id: string): TriggerPlace | null {
  const [, pipelineId, index, nodeId] = /^([0-9a-f]{24})-(\d{1,4})-(.+)$/s.exec(id) ?? [];
  if (pipelineId === undefined || index === undefined || nodeId === undefined) return null;
  return { pipelineId, index: Number(index), nodeId };
}

/** All triggers of a pipeline. @param active which nodes have theirs switched on. */
export function writeTriggers(pipeline: Pipeline, active: ReadonlySet<string>, base: string) {
  return pipeline.graph.startNodes.flatMap((start, index) => {
    const trigger = triggerOf(start);
    if (!trigger) return [];
    const id = triggerIdOf({ pipelineId: pipeline.id, index, nodeId: start.nodeId });
    const operation = { type: 'pipeline', id: pipeline.id, nodeId: start.nodeId };
    const spec =
      trigger.kind === 'cron'
        ? {
            cron: trigger.cron,
            startAt: trigger.startAt,
            endAt: trigger.endAt,
            input: trigger.input,
            operation,
          }
        : {
            filter: filterOf(trigger.filter),
            resource: trigger.resource,
            executionMode: trigger.executionMode,
            actions: trigger.actions,
            input: {},
            operation,
          };
    return [
      {
        id,
        url: urlOf(base, 'triggers', encodeURIComponent(id)),
        type: trigger.kind === 'cron' ? ('Cron' as const) : ('Event' as const),
        createdAt: isoTime(pipeline.createdAt),
        updatedAt: isoTime(pipeline.updatedAt),
        creator: pipeline.creator,
        name: trigger.name ?? start.nodeId,
        projectId: pipeline.projectId,
        active: active.has(start.nodeId),
        scope: 'project',
        spec,
      },
    ];
  });
}

/** As an object; a text that cannot be read stays one. */
function filterOf(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The graph with another name and spec of a trigger. @throws SluiceError `not-found` */
export function changeTrigger(graph: Graph, place: TriggerPlace, diff: Json): Graph {
  const { trigger } = startAt(graph, place);
  const { operation: _operation, ...spec } = isRecord(diff['spec']) ? diff['spec'] : {};
  const name = typeof diff['name'] === 'string' ? { name: diff['name'] } : {};
  const changed = { ...trigger, ...name, spec: { ...trigger?.spec, ...spec } };
  return withStart(graph, place, (start) => [{ ...start, trigger: changed }]);
}

/** The graph without a trigger; a root stays one. @throws SluiceError `not-found` */
export function withoutTrigger(graph: Graph, place: TriggerPlace): Graph {
  startAt(graph, place);
  return withStart(graph, place, ({ trigger: _trigger, ...start }) => (start.type === 'root' ? [start] : []));
}

function withStart(graph: Graph, place: TriggerPlace, change: (start: StartNode) => StartNode[]): Graph {
  const startNodes = graph.startNodes.flatMap((one, index) => (index === place.index ? change(one) : [one]));
  return { ...graph, startNodes };
}

function startAt(graph: Graph, place: TriggerPlace): StartNode {
  const start = graph.startNodes[place.index];
  if (start?.nodeId === place.nodeId && start.trigger) return start;
  throw new SluiceError('not-found', `There is no trigger "${triggerIdOf(place).slice(0, 100)}".`);
}
