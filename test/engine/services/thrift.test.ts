/** Answers about much are kept, for as long as makes them a twentieth of the time; the others are worked out each time. */
import { expect, test } from 'vitest';
import { createThrift } from '#engine/services/thrift.ts';

test('of what is large an answer is kept for twenty times as long as it took', () => {
  let time = 0;
  let asked = 0;
  const thrift = createThrift<number>(
    (key) => key === 1,
    () => time,
  );
  const ask = (key: number, takes: number) =>
    thrift(key, () => {
      time += takes;
      asked += 1;
      return asked;
    });
  expect([ask(2, 19), ask(2, 19)]).toEqual([1, 2]);
  expect(ask(1, 100)).toBe(3);
  time += 1999;
  expect([ask(1, 100), ask(2, 5)]).toEqual([3, 4]);
  time += 1;
  expect([ask(1, 5), ask(1, 5)]).toEqual([5, 5]);
});

test('the latest twenty are kept', () => {
  let time = 0;
  const thrift = createThrift<number>(
    () => true,
    () => time,
  );
  const ask = (key: number) =>
    thrift(key, () => {
      time += 1000;
      return time;
    });
  const first = ask(0);
  for (let key = 1; key < 20; key += 1) ask(key);
  expect(ask(0)).toBe(first);
  ask(20);
  expect(ask(0)).not.toBe(first);
});
