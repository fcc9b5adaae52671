import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Sight } from '#engine/ingest/sight.ts';
import { createWaitingList, type Verdict, type Waiting } from '#engine/ingest/waiting-list.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const file = (size: number): Sight => ({ kind: 'file', stamp: { size, modifiedMs: 1 } });
const GONE: Sight = { kind: 'gone' };

function list(answer: (waiting: Waiting) => Promise<Verdict> = async () => 'done') {
  const worked: string[] = [];
  const waiting = createWaitingList({
    stableMs: 100,
    inFlight: 2,
    changed: () => undefined,
    work: (entry) => {
      worked.push(`${entry.name} ${entry.sight.kind === 'file' ? entry.sight.stamp.size : 'gone'}`);
      return answer(entry);
    },
  });
  return { waiting, worked };
}

test('a file that goes on changing goes on waiting', async () => {
  const { waiting, worked } = list();
  waiting.touch('a', file(1));
  await vi.advanceTimersByTimeAsync(90);
  waiting.touch('a', file(2));
  await vi.advanceTimersByTimeAsync(90);
  expect(worked).toEqual([]);
  // Told again, but not changed: it does not wait longer.
  waiting.touch('a', file(2));
  await vi.advanceTimersByTimeAsync(20);
  expect(worked).toEqual(['a 2']);
  expect(waiting.empty()).toBe(true);
});

test('what is gone waits for what has come', async () => {
  let finish = (_: Verdict) => {};
  const { waiting, worked } = list(({ sight }) =>
    sight.kind === 'gone' ? Promise.resolve('done') : new Promise((resolve) => (finish = resolve)),
  );
  waiting.touch('old', GONE);
  waiting.touch('new', file(1));
  await vi.advanceTimersByTimeAsync(5000);
  expect(worked).toEqual(['new 1']);
  expect(waiting.arrivals()).toBe(1);
  finish('done');
  await vi.advanceTimersByTimeAsync(10);
  expect(worked).toEqual(['new 1', 'old gone']);
});

test('what is gone does not wait for ever', async () => {
  const { waiting, worked } = list(async ({ sight }) =>
    sight.kind === 'gone' ? 'done' : { again: 100, sight },
  );
  waiting.touch('busy', file(1));
  waiting.touch('old', GONE);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(worked.filter((line) => line === 'old gone')).toHaveLength(1);
  await waiting.close();
});

test('what is touched while it is worked on is worked on again', async () => {
  let finish = (_: Verdict) => {};
  const { waiting, worked } = list(() => new Promise((resolve) => (finish = resolve)));
  waiting.touch('a', file(1));
  await vi.advanceTimersByTimeAsync(110);
  waiting.touch('a', file(2));
  finish('done');
  await vi.advanceTimersByTimeAsync(110);
  expect(worked).toEqual(['a 1', 'a 2']);
  finish('done');
  await vi.advanceTimersByTimeAsync(1);
  expect(waiting.empty()).toBe(true);
});

test('quiet time counts from the last change, over several looks', async () => {
  const quiet: number[] = [];
  const { waiting } = list(async ({ quietMs, sight }) => {
    quiet.push(Math.round(quietMs / 100));
    return quiet.length < 3 ? { again: 500, sight } : 'done';
  });
  waiting.touch('a', file(1));
  await vi.advanceTimersByTimeAsync(2000);
  expect(quiet).toEqual([1, 6, 11]);
});

test('two at a time, in order of arrival', async () => {
  const finish: Array<() => void> = [];
  const { waiting, worked } = list(() => new Promise((resolve) => finish.push(() => resolve('done'))));
  for (const name of ['a', 'b', 'c', 'd']) waiting.touch(name, file(1));
  await vi.advanceTimersByTimeAsync(150);
  expect(worked).toEqual(['a 1', 'b 1']);
  finish[1]?.();
  await vi.advanceTimersByTimeAsync(1);
  expect(worked).toEqual(['a 1', 'b 1', 'c 1']);
  const closed = waiting.close();
  for (const one of finish) one();
  await closed;
  expect(worked).toHaveLength(3);
  expect(waiting.empty()).toBe(true);
});

test('when nothing can be done about any file, none is tried for a while', async () => {
  let full = true;
  const { waiting, worked } = list(async () => (full ? { pause: 1000 } : 'done'));
  for (let at = 0; at < 10; at += 1) waiting.touch(`${at}`, file(1));
  await vi.advanceTimersByTimeAsync(1050);
  expect(worked).toEqual(['0 1', '1 1']);
  expect(waiting.arrivals()).toBe(10);
  full = false;
  await vi.advanceTimersByTimeAsync(100);
  expect(worked).toHaveLength(12);
  expect(waiting.empty()).toBe(true);
});
