/**
 * The inline lane: quick nodes, many in one transaction. What they let out runs on in the same transaction as long as
 * there is room, so that an item crosses a row of quick nodes with one write a step and without waiting in a queue.
 */
import { isSluiceError, toWireError } from '#core/errors.ts';
import { listInstalled } from '../db/queries/pipelines.ts';
import { nodeRun } from '../nodes/inputs.ts';
import type { InlineNode, RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import type { Sink } from './arrivals.ts';
import { settleCycle } from './cycles.ts';
import { type Graphs, notHere, runNodeByKey } from './graphs.ts';
import { beginSpread, isLong } from './spread.ts';
import { complete, routeResult, stop } from './steps.ts';
import { type Passage, park, store } from './transitions.ts';
import { announceMade } from './triggers.ts';

/** Steps a transaction: more hardly lower the price of making it durable, and a person waits for it to end. */
const STEPS = 2048;

export type InlineBatch = {
  /** Whether another execution may run in this transaction. */
  hasRoom(): boolean;
  /** Runs a claimed execution, and what follows from it as long as there is room. */
  run(passage: Passage): void;
  /** For results of other lanes: what follows from them runs on here too. */
  readonly sink: Sink;
  /** A part that leaves nothing when it throws, not in memory either; the error goes on. */
  attempt(part: () => void): void;
  /** Runs what waits in memory, and writes what there is no more room for into the queue. */
  drain(): void;
};

type Step = {
  readonly plan: RunPlan;
  readonly node: RunNode;
  readonly passage: Passage;
  readonly runner: InlineNode;
};

/** Runs executions inside the transaction. Throws only when the database itself is in trouble. */
export function createInlineBatch(tx: Tx, graphs: Graphs): InlineBatch {
  const waiting: Passage[] = [];
  const installed = new Set(listInstalled(tx.db).map((head) => head.id));
  let steps = 0;

  const sink: Sink = (passage) => {
    const { lane, pipelineId } = passage.work;
    if (lane === 'inline' && installed.has(pipelineId)) waiting.push(passage);
    else store(tx, passage);
  };

  function step(passage: Passage): void {
    steps += 1;
    try {
      const one = lookUp(passage);
      if (one.runner.writes) attempt(() => perform(one)());
      else perform(one)();
    } catch (error) {
      if (!(error instanceof NodeFailure)) throw error;
      stop(tx, passage, 'fail', toWireError(error.cause).message);
    }
  }

  function attempt(part: () => void): void {
    const before = waiting.length;
    try {
      tx.savepoint(part);
    } catch (error) {
      waiting.length = before;
      throw error;
    }
  }

  function lookUp(passage: Passage): Step {
    return blame(() => {
      const plan = graphs(passage.work.pipelineId, passage.work.version);
      const node = runNodeByKey(plan, passage.work.node);
      return { plan, node, passage, runner: inlineRunner(node) };
    });
  }

  /** Runs the node, which may fail; answers how to write the result, which may not. */
  function perform({ plan, node, passage, runner }: Step): () => void {
    const { work } = passage;
    const result = blame(() => runner.run(tx, nodeRun(tx.db, plan, node, work)));
    if (result.kind === 'parked') {
      return () => {
        park(tx, passage);
        tx.explain({ execution: work.key, kind: 'parked', text: result.why });
        tx.changes.pipeline(plan.pipelineId);
        settleCycle(tx, work.cycle);
      };
    }
    if (isLong(node, result)) {
      return () => {
        beginSpread(tx, passage, result);
        announceMade(tx, work, result.made ?? []);
      };
    }
    const flow = blame(() => routeResult(tx, node, work, result));
    return () => {
      complete(tx, plan, passage, { result, flow, sink });
      announceMade(tx, work, result.made ?? []);
    };
  }

  function drain(): void {
    for (let passage = waiting.pop(); passage !== undefined; passage = waiting.pop()) {
      if (steps < STEPS) step(passage);
      else store(tx, passage);
    }
  }

  return {
    hasRoom: () => steps < STEPS,
    run(passage) {
      step(passage);
      drain();
    },
    sink,
    attempt,
    drain,
  };
}

/** A node's own fault, as opposed to one in writing its result down. */
class NodeFailure extends Error {}

/** Runs what is the node's own doing. Trouble of the database is not: then the whole batch is taken back. */
function blame<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (isSluiceError(cause, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw cause;
    throw new NodeFailure('The node failed.', { cause });
  }
}

function inlineRunner(node: RunNode): InlineNode {
  const { runner } = node;
  if (runner && (runner.lane === 'inline' || runner.lane === 'gate')) return runner;
  throw notHere(node);
}
