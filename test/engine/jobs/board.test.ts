import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJobBoard, type JobBoard } from '#engine/jobs/board.ts';

const clock = { at: 1_000_000, now: () => clock.at };
let board: JobBoard;
beforeEach(() => {
  board = createJobBoard(clock, () => {});
});
afterEach(() => board.close());

const begun = () =>
  board.start({ id: '65f000000000000000000001', kind: 'split', title: 'Splitting', unit: 'frames' });
const job = () => board.list()[0];
const pass = (ms: number) => {
  clock.at += ms;
};

test('the rate is that of the last seconds, and what is left follows from it', () => {
  const handle = begun();
  pass(1000);
  handle.progress(50, 300);
  expect(job()).toMatchObject({ done: 50, total: 300, rate: 50, secondsLeft: 5 });
  for (let done = 60; done <= 150; done += 10) {
    pass(1000);
    handle.progress(done);
  }
  expect(job()).toMatchObject({ done: 150, rate: 10, secondsLeft: 15 });
  handle.end();
  expect(board.list()).toEqual([]);
});

test('what an earlier attempt had done counts as done, and not as fast', () => {
  const handle = begun();
  pass(2000);
  handle.resume(200, 300);
  expect(job()).toMatchObject({ done: 200, total: 300, rate: null, secondsLeft: null });
  pass(1000);
  handle.progress(220);
  expect(job()).toMatchObject({ done: 220, rate: 20, secondsLeft: 4 });
});
