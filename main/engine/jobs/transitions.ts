/**
 * How executions come to be and change their state: through the table of states, with their counters, and nowhere else.
 * An execution that runs in the transaction that made it is written once, when it has ended.
 */
import type { ExecutionState } from '#core/model/cycle.ts';
import { afterExecutionEvent, type ExecutionEvent } from '#core/pipeline/states.ts';
import { type RouteNote, routesText } from '../db/queries/events.ts';
import {
  insertExecution,
  type Lane,
  type LogNote,
  type Progress,
  type Requeue,
  updateEnded,
  updateParked,
  updateReopened,
  updateRequeued,
  updateRunning,
  updateSpread,
  type Work,
} from '../db/queries/executions.ts';
import type { Tx } from '../unit.ts';

/** An execution on its way: perhaps not written yet. */
export type Passage = { readonly work: Work; readonly stored: boolean };

export type NewWork = Pick<
  Work,
  | 'cycle'
  | 'pipelineId'
  | 'version'
  | 'node'
  | 'itemId'
  | 'datasetId'
  | 'parent'
  | 'connection'
  | 'ordinal'
  | 'generation'
  | 'branch'
  | 'input'
  | 'priority'
> & { readonly lane: Lane };

/** Makes an execution, in memory so far: `store` it, or end or park it in this transaction. */
export function create(tx: Tx, made: NewWork): Passage {
  const work: Work = {
    ...made,
    key: tx.key('execution'),
    state: 'queued',
    attempt: 0,
    crashes: 0,
    round: 0,
    cursor: 0,
    action: null,
    createdAt: tx.now,
    endedAt: null,
    error: null,
  };
  tx.ledger.executionMoved(work.cycle, work.node, null, { state: 'queued', ms: 0 });
  return { work, stored: false };
}

/** Writes it into the queue. */
export function store(tx: Tx, { work, stored }: Passage): void {
  if (!stored) insertExecution(tx.db, work, progress(work, 'queued'));
}

type Result = { action?: string | null; output?: string | null; error?: string | null };

/** What the machine did and why, for the log. */
export type Note = { readonly why: string; readonly routes: readonly RouteNote[] };
type EndEvent = Extract<ExecutionEvent, 'decide' | 'fail' | 'bury' | 'withdraw' | 'move' | 'terminate'>;

/** Ends it. @throws SluiceError `wrong-state` when it is not in a state for that. */
export function end(tx: Tx, { work, stored }: Passage, event: EndEvent, result: Result = {}): void {
  const state = afterExecutionEvent(work.state, event) as Ended;
  writeEnd(tx, { work, stored }, state, result);
}

/** The machine has done its work. */
export function succeed(tx: Tx, { work, stored }: Passage, result: Result, note: Note): void {
  const state = afterExecutionEvent(work.state, 'succeed') as Ended;
  if (stored) {
    writeEnd(tx, { work, stored }, state, result);
    tx.explain({ execution: work.key, kind: 'done', text: note.why, routes: note.routes });
  } else {
    // One that is written once is its own entry in the log.
    const log = { why: note.why, routes: routesText(note.routes), logged: tx.key('log') };
    writeEnd(tx, { work, stored }, state, result, log);
  }
}

type Ended = 'success' | 'failed' | 'dead' | 'terminated';

function writeEnd(
  tx: Tx,
  { work, stored }: Passage,
  state: Ended,
  result: Result,
  log: LogNote | null = null,
): void {
  const { action = null, output = null, error = null } = result;
  if (stored) updateEnded(tx.db, work.key, { state, action, output, error, at: tx.now });
  else {
    const { lane } = work;
    const times = { startedAt: tx.now, endedAt: tx.now };
    insertExecution(tx.db, work, { state, lane, attempt: 1, action, output, error, ...times, log });
  }
  moved(tx, work, state, tx.now);
}

/** It lets a long list out, a part at a time: what it is to let out waits in its row. */
export function spread(tx: Tx, { work, stored }: Passage, output: string): void {
  const state = afterExecutionEvent(work.state, 'spread');
  if (stored) updateSpread(tx.db, work.key, output);
  else {
    const begun = { attempt: 1, startedAt: tx.now };
    insertExecution(tx.db, work, { ...progress(work, state), ...begun, lane: 'spread', output });
  }
  moved(tx, work, state, null);
}

/** A person has to decide. */
export function park(tx: Tx, { work, stored }: Passage): void {
  const state = afterExecutionEvent(work.state, 'park');
  if (stored) updateParked(tx.db, work.key, tx.now);
  else insertExecution(tx.db, work, { ...progress(work, state), attempt: 1, startedAt: tx.now });
  moved(tx, work, state, null);
}

/** Its result is taken back: it waits for a person again. */
export function reopen(tx: Tx, work: Work): void {
  const state = afterExecutionEvent(work.state, 'reopen');
  updateReopened(tx.db, work.key);
  moved(tx, work, state, null);
}

/** Begins it, on disk, before anything that could take the process down. */
export function claim(tx: Tx, work: Work, epoch: number): void {
  const state = afterExecutionEvent(work.state, 'claim');
  updateRunning(tx.db, work.key, epoch, tx.now);
  moved(tx, work, state, null);
}

type RequeueEvent = Extract<ExecutionEvent, 'delay' | 'release' | 'crash' | 'retry'>;

export type Again = Partial<Requeue> & {
  /** True: as if it had never been tried. */
  readonly afresh?: boolean;
};

/** Back into the queue. */
export function requeue(tx: Tx, work: Work, event: RequeueEvent, again: Again = {}): void {
  const state = afterExecutionEvent(work.state, event);
  updateRequeued(tx.db, work.key, {
    notBefore: again.notBefore ?? null,
    error: again.error ?? null,
    attempt: again.attempt ?? (again.afresh ? 0 : work.attempt),
    // Whoever comes on is not what takes a process down.
    crashes: again.crashes ?? (event === 'crash' ? work.crashes : 0),
  });
  moved(tx, work, state, null);
}

/** Of one that nobody has begun. */
function progress({ lane }: Work, state: ExecutionState): Progress {
  const nothing = { action: null, output: null, error: null, startedAt: null, endedAt: null, log: null };
  return { state, lane, attempt: 0, ...nothing };
}

function moved(tx: Tx, work: Work, state: ExecutionState, endedAt: number | null): void {
  // A clock that was put back meanwhile makes no time run backwards.
  const ms = (ended: number | null) => (ended === null ? 0 : Math.max(0, ended - work.createdAt));
  tx.ledger.executionMoved(
    work.cycle,
    work.node,
    { state: work.state, ms: ms(work.endedAt) },
    { state, ms: ms(endedAt) },
  );
}
