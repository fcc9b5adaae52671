import { expect, test } from 'vitest';
import type { ExtractProgress } from '#engine/media/progress.ts';
import { progressReader } from '#engine/media/progress.ts';

test('a block becomes one report', () => {
  const reports: ExtractProgress[] = [];
  const read = progressReader(300, (progress) => reports.push(progress));
  for (const line of ['frame=60', 'fps=30.00', 'out_time_us=2000000', 'speed=1x', 'progress=continue'])
    read(line);
  for (const line of ['frame=  301', 'fps=0.0', 'progress=end']) read(line);
  expect(reports).toEqual([
    { done: 60, total: 300, framesPerSecond: 30, secondsLeft: 8 },
    { done: 300, total: 300, framesPerSecond: 0, secondsLeft: null },
  ]);
});

test('only a change counts as a sign of life', () => {
  const read = progressReader(10, () => {});
  expect(read('frame=1')).toBe(true);
  expect(read('frame=1')).toBe(false);
  expect(read('fps=12')).toBe(false);
  expect(read('out_time_ms=5')).toBe(true);
  expect(read('progress=continue')).toBe(false);
  expect(read('progress=end')).toBe(true);
  expect(read('what?')).toBe(false);
});
