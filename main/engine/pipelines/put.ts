/** Putting what waits, runs or has failed at one node of a cycle to another one: what that means, and doing it. */
import type { CycleMovePlan } from '#contract/cycles.ts';
import { SluiceError } from '#core/errors.ts';
import { executionParts } from '#core/model/run-ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import { type CycleHead, readCycleHead } from '../db/queries/cycles.ts';
import type { Work } from '../db/queries/executions.ts';
import { countByNodeOfCycle, listPut, listStuckAt } from '../db/queries/executions-of.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import { declaredPriority, inputOf, NORMAL } from '../jobs/arrivals.ts';
import { type Graphs, notHere } from '../jobs/graphs.ts';
import { stop } from '../jobs/steps.ts';
import { create, store } from '../jobs/transitions.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { leaveTask } from './terminate.ts';

/** So many at once: they go in one transaction, for which everybody waits. */
const MOST = 10_000;
/** States in which something is there, in the order in which they are told. */
const STUCK = ['running', 'queued', 'parked', 'failed', 'dead'] as const;

export type Put = {
  /** Key of the cycle. */
  readonly cycle: number;
  readonly fromNodeId: string;
  readonly toNodeId: string;
  /** Null: all that waits, runs or has failed there. */
  readonly executionIds: readonly string[] | null;
};

type Way = { readonly plan: RunPlan; readonly from: RunNode; readonly to: RunNode };
type Looked = { readonly head: CycleHead; readonly works: readonly Work[] } & (
  | { readonly way: Way; readonly obstacle: null }
  | { readonly way: Way | null; readonly obstacle: string }
);

/** What putting them there would do, and why it cannot be done if it cannot. */
export function planPut(db: ReadableDb, graphs: Graphs, put: Put): CycleMovePlan {
  const { head, works, way, obstacle } = look(db, graphs, put);
  const nodes = way ? [...way.plan.nodes.values()] : [];
  const been = new Set(countByNodeOfCycle(db, head.key).map(({ node }) => node));
  const told = ({ id, node }: RunNode) => ({ nodeId: id, name: node.name });
  const isAhead = (node: RunNode) => way !== null && (node === way.to || way.to.plan.downstream.has(node.id));
  const ahead = nodes.filter(isAhead);
  return {
    version: head.version,
    count: works.length,
    obstacle,
    cancelled: STUCK.flatMap((state) => {
      const count = works.filter((work) => work.state === state).length;
      return count === 0 ? [] : [{ state, count }];
    }),
    runs: ahead.filter(({ key }) => !been.has(key)).map(told),
    runsAgain: ahead.filter(({ key }) => been.has(key)).map(told),
    skipped: way ? nodes.filter((node) => isSkipped(way, node)).map(told) : [],
  };
}

/** It lies between the two, or is the one that is left, and nothing leads back to it. */
function isSkipped({ from, to }: Way, node: RunNode): boolean {
  if (!from.plan.downstream.has(to.id) || to.plan.downstream.has(node.id) || node === to) return false;
  return node === from || (from.plan.downstream.has(node.id) && node.plan.downstream.has(to.id));
}

/** Does it. Answers how many went. @throws SluiceError `wrong-state` with the obstacle when it cannot be done. */
export function putElsewhere(tx: Tx, graphs: Graphs, put: Put, why: string): number {
  const { works, way, obstacle } = look(tx.db, graphs, put);
  if (obstacle !== null) throw new SluiceError('wrong-state', obstacle, { cycle: put.cycle });
  const { from, to } = way;
  for (const work of works) {
    const given = givenAt(from, to, work);
    if (!given) continue;
    const passage = create(tx, {
      ...work,
      ...given,
      node: to.key,
      // By no connection: what it came of is what was there.
      parent: work.key,
      connection: null,
      ordinal: 0,
      generation: listPut(tx.db, work.key).length,
      priority: tx.ledger.cycle(work.cycle).priority ?? declaredPriority(to) ?? NORMAL,
      lane: to.lane,
    });
    // Before the other is ended, so that its cycle has something open all the while.
    store(tx, passage);
    leaveTask(tx, work.key, `it was moved to "${to.node.name}"`);
    stop(tx, { work, stored: true }, 'move', `Moved by hand to "${to.node.name}": ${why}`);
    const text = `Moved here by hand from "${from.node.name}": ${why}`;
    tx.explain({ execution: passage.work.key, kind: 'moved-here', text });
  }
  return works.length;
}

function look(db: ReadableDb, graphs: Graphs, put: Put): Looked {
  const head = readCycleHead(db, put.cycle);
  const pipeline = head && findPipelineHead(db, head.pipelineId);
  if (!pipeline) throw new SluiceError('not-found', 'The pipeline of this cycle was deleted.');
  const plan = graphs(head.pipelineId, head.version);
  const [from, to] = [plan.nodes.get(put.fromNodeId), plan.nodes.get(put.toNodeId)];
  const works = from ? worksAt(db, put, from) : [];
  const refused = (obstacle: string, way: Way | null = null): Looked => ({ head, works, way, obstacle });
  const inVersion = `version ${head.version} of the pipeline, on which this cycle runs`;
  if (!from || !to) return refused(`${from ? put.toNodeId : put.fromNodeId} is no node of ${inVersion}.`);
  const way = { plan, from, to };
  const obstacle = obstacleOn(way, head, works, pipeline.resetCycle);
  return obstacle === null ? { head, works, way, obstacle } : refused(obstacle, way);
}

function worksAt(db: ReadableDb, { cycle, executionIds }: Put, from: RunNode): Work[] {
  const there = listStuckAt(db, { cycle, node: from.key, limit: MOST + 1 });
  if (executionIds === null) return there;
  const keys = new Set(executionIds.map((id) => executionParts(id)?.key));
  const named = there.filter(({ key }) => keys.has(key));
  if (named.length === keys.size) return named;
  const text = `Some of these executions do not wait at "${from.node.name}" any more. Look again what is there.`;
  throw new SluiceError('wrong-state', text, { found: named.length, named: keys.size });
}

function obstacleOn(
  { plan, from, to }: Way,
  head: CycleHead,
  works: readonly Work[],
  resetCycle: number,
): string | null {
  const [left, goal] = [`"${from.node.name}"`, `"${to.node.name}"`];
  const start = plan.byKey.get(head.start);
  if (head.key <= resetCycle) return 'A reset of the pipeline has cleared this cycle: it is history.';
  if (works.length === 0) {
    return `Nothing of this cycle waits, runs or has failed at ${left}. What has ended there can be run again instead.`;
  }
  if (from === to) return `It is at ${goal} already.`;
  if (start !== to && start?.plan.downstream.has(to.id) !== true) {
    return `No way leads from where this cycle began to ${goal} in version ${head.version}.`;
  }
  if (to.runner === null) return notHere(to).message;
  if (to.plan.joins) {
    const inputs = to.plan.fed.join(', ');
    return `${goal} waits for several values that meet (${inputs}): nothing can be put there by itself. Choose a node before it.`;
  }
  if (works.length > MOST) return `More than ${MOST} wait at ${left}. Choose some of them.`;
  if (works.some(isLettingOut)) {
    return `${left} has let out a part of its list already. Wait for its end, or terminate the cycle.`;
  }
  if (works.some((work) => givenAt(from, to, work) === null)) {
    return `What is at ${left} is not what ${goal} takes (${portOf(to)?.type ?? 'nothing'}).`;
  }
  return null;
}

const isLettingOut = ({ state, lane, cursor }: Work) =>
  (state === 'queued' || state === 'running') && (lane === 'spread' || cursor > 0);

/** The input that a connection feeds, or else the first. */
function portOf({ node, plan }: RunNode): RunNode['node']['inputs'][number] | undefined {
  const [fed] = plan.fed;
  return fed === undefined ? node.inputs[0] : node.inputs.find(({ name }) => name === fed);
}

/** What the other node would be given; null when its input takes something else than what is here. */
function givenAt(from: RunNode, to: RunNode, work: Work): Pick<Work, 'itemId' | 'input'> | null {
  const port = portOf(to);
  if (!port) return null;
  if (port.type === 'Item') {
    const { itemId } = work;
    if (itemId === null || from.plan.itemPort === null) return null;
    return { itemId, input: inputOf(to, { [port.name]: itemId }, itemId) };
  }
  const values: Readonly<Record<string, unknown>> = work.input === null ? {} : JSON.parse(work.input);
  const same = from.node.inputs.find(({ name, type }) => type === port.type && Object.hasOwn(values, name));
  if (!same) return null;
  return { itemId: work.itemId, input: JSON.stringify({ [port.name]: values[same.name] }) };
}
