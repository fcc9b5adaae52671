import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type SilenceWatch, watchSilence } from '#engine/ml/silence-watch.ts';

let told = 0;
let watch: SilenceWatch;
beforeEach(() => {
  vi.useFakeTimers();
  told = 0;
  watch = watchSilence(1_000, () => told++);
});
afterEach(() => {
  vi.useRealTimers();
});

test('silence is told once', () => {
  vi.advanceTimersByTime(999);
  expect(told).toBe(0);
  vi.advanceTimersByTime(1);
  expect(told).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(told).toBe(1);
});

test('a sign of life begins the time anew', () => {
  for (let beat = 0; beat < 9; beat++) {
    vi.advanceTimersByTime(900);
    watch.alive();
  }
  expect(told).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(told).toBe(1);
});

test('one timer that is long over, as after a sleep, is not silence', () => {
  // What waits while the computer sleeps is called once on waking, then the messages are read.
  vi.advanceTimersByTime(500);
  vi.setSystemTime(Date.now() + 3_600_000);
  watch.alive();
  vi.advanceTimersByTime(999);
  expect(told).toBe(0);
});

test('after stop there is nothing to tell', () => {
  watch.stop();
  vi.advanceTimersByTime(5_000);
  expect(told).toBe(0);
});
