/** The tables of states by themselves. Each of their cells is brought about in the engine: test/engine/runner/states-*. */
import { describe, expect, test } from 'vitest';
import {
  afterCycleEvent,
  afterExecutionEvent,
  afterPipelineEvent,
  CYCLE_EVENTS,
  CYCLE_TRANSITIONS,
  EXECUTION_EVENTS,
  EXECUTION_TRANSITIONS,
  PIPELINE_EVENTS,
  PIPELINE_TRANSITIONS,
  printTransitions,
  type TransitionTable,
} from '#core/pipeline/states.ts';

type Machine = {
  readonly table: TransitionTable<string, string>;
  readonly events: Readonly<Record<string, string>>;
  readonly first: string;
  readonly step: (state: string, event: string) => string;
};

const MACHINES: Readonly<Record<string, Machine>> = {
  executions: {
    table: EXECUTION_TRANSITIONS,
    events: EXECUTION_EVENTS,
    first: 'queued',
    step: afterExecutionEvent as Machine['step'],
  },
  cycles: {
    table: CYCLE_TRANSITIONS,
    events: CYCLE_EVENTS,
    first: 'pending',
    step: afterCycleEvent as Machine['step'],
  },
  pipelines: {
    table: PIPELINE_TRANSITIONS,
    events: PIPELINE_EVENTS,
    first: 'Created',
    step: afterPipelineEvent as Machine['step'],
  },
};

describe.each(Object.entries(MACHINES))('%s', (_name, { table, events, first, step }) => {
  const cells = Object.keys(table).flatMap((state) =>
    Object.keys(events).map((event) => [state, event] as const),
  );

  test.each(cells)('%s × %s', (state, event) => {
    const next = table[state]?.[event];
    if (next !== undefined) {
      expect(step(state, event)).toBe(next);
      return;
    }
    expect(() => step(state, event)).toThrow(
      expect.objectContaining({ code: 'wrong-state', details: { state, event } }),
    );
  });

  test('every state is reached from the first, and every event happens', () => {
    const reached = new Set([first]);
    for (const state of reached) {
      for (const event of Object.keys(events)) reached.add(table[state]?.[event] ?? first);
    }
    expect([...reached].toSorted()).toEqual(Object.keys(table).toSorted());
    const happening = new Set(Object.values(table).flatMap((row) => Object.keys(row)));
    expect([...happening].toSorted()).toEqual(Object.keys(events).toSorted());
  });
});

test('a table as text: a row a state, a column an event, empty where it is refused', () => {
  const table: TransitionTable<'on' | 'off', 'press' | 'break'> = {
    on: { press: 'off' },
    off: { press: 'on', break: 'off' },
  };
  expect(printTransitions(table, { press: '', break: '' }).split('\n')).toEqual([
    '|  | press | break |',
    '| --- | --- | --- |',
    '| **on** | off |  |',
    '| **off** | on | off |',
  ]);
});
