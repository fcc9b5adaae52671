/** Explaining: the log in sentences, and what an item waits for. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { ItemPlace } from '#core/model/explanation.ts';
import { cycleIdOf, executionIdOf } from '#core/model/run-ids.ts';
import type { EngineContext } from '../context.ts';
import { findAssignment } from '../db/queries/assignments.ts';
import { findCycle, readCycleHead } from '../db/queries/cycles.ts';
import {
  countPipelineLog,
  listCycleEvents,
  listItemEvents,
  listNodeEvents,
  listPipelineEvents,
  listPipelineLog,
  type StoredEvent,
} from '../db/queries/events.ts';
import type { Work } from '../db/queries/executions.ts';
import { listOfItem } from '../db/queries/executions-of.ts';
import { findNodeKey } from '../db/queries/nodes.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import { findTask, findTaskItemOfExecution } from '../db/queries/tasks.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { explainEvent } from '../pipelines/explain.ts';
import { waitingForRoom } from '../pipelines/waits.ts';

type ExplainCalls = `explain.${'item' | 'cycle' | 'node' | 'pipeline' | 'pipelineLog'}`;

/** Executions of an item looked at for where it is now: an item is in a handful of places at once. */
const PLACES = 200;

export function explainHandlers(ctx: EngineContext, graphs: Graphs): Handlers<ExplainCalls> {
  const { db } = ctx;

  function page(
    { after, limit }: { after: string | null; limit: number },
    read: (page: { before: number; limit: number }) => StoredEvent[],
  ) {
    const before = after === null ? Number.MAX_SAFE_INTEGER : Number(after);
    const found = read({ before, limit });
    const last = found.at(-1);
    return {
      items: found.map((event) => explainEvent(db, graphs, event)),
      next: last && found.length === limit ? String(last.seq) : null,
    };
  }

  function place(work: Work): ItemPlace[] {
    const head = findPipelineHead(db, work.pipelineId);
    const cycle = readCycleHead(db, work.cycle);
    const node = graphs(work.pipelineId, work.version).byKey.get(work.node);
    if (!head || !cycle || !node) return [];
    return [
      {
        pipelineId: work.pipelineId,
        pipelineName: head.name,
        version: work.version,
        nodeId: node.id,
        nodeName: node.node.name,
        cycleId: cycleIdOf(work.cycle, cycle.createdAt),
        executionId: executionIdOf(work.key, work.createdAt),
        state: work.state,
        since: work.createdAt,
        why: whyHere(work, head.status === 'Installed'),
      },
    ];
  }

  function whyHere(work: Work, installed: boolean): string {
    if (work.state === 'parked') {
      const at = findTaskItemOfExecution(db, work.key);
      const task = at && findTask(db, at.taskId);
      if (!task) return 'waits for a person';
      if (at.state === 'consensus')
        return `waits in the task "${task.name}" until everybody is done with their copy`;
      const person = at.assignmentId === null ? null : findAssignment(db, at.assignmentId)?.person;
      return `waits in the task "${task.name}" for ${person ?? 'whoever takes it'}`;
    }
    if (work.state === 'running') return 'is being worked on';
    if (!installed) return 'waits because the pipeline is paused';
    const waits = waitingForRoom(ctx, graphs, work);
    if (waits !== null) return waits;
    if (work.attempt === 0 && work.error === null) return 'waits for its turn';
    return work.error === null ? 'waits to be tried again' : `waits to be tried again: ${work.error}`;
  }

  return {
    'explain.item': ({ itemId, ...rest }) => ({
      places: listOfItem(db, itemId, PLACES)
        .filter((work) => ['queued', 'running', 'parked'].includes(work.state))
        .flatMap(place),
      events: page(rest, (one) => listItemEvents(db, itemId, one)),
    }),
    'explain.cycle': ({ cycleId, ...rest }) => {
      const found = findCycle(db, cycleId);
      if (!found) throw new SluiceError('not-found', 'This cycle is not there any more.', { cycleId });
      return page(rest, (one) => listCycleEvents(db, found.key, one));
    },
    'explain.node': ({ pipelineId, nodeId, ...rest }) => {
      const node = findNodeKey(db, pipelineId, nodeId) ?? 0;
      return page(rest, (one) => listNodeEvents(db, node, one));
    },
    'explain.pipeline': ({ pipelineId, ...rest }) =>
      page(rest, (one) => listPipelineEvents(db, pipelineId, one)),
    'explain.pipelineLog': ({ pipelineId, ...rest }) => ({
      items: listPipelineLog(db, pipelineId, rest).map((event) => explainEvent(db, graphs, event)),
      total: countPipelineLog(db, pipelineId),
    }),
  };
}
