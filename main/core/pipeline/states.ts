/**
 * What may become of executions, cycles and pipelines: every state with every event. The engine changes a state through
 * these tables and in no other way; the table in the help is printed from them.
 */
import { SluiceError } from '../errors.ts';
import type { CycleStatus, ExecutionState } from '../model/cycle.ts';
import type { PipelineStatus } from '../model/pipeline.ts';

/** For each state the events that it takes, and where they lead. */
export type TransitionTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

export const EXECUTION_EVENTS = {
  claim: 'long work begins, noted on disk first',
  succeed: 'the node has done its work',
  fail: 'the node failed and another attempt would not help',
  park: 'a person has to decide',
  decide: 'a person has decided',
  delay: 'a passing fault: tried again later',
  spread: 'it has a long list to let out, which it does a part at a time',
  release: 'Sluice was closed during it',
  crash: 'Sluice or a helper process died during it',
  bury: 'it took its process down too often',
  retry: 'a person runs it again',
  reopen: 'a decision was taken back or sent back',
  withdraw: 'what led to it was taken back or runs again',
  move: 'a person put its item to another node',
  terminate: 'its cycle was ended by a person',
} as const;
export type ExecutionEvent = keyof typeof EXECUTION_EVENTS;

export const EXECUTION_TRANSITIONS: TransitionTable<ExecutionState, ExecutionEvent> = {
  queued: {
    claim: 'running',
    succeed: 'success',
    fail: 'failed',
    park: 'parked',
    delay: 'queued',
    spread: 'queued',
    bury: 'dead',
    withdraw: 'terminated',
    move: 'terminated',
    terminate: 'terminated',
  },
  running: {
    succeed: 'success',
    fail: 'failed',
    delay: 'queued',
    spread: 'queued',
    release: 'queued',
    crash: 'queued',
    bury: 'dead',
    move: 'terminated',
    terminate: 'terminated',
  },
  parked: { decide: 'success', withdraw: 'terminated', move: 'terminated', terminate: 'terminated' },
  success: { reopen: 'parked', withdraw: 'terminated' },
  failed: { retry: 'queued', withdraw: 'terminated', move: 'terminated' },
  dead: { retry: 'queued', withdraw: 'terminated', move: 'terminated' },
  terminated: { retry: 'queued', reopen: 'parked' },
};

export const CYCLE_EVENTS = {
  begin: 'its first step has ended or waits',
  succeed: 'nothing of it is open and nothing failed',
  fail: 'nothing of it is open and something failed',
  rerun: 'a person runs it again',
  reopen: 'something of it is open again',
  terminate: 'a person ended it',
} as const;
export type CycleEvent = keyof typeof CYCLE_EVENTS;

export const CYCLE_TRANSITIONS: TransitionTable<CycleStatus, CycleEvent> = {
  pending: {
    begin: 'in-progress',
    succeed: 'success',
    fail: 'failed',
    rerun: 'rerun',
    terminate: 'terminated',
  },
  'in-progress': { succeed: 'success', fail: 'failed', rerun: 'rerun', terminate: 'terminated' },
  rerun: { succeed: 'success', fail: 'failed', rerun: 'rerun', terminate: 'terminated' },
  success: { reopen: 'in-progress', rerun: 'rerun' },
  failed: { reopen: 'in-progress', rerun: 'rerun', succeed: 'success' },
  terminated: { reopen: 'in-progress', rerun: 'rerun' },
};

export const PIPELINE_EVENTS = {
  install: 'a person installs it, or goes on after a pause',
  refuse: 'an install found that the graph cannot run',
  pause: 'a person pauses it',
  reset: 'a person clears its cycles and counters',
  update: 'a person changes it: a new version',
  delete: 'a person deletes it',
} as const;
export type PipelineEvent = keyof typeof PIPELINE_EVENTS;

/** `delete` leaves the state as it is: a deleted pipeline is gone from every list. */
export const PIPELINE_TRANSITIONS: TransitionTable<PipelineStatus, PipelineEvent> = {
  Created: {
    install: 'Installed',
    refuse: 'Failure',
    reset: 'Created',
    update: 'Created',
    delete: 'Created',
  },
  Installed: { install: 'Installed', pause: 'Uninstalled', update: 'Installed' },
  Uninstalled: {
    install: 'Installed',
    refuse: 'Failure',
    reset: 'Uninstalled',
    update: 'Uninstalled',
    delete: 'Uninstalled',
  },
  Failure: {
    install: 'Installed',
    refuse: 'Failure',
    reset: 'Failure',
    update: 'Failure',
    delete: 'Failure',
  },
};

function step<State extends string, Event extends string>(
  what: string,
  table: TransitionTable<State, Event>,
  state: State,
  event: Event,
): State {
  const next = table[state][event];
  if (next !== undefined) return next;
  throw new SluiceError('wrong-state', `${what} that is ${state} cannot ${event}.`, { state, event });
}

/** @throws SluiceError `wrong-state` when the table has no such step. */
export function afterExecutionEvent(state: ExecutionState, event: ExecutionEvent): ExecutionState {
  return step('An execution', EXECUTION_TRANSITIONS, state, event);
}

/** @throws SluiceError `wrong-state` when the table has no such step. */
export function afterCycleEvent(state: CycleStatus, event: CycleEvent): CycleStatus {
  return step('A cycle', CYCLE_TRANSITIONS, state, event);
}

/** @throws SluiceError `wrong-state` when the table has no such step. */
export function afterPipelineEvent(state: PipelineStatus, event: PipelineEvent): PipelineStatus {
  return step('A pipeline', PIPELINE_TRANSITIONS, state, event);
}

/** A table for a page of text: one row a state, one column an event; empty where the event is refused. */
export function printTransitions<State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  events: Readonly<Record<Event, string>>,
): string {
  const columns = Object.keys(events) as Event[];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = (Object.keys(table) as State[]).map((state) =>
    line([`**${state}**`, ...columns.map((event) => table[state][event] ?? '')]),
  );
  return [line(['', ...columns]), line(['---', ...columns.map(() => '---')]), ...rows].join('\n');
}
