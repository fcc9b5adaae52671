/** Cycles in flight and a new version of their graph: which may go over to it, by the ids of their nodes. */
import type { MoveObstacle, MovePlan } from '#contract/pipelines.ts';
import { cycleIdOf } from '#core/model/run-ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import { type CycleHead, insertPastVersion, listOpenCycles } from '../db/queries/cycles.ts';
import { setLane, type Work } from '../db/queries/executions.ts';
import { listOpenOfCycle } from '../db/queries/executions-of.ts';
import { findItem } from '../db/queries/items.ts';
import type { Graphs } from '../jobs/graphs.ts';
import type { Tx } from '../unit.ts';

const PAGE = 500;
/** So many cycles are told of by name; the rest is in the numbers. */
const MOST_SHOWN = 100;

/** It runs, or a part of its list has gone out by the connections of its version. */
const isUnderWay = ({ state, lane }: Work) => state === 'running' || lane === 'spread';

type Obstacle = { readonly nodeName: string; readonly why: MoveObstacle };

/** A cycle may go over when everything that is open in it is at a node of the same kind that the new version has too. */
function obstacleOf(db: ReadableDb, graphs: Graphs, cycle: CycleHead, version: number): Obstacle | null {
  const before = graphs(cycle.pipelineId, cycle.version);
  const after = graphs(cycle.pipelineId, version);
  for (const work of listOpenOfCycle(db, cycle.key)) {
    const from = before.byKey.get(work.node);
    const to = after.byKey.get(work.node);
    const why = !to
      ? 'gone'
      : to.node.type !== from?.node.type
        ? 'other-type'
        : isUnderWay(work)
          ? 'under-way'
          : null;
    if (why) return { nodeName: from?.node.name ?? '', why };
  }
  return null;
}

function eachOpen(
  db: ReadableDb,
  pipelineId: string,
  version: number,
  visit: (cycle: CycleHead) => void,
): void {
  let after = 0;
  for (;;) {
    const page = listOpenCycles(db, { pipelineId, below: version, after, limit: PAGE });
    for (const cycle of page) visit(cycle);
    const last = page.at(-1);
    if (page.length < PAGE || !last) return;
    after = last.key;
  }
}

/** What `moveCycles` would do. */
export function planMove(db: ReadableDb, graphs: Graphs, pipelineId: string, version: number): MovePlan {
  const nodes = new Map<string, { nodeId: string; name: string; open: number; movable: boolean }>();
  const moving: MovePlan['cycles'] = [];
  const staying: MovePlan['cycles'] = [];
  let [movable, stuck] = [0, 0];
  const target = graphs(pipelineId, version);
  eachOpen(db, pipelineId, version, (cycle) => {
    const plan = graphs(pipelineId, cycle.version);
    const open = listOpenOfCycle(db, cycle.key);
    for (const work of open) {
      const node = plan.byKey.get(work.node);
      if (!node) continue;
      const row = nodes.get(node.id) ?? {
        nodeId: node.id,
        name: node.node.name,
        open: 0,
        movable: target.byKey.get(work.node)?.node.type === node.node.type,
      };
      nodes.set(node.id, { ...row, open: row.open + 1 });
    }
    const obstacle = obstacleOf(db, graphs, cycle, version);
    if (obstacle) stuck += 1;
    else movable += 1;
    const shown = obstacle ? staying : moving;
    if (shown.length === MOST_SHOWN) return;
    shown.push({
      cycleId: cycleIdOf(cycle.key, cycle.createdAt),
      itemName: cycle.itemId ? (findItem(db, cycle.itemId)?.name ?? null) : null,
      version: cycle.version,
      nodeName: obstacle?.nodeName ?? plan.byKey.get(open[0]?.node ?? -1)?.node.name ?? '',
      obstacle: obstacle?.why ?? null,
    });
  });
  return {
    version,
    nodes: [...nodes.values()],
    movable,
    stuck,
    cycles: [...staying, ...moving].slice(0, MOST_SHOWN),
  };
}

/** Lets the cycles that can go over to the version. */
export function moveCycles(
  tx: Tx,
  graphs: Graphs,
  pipelineId: string,
  version: number,
): { movable: number; stuck: number } {
  let movable = 0;
  let stuck = 0;
  const target = graphs(pipelineId, version);
  eachOpen(tx.db, pipelineId, version, (cycle) => {
    if (obstacleOf(tx.db, graphs, cycle, version)) {
      stuck += 1;
      return;
    }
    movable += 1;
    tx.ledger.setVersion(cycle.key, version);
    for (const work of listOpenOfCycle(tx.db, cycle.key)) {
      const lane = target.byKey.get(work.node)?.lane;
      if (lane && lane !== work.lane) setLane(tx.db, work.key, lane);
    }
    const text = `Went over from version ${cycle.version} to ${version}`;
    tx.explain({ kind: 'moved', cycle: cycle.key, pipelineId, text });
    insertPastVersion(tx.db, { cycle: cycle.key, until: tx.key('log'), version: cycle.version });
  });
  return { movable, stuck };
}
