/**
 * The steps of the runner, each a part of one transaction: end an execution and send what it let out along the
 * connections. What a node does is not known here.
 */
import type { PortValues } from '#core/model/cycle.ts';
import { type Departure, type Flow, flowOut, type Part } from '#core/pipeline/flow.ts';
import type { RouteNote } from '../db/queries/events.ts';
import type { Work } from '../db/queries/executions.ts';
import type { NodeResult, RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { innerBranch, type Sending, type Sink, single, successor } from './arrivals.ts';
import { settleCycle } from './cycles.ts';
import { sightOf } from './entity.ts';
import { runNode } from './graphs.ts';
import { deliverToJoin } from './joins.ts';
import { create, end, type Passage, succeed } from './transitions.ts';

export type Done = NodeResult & { readonly kind: 'done' };

/** The outputs of a result; a result that names none lets its item out by the first. */
function outputsOf(node: RunNode, result: Done, work: Work): PortValues {
  if (result.outputs) return result.outputs;
  const first = node.node.outputs[0];
  return first && work.itemId !== null ? { [first.name]: work.itemId } : {};
}

/** Where a result goes. Looks only; `complete` sends. */
export function routeResult(tx: Tx, node: RunNode, work: Work, result: Done): Flow {
  const { action, actions } = result;
  const outputs = outputsOf(node, result, work);
  return route(tx, node, actions ? { outputs, action, actions } : { outputs, action });
}

export type Completion = {
  readonly result: Done;
  readonly flow: Flow;
  readonly sink: Sink;
  /** Of what follows; as of the work itself when absent. */
  readonly priority?: number;
};

/** Ends an execution with what its node answered, and sends that on. */
export function complete(tx: Tx, plan: RunPlan, passage: Passage, completion: Completion): void {
  const { work } = passage;
  const { result, flow, sink, priority } = completion;
  const left = {
    action: result.action,
    output: result.outputs ? JSON.stringify(result.outputs) : null,
  };
  const note = { why: result.why, routes: routesOf(flow) };
  if (work.state === 'parked') {
    end(tx, passage, 'decide', left);
    tx.explain({ execution: work.key, kind: 'decided', text: note.why, routes: note.routes });
  } else succeed(tx, passage, left, note);
  tx.changes.pipeline(work.pipelineId);
  deliver(tx, plan, work, flow, priority === undefined ? { offset: 0, sink } : { offset: 0, sink, priority });
  settleCycle(tx, work.cycle);
}

/** Where the outputs go. Looks only; `deliver` sends. */
export function route(tx: Tx, node: RunNode, departure: Departure, part?: Part): Flow {
  return flowOut(node.plan, departure, sightOf(tx.db), part);
}

/** Notes for the log what the connections did. */
export function routesOf(flow: Flow): RouteNote[] {
  return flow.routes.map((one) => [one.connection, one.taken, one.passed, one.reason]);
}

/** Sends values down the connections that take them. */
export function deliver(tx: Tx, plan: RunPlan, work: Work, flow: Flow, sending: Sending): void {
  for (const refusal of flow.refusals) {
    if (typeof refusal.value !== 'string') continue;
    const routes: RouteNote[] = [[refusal.connection, 0, 1, refusal.reason]];
    tx.explain({ execution: work.key, itemId: refusal.value, kind: 'passed-by', text: '', routes });
  }
  for (const { connection, taken } of flow.routes) {
    if (taken > 0) tx.ledger.passed(work.pipelineId, work.version, connection, taken);
  }
  const cyclePriority = tx.ledger.cycle(work.cycle).priority;
  for (const delivery of flow.deliveries) {
    const target = runNode(plan, delivery.connection.target.id);
    const ordinal = sending.offset + (delivery.element ?? 0);
    const branch = delivery.element === null ? work.branch : innerBranch(work.branch, work, ordinal);
    const many = delivery.element !== null;
    const arrival = { plan, target, from: work, delivery, ordinal, branch, many, cyclePriority, sending };
    if (target.plan.joins) deliverToJoin(tx, arrival);
    else sending.sink(create(tx, successor(arrival, single(arrival))));
  }
}

/** Ends an execution that lets nothing out. */
export function stop(
  tx: Tx,
  passage: Passage,
  event: 'fail' | 'bury' | 'terminate' | 'withdraw' | 'move',
  text: string,
): void {
  end(tx, passage, event, { error: text });
  const kind = {
    fail: 'failed',
    bury: 'dead',
    terminate: 'terminated',
    withdraw: 'withdrawn',
    move: 'moved-away',
  }[event];
  tx.explain({ execution: passage.work.key, kind, text });
  tx.changes.pipeline(passage.work.pipelineId);
  settleCycle(tx, passage.work.cycle);
}

/** A person ends it. Its cycle goes on with the rest; when that was all, nothing failed, but it was no success either. */
export function stopByHand(tx: Tx, passage: Passage, text: string): void {
  stop(tx, passage, 'terminate', text);
  const { cycle } = passage.work;
  const { open, status } = tx.ledger.cycle(cycle);
  if (open > 0 || status !== 'success') return;
  tx.ledger.moveCycle(cycle, 'rerun', null);
  tx.ledger.moveCycle(cycle, 'terminate', tx.now);
}
