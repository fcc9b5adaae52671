import { expect, test } from 'vitest';
import { createRate } from '#engine/ingest/rate.ts';

test('a steady rate is told as it is, and is 0 a few seconds after the end', () => {
  let time = 12_345;
  const rate = createRate(() => time);
  expect(rate.perSecond()).toBe(0);
  for (let at = 0; at < 1000; at += 1) {
    time += 10;
    rate.add();
  }
  expect(rate.perSecond()).toBeGreaterThan(95);
  expect(rate.perSecond()).toBeLessThan(105);
  time += 2000;
  expect(rate.perSecond()).toBeLessThan(80);
  time += 4000;
  expect(rate.perSecond()).toBe(0);
});

test('the first files do not look like thousands a second', () => {
  let time = 500;
  const rate = createRate(() => time);
  time += 1;
  rate.add();
  rate.add();
  expect(rate.perSecond()).toBe(4);
});
