import { expect, test } from 'vitest';
import { type Execution, executionSchema } from '#core/model/cycle.ts';
import type { StoredEvent } from '#engine/db/queries/events.ts';
import { attemptsIn } from '#engine/pipelines/attempts.ts';

const event = (at: number, kind: string, text: string, actor: string | null = null) =>
  ({ at, kind, text, actor }) as StoredEvent;
const execution = (state: Execution['state'], endedAt: number | null, error: string | null = null) =>
  executionSchema.parse({
    ...{ id: 'e'.repeat(24), cycleId: 'c'.repeat(24), pipelineId: 'a'.repeat(24), version: 1, nodeId: 'n' },
    ...{ itemId: null, itemName: null, state, attempt: 1, action: null, error, input: null, output: null },
    ...{ createdAt: 1, endedAt },
  });

test('what the machine tries again is an attempt, the execution as it stands is the last', () => {
  const events = [
    event(1, 'started', 'Cycle started'),
    event(2, 'retried', 'will be tried again in 2 s: disk'),
    event(3, 'retried', 'will be tried again in 4 s: disk'),
  ];
  const failures = [
    { state: 'failed', message: 'will be tried again in 2 s: disk', at: 2 },
    { state: 'failed', message: 'will be tried again in 4 s: disk', at: 3 },
  ];
  expect(attemptsIn(events, execution('running', null))).toEqual([
    ...failures,
    { state: 'running', message: null, at: 3 },
  ]);
  const done = [...events, event(5, 'done', 'is in "End"')];
  expect(attemptsIn(done, execution('success', 5))).toEqual([
    ...failures,
    { state: 'success', message: 'is in "End"', at: 5 },
  ]);
});

test('what a person runs again is counted once: by its end', () => {
  const events = [event(2, 'failed', 'bad file'), event(3, 'retried', 'Run again', 'ada@example.com')];
  expect(attemptsIn(events, execution('queued', null))).toEqual([
    { state: 'failed', message: 'bad file', at: 2 },
    { state: 'queued', message: null, at: 2 },
  ]);
  expect(attemptsIn([...events, event(4, 'dead', 'died')], execution('dead', 4, 'died'))).toEqual([
    { state: 'failed', message: 'bad file', at: 2 },
    { state: 'dead', message: 'died', at: 4 },
  ]);
});

test('without a log there is the execution alone', () => {
  expect(attemptsIn([], execution('success', 7))).toEqual([{ state: 'success', message: null, at: 7 }]);
});
