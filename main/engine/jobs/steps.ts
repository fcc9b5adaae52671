/**
 * The steps of the runner, each a part of one transaction: begin a cycle, end an execution and send what it let out
 * along the connections, take a result back, end a cycle. What a node does is not known here.
 */

import type { Graph } from '#core/model/graph.ts';
import { cycleIdSchema, type ItemId, type PipelineId } from '#core/model/ids.ts';
import { depths, itemOutput, nodeById } from '#core/pipeline/graph.ts';
import { route } from '#core/pipeline/routing.ts';
import { cycleProgress, insertCycle, setCycleStatus } from '../db/queries/cycles.ts';
import { type Ending, endExecution, insertExecution, type Work } from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import { countConnection } from '../db/queries/pipelines.ts';
import { runnerOf } from '../nodes/registry.ts';
import type { Tx } from '../unit.ts';
import { itemEntity } from './entity.ts';

/** Starts a cycle of the pipeline for an item, at a node. Answers its id. */
export function startCycle(
  tx: Tx,
  start: { pipelineId: PipelineId; version: number; graph: Graph; nodeId: string; itemId: ItemId },
): string {
  const id = cycleIdSchema.parse(tx.id());
  insertCycle(tx.db, { ...start, id, createdAt: tx.now });
  enqueue(tx, { ...start, cycleId: id, parent: null, connection: null });
  tx.explain({ ...start, cycleId: id, kind: 'cycle-started', text: `Cycle started` });
  tx.changes.pipeline(start.pipelineId);
  return id;
}

type Arrival = {
  readonly pipelineId: string;
  readonly version: number;
  readonly graph: Graph;
  readonly cycleId: string;
  readonly nodeId: string;
  readonly itemId: string;
  readonly parent: Work | null;
  readonly connection: number | null;
};

function enqueue(tx: Tx, arrival: Arrival): void {
  const { graph, parent, ...rest } = arrival;
  const node = nodeById(graph, arrival.nodeId);
  insertExecution(tx.db, {
    ...rest,
    id: tx.id(),
    lane: runnerOf(node).lane,
    depth: depthsOf(graph).get(arrival.nodeId) ?? 0,
    priority: parent?.priority ?? 2,
    parentId: parent?.id ?? null,
    generation: parent?.round ?? 0,
    createdAt: tx.now,
  });
}

/** Graphs of a version never change, so what is worked out from one may be kept as long as it. */
const depthCache = new WeakMap<Graph, ReadonlyMap<string, number>>();

function depthsOf(graph: Graph): ReadonlyMap<string, number> {
  let known = depthCache.get(graph);
  if (!known) {
    known = depths(graph);
    depthCache.set(graph, known);
  }
  return known;
}

/** Sends items out of a node along every connection that takes them. Answers where they went, for the log. */
export function sendOn(
  tx: Tx,
  graph: Graph,
  work: Work,
  itemIds: readonly string[],
  action: string | null,
): string {
  const portId = itemOutput(nodeById(graph, work.nodeId));
  if (portId === null) return 'the end of its way';
  const goals = new Set<string>();
  let refused = '';
  for (const itemId of itemIds) {
    const item = findItem(tx.db, itemId);
    if (!item) continue;
    for (const verdict of route(graph, work.nodeId, { portId, action }, itemEntity(item))) {
      const target = nodeById(graph, verdict.target.nodeId);
      if (!verdict.taken) {
        refused = `not to "${target.name}": ${verdict.reason}`;
        continue;
      }
      countConnection(tx.db, work.pipelineId, work.version, verdict.connection);
      enqueue(tx, {
        pipelineId: work.pipelineId,
        version: work.version,
        graph,
        cycleId: work.cycleId,
        nodeId: target.id,
        itemId,
        parent: work,
        connection: verdict.connection,
      });
      goals.add(`"${target.name}"`);
    }
  }
  if (goals.size > 0) return `on to ${[...goals].join(' and ')}`;
  return refused || 'the end of its way';
}

/** Ends an execution and, when it was the last open one, its cycle. */
export function finish(tx: Tx, work: Work, ending: Ending, text: string): void {
  endExecution(tx.db, work.id, ending, tx.now);
  tx.explain({ ...placeOf(work), kind: `execution-${ending.state}`, text });
  tx.changes.pipeline(work.pipelineId);
  settleCycle(tx, work.cycleId);
}

/** Where an event belongs. */
export function placeOf(work: Work) {
  const { itemId, cycleId, pipelineId, nodeId } = work;
  return { itemId, cycleId, pipelineId, nodeId, executionId: work.id };
}

/** Brings a cycle's status in line with its executions: ended when none is open, in progress when one is. */
export function settleCycle(tx: Tx, cycleId: string): void {
  const cycle = cycleProgress(tx.db, cycleId);
  if (!cycle || cycle.status === 'terminated') return;
  const status = cycle.open > 0 ? 'in-progress' : cycle.failed > 0 ? 'failed' : 'success';
  if (status !== cycle.status) {
    setCycleStatus(tx.db, cycleId, status, status === 'in-progress' ? null : tx.now);
  }
}
