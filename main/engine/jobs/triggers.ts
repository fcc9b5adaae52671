/** What starts cycles by itself: the arrival of an item in the dataset of a start node. */
import { matchCondition } from '#core/filters/condition.ts';
import type { Graph } from '#core/model/graph.ts';
import type { PipelineId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';
import type { ReadableDb } from '../db/driver.ts';
import { markFired } from '../db/queries/cycles.ts';
import { findItem, listUnfired } from '../db/queries/items.ts';
import { listInstalled, readGraph } from '../db/queries/pipelines.ts';
import type { Tx } from '../unit.ts';
import { itemEntity } from './entity.ts';
import { startCycle } from './steps.ts';

type Listener = {
  readonly pipelineId: PipelineId;
  readonly version: number;
  readonly graph: Graph;
  readonly nodeId: string;
  readonly datasetId: string;
  readonly filter: string;
};

function listenersOf(pipeline: { id: PipelineId; version: number }, graph: Graph): Listener[] {
  return graph.startNodes.flatMap((start) => {
    const node = graph.nodes.find((candidate) => candidate.id === start.nodeId);
    if (!node || runnableOf(node) !== 'storage') return [];
    const config = parseConfig('storage', node);
    if (!config.success || config.data.triggerToPipeline?.active !== true) return [];
    return [
      {
        pipelineId: pipeline.id,
        version: pipeline.version,
        graph,
        nodeId: node.id,
        datasetId: config.data.datasetId,
        filter: config.data.triggerToPipeline.filter ?? '',
      },
    ];
  });
}

function installedListeners(db: ReadableDb): Listener[] {
  return listInstalled(db).flatMap((pipeline) =>
    listenersOf(pipeline, readGraph(db, pipeline.id, pipeline.version)),
  );
}

/** Starts the cycles that wait for an item like this one. Call it in the transaction that makes the item. */
export function itemArrived(tx: Tx, item: Item): void {
  for (const listener of installedListeners(tx.db)) fire(tx, listener, item);
}

function fire(tx: Tx, listener: Listener, item: Item): void {
  if (listener.datasetId !== item.datasetId) return;
  const verdict = matchCondition(listener.filter, itemEntity(item));
  const place = { itemId: item.id, pipelineId: listener.pipelineId, nodeId: listener.nodeId };
  if (!verdict.matches) {
    tx.explain({ ...place, kind: 'trigger-passed', text: `Did not start the pipeline: ${verdict.reason}` });
    return;
  }
  // The mark's key makes a second cycle for the same arrival impossible.
  if (!markFired(tx.db, place)) return;
  startCycle(tx, { ...listener, itemId: item.id });
}

/** Fires for the items that came while the pipeline was not installed. Answers how many were looked at. */
export function catchUp(tx: Tx, pipeline: { id: PipelineId; version: number }, graph: Graph): number {
  let seen = 0;
  for (const listener of listenersOf(pipeline, graph)) {
    let after = '';
    for (;;) {
      const page = listUnfired(tx.db, { ...listener, after, limit: 500 });
      for (const itemId of page) {
        const item = findItem(tx.db, itemId);
        if (item) fire(tx, listener, item);
      }
      seen += page.length;
      const last = page.at(-1);
      if (last === undefined) break;
      after = last;
    }
  }
  return seen;
}
