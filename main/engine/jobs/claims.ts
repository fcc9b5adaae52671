/** What may be taken from the queue next: by pipelines in turn, far downstream first, then by priority, then by age. */
import type { Database, ReadableDb } from '../db/driver.ts';
import { countQueued, listQueuedNodes, type QueuedNode } from '../db/queries/counters.ts';
import type { Lane, Work } from '../db/queries/executions.ts';
import { listInstalled } from '../db/queries/pipelines.ts';
import { listQueued, listRush, listWorks } from '../db/queries/queue.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Graphs } from './graphs.ts';

/** Executions that may wait at a node before what feeds it is held back. */
const FULL_QUEUE = 10_000;

type Waiting = QueuedNode & { readonly depth: number; readonly heldBack: boolean };

/** What waits, by pipeline, the furthest downstream first. */
function waitingNodes(db: ReadableDb, graphs: Graphs): Map<string, Waiting[]> {
  const queued = listQueuedNodes(db);
  if (queued.length === 0) return new Map();
  const versions = new Map(listInstalled(db).map((head) => [head.id as string, head.installedVersion]));
  const counts = new Map(queued.map((one) => [`${one.pipelineId} ${one.nodeId}`, one.count]));
  const byPipeline = new Map<string, Waiting[]>();
  for (const one of queued) {
    const plan = graphs(one.pipelineId, versions.get(one.pipelineId) ?? 1);
    const node = plan.nodes.get(one.nodeId);
    const waiting = (nodeId: string) => counts.get(`${one.pipelineId} ${nodeId}`) ?? 0;
    const heldBack = node !== undefined && leadsToFull(node, waiting);
    const list = byPipeline.get(one.pipelineId) ?? [];
    list.push({ ...one, depth: node?.plan.depth ?? 0, heldBack });
    byPipeline.set(one.pipelineId, list);
  }
  for (const list of byPipeline.values()) list.sort((a, b) => b.depth - a.depth);
  return byPipeline;
}

function leadsToFull({ id, plan }: RunNode, waiting: (nodeId: string) => number): boolean {
  return plan.outlets.some(({ connections }) =>
    connections.some(
      // A loop that holds itself back would stand still for ever.
      ({ target }) => !target.downstream.has(id) && waiting(target.id) >= FULL_QUEUE,
    ),
  );
}

/** True when so much waits where a node leads to that it should not add to it. What ends in a pause is not held back. */
export function isHeldBack(db: ReadableDb, plan: RunPlan, node: RunNode): boolean {
  if (!listInstalled(db).some((head) => head.id === plan.pipelineId)) return false;
  return leadsToFull(node, (nodeId) => countQueued(db, plan.nodes.get(nodeId)?.key ?? 0));
}

/** True when so much waits at a node that no new cycles should begin there. */
export function isFull(db: ReadableDb, node: RunNode): boolean {
  return countQueued(db, node.key) >= FULL_QUEUE;
}

export type Claim = {
  readonly lane: Lane;
  readonly limit: number;
  /** Which pipeline comes first: one more each time, so that each is first in turn. */
  readonly turn: number;
  /** Keys that were taken in memory before. */
  readonly except?: ReadonlySet<number>;
};

export type Claims = {
  /** What people wait for first, then a fair share for each pipeline. */
  next(claim: Claim): Work[];
  /** Work of one node, for a worker that takes many of one kind at once. */
  nextBatch(claim: Claim): Work[];
  /** Where something waits is looked at anew from now on; until then, what was seen counts for every lane. */
  refresh(): void;
};

export function createClaims(db: Database, graphs: Graphs): Claims {
  let seen: readonly (readonly Waiting[])[] | null = null;

  function nextKeys({ lane, limit, turn, except }: Claim): number[] {
    const taken = new Set(except);
    const found: number[] = [];
    const take = (keys: readonly number[], upTo: number) => {
      for (const key of keys) {
        if (found.length >= upTo || taken.has(key)) continue;
        taken.add(key);
        found.push(key);
      }
    };
    seen ??= [...waitingNodes(db, graphs).values()];
    if (seen.length === 0) return found;
    take(listRush(db, { lane, limit: limit + taken.size }), limit);
    const first = turn % seen.length;
    const pipelines = [...seen.slice(first), ...seen.slice(0, first)];
    pipelines.forEach((nodes, at) => {
      // What one pipeline does not use of its share, the next ones may.
      const upTo = found.length + Math.ceil((limit - found.length) / (pipelines.length - at));
      for (const node of nodes) {
        if (found.length >= upTo) return;
        if (node.heldBack) continue;
        const count = upTo - found.length + taken.size;
        take(listQueued(db, { node: node.node, lane, limit: count }), upTo);
      }
    });
    return found;
  }

  function next(claim: Claim): Work[] {
    return listWorks(db, nextKeys(claim));
  }

  function nextBatch(claim: Claim): Work[] {
    const { lane, limit, except } = claim;
    const [first] = next({ ...claim, limit: 1 });
    // Whoever was there when a process died runs alone, so that it is known who brought it down.
    if (!first || first.crashes > 0) return first ? [first] : [];
    const keys = listQueued(db, { node: first.node, lane, limit: limit + (except?.size ?? 0) })
      .filter((key) => !except?.has(key))
      .slice(0, limit);
    return listWorks(db, keys).filter((work) => work.version === first.version && work.crashes === 0);
  }

  return {
    next: (claim) => db.read(() => next(claim)),
    nextBatch: (claim) => db.read(() => nextBatch(claim)),
    refresh() {
      seen = null;
    },
  };
}
