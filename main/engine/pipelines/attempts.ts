/** Attempts of an execution: those that ended are told from the log, the last is the execution as it stands. */
import type { Attempt, Execution, ExecutionState } from '#core/model/cycle.ts';
import type { StoredEvent } from '../db/queries/events.ts';

/** What ends an attempt. A machine's `retried` does, too; a person's comes after an end that is in the log itself. */
const ENDS: Readonly<Partial<Record<string, ExecutionState>>> = {
  failed: 'failed',
  dead: 'dead',
  terminated: 'terminated',
  withdrawn: 'terminated',
  'moved-away': 'terminated',
  done: 'success',
  decided: 'success',
};

/** @param events of the execution, in order. */
export function attemptsIn(events: readonly StoredEvent[], execution: Execution): Attempt[] {
  const ended = events.flatMap(({ kind, actor, text, at }): Attempt[] => {
    const state = kind === 'retried' && actor === null ? 'failed' : ENDS[kind];
    return state === undefined ? [] : [{ state, message: text, at }];
  });
  const { state, error, createdAt, endedAt } = execution;
  const last = ended.at(-1);
  const told = endedAt !== null && last?.state === state ? last : null;
  const past = told ? ended.slice(0, -1) : ended;
  return [
    ...past,
    { state, message: error ?? told?.message ?? null, at: endedAt ?? past.at(-1)?.at ?? createdAt },
  ];
}
