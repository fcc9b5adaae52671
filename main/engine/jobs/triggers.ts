/** What starts cycles by itself when something happens to an entity. Times are in `timed.ts`. */
import { matchCondition } from '#core/filters/condition.ts';
import { annotationEntity, itemEntity } from '#core/filters/entities.ts';
import type { Entity } from '#core/filters/match.ts';
import { type DatasetId, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import type { Work } from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import { listListening, type PipelineHead } from '../db/queries/pipelines.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findTask } from '../db/queries/tasks.ts';
import { findTriggerState, markFired } from '../db/queries/triggers.ts';
import type { RunPlan } from '../nodes/node.ts';
import type { Happening, Tx } from '../unit.ts';
import { startCycle } from './cycles.ts';
import { type Graphs, runNode } from './graphs.ts';
import { type EventListener, listenersOf } from './listeners.ts';

/** Cycles that start one another without a person: two pipelines that feed each other would never end. */
const MAX_HOPS = 16;

/** What an entity looks like to a trigger, and what it brings along. */
type Subject = {
  readonly id: string;
  readonly entity: Entity;
  readonly itemId: ItemId | null;
  readonly datasetId: string | null;
};

/** Starts the cycles that wait for what happened. Called once in each transaction, at its end. */
export function createDispatch(graphs: Graphs): (tx: Tx, happenings: readonly Happening[]) => void {
  return (tx, happenings) => {
    const pipelines = listListening(tx.db);
    if (pipelines.length === 0) return;
    for (const happening of happenings) {
      let subject: Subject | null | undefined;
      for (const pipeline of pipelines) {
        const plan = graphs(pipeline.id, pipeline.installedVersion);
        for (const listener of listenersOf(plan.graph)) {
          if (listener.kind !== 'event' || !listens(listener, happening)) continue;
          subject ??= readSubject(tx.db, happening);
          if (subject) hear(tx, { pipeline, plan, listener, happening, subject });
        }
      }
    }
  };
}

/** Tells of items that a node made. */
export function announceMade(tx: Tx, work: Work, itemIds: readonly string[]): void {
  const cause = { pipelineId: work.pipelineId, cycle: work.cycle };
  for (const id of itemIds) tx.raise({ resource: 'Item', action: 'Created', id, cause });
}

function listens(listener: EventListener, happening: Happening): boolean {
  return listener.resource === happening.resource && listener.actions.includes(happening.action);
}

function readSubject(db: ReadableDb, { resource, id }: Happening): Subject | null {
  switch (resource) {
    case 'Item':
    case 'ItemStatus': {
      const item = findItem(db, id);
      return item && { id, entity: itemEntity(item), itemId: item.id, datasetId: item.datasetId };
    }
    case 'Annotation': {
      const annotation = findAnnotation(db, id);
      if (!annotation) return { id, entity: { id }, itemId: null, datasetId: null };
      const datasetId = findItem(db, annotation.itemId)?.datasetId ?? null;
      return { id, entity: annotationEntity(annotation), itemId: annotation.itemId, datasetId };
    }
    case 'Task': {
      const task = findTask(db, id);
      return task && { id, entity: { ...task }, itemId: null, datasetId: null };
    }
    case 'Dataset': {
      const dataset = findDataset(db, id as DatasetId);
      return dataset && { id, entity: { ...dataset }, itemId: null, datasetId: id };
    }
    default:
      return { id, entity: { id }, itemId: null, datasetId: null };
  }
}

type Heard = {
  readonly pipeline: PipelineHead;
  readonly plan: RunPlan;
  readonly listener: EventListener;
  readonly happening: Happening;
  readonly subject: Subject;
};

function hear(tx: Tx, heard: Heard): void {
  const { pipeline, plan, listener, happening, subject } = heard;
  if (listener.datasetId !== null && listener.datasetId !== subject.datasetId) return;
  const place = { pipelineId: pipeline.id, nodeId: listener.nodeId };
  if (findTriggerState(tx.db, place)?.active === false) return;
  const note = { ...place, ...(subject.itemId ? { itemId: subject.itemId } : {}) };
  const pass = (why: string) => tx.explain({ ...note, kind: 'trigger-passed', text: why });
  const { cause } = happening;
  if (cause && cause.pipelineId === pipeline.id && happening.action === 'Updated') {
    // Its own change: it would start itself again and again.
    pass('Did not start the pipeline: it made this change itself');
    return;
  }
  const hops = cause ? tx.ledger.cycle(cause.cycle).hops + 1 : 0;
  if (hops > MAX_HOPS) {
    pass(`Did not start the pipeline: ${MAX_HOPS} cycles have caused one another before`);
    return;
  }
  const verdict = matchCondition(listener.filter, subject.entity);
  if (!verdict.matches) {
    pass(`Did not start the pipeline: ${verdict.reason}`);
    return;
  }
  if (listener.mode === 'Once' && !markFired(tx.db, place, subject.id)) return;
  const [port] = runNode(plan, listener.nodeId).node.inputs;
  startCycle(tx, {
    plan,
    nodeId: listener.nodeId,
    input: port ? { [port.name]: port.type === 'Item' ? subject.itemId : subject.id } : {},
    itemId: subject.itemId,
    hops,
    why: `Cycle started: ${happening.resource} ${happening.action}`,
  });
}

/** Starts a cycle for an item as its arrival would have. False when it has started one before or does not match. */
export function fireForItem(
  tx: Tx,
  start: { plan: RunPlan; nodeId: string; filter: string; itemId: string; why: string },
): boolean {
  const item = findItem(tx.db, start.itemId);
  if (!item || !matchCondition(start.filter, itemEntity(item)).matches) return false;
  if (!markFired(tx.db, { pipelineId: start.plan.pipelineId, nodeId: start.nodeId }, item.id)) return false;
  const port = runNode(start.plan, start.nodeId).plan.itemPort ?? 'item';
  const itemId = itemIdSchema.parse(item.id);
  startCycle(tx, {
    plan: start.plan,
    nodeId: start.nodeId,
    input: { [port]: itemId },
    itemId,
    why: start.why,
  });
  return true;
}
