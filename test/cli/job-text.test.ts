import { expect, test } from 'vitest';
import { jobText } from '#cli/job-text.ts';
import { itemIdSchema, jobIdSchema } from '#core/model/ids.ts';
import type { Job } from '#core/model/job.ts';

const JOB: Job = {
  id: jobIdSchema.parse('65f000000000000000000001'),
  kind: 'split',
  title: 'Splitting "a.mp4"',
  itemId: itemIdSchema.parse('65f000000000000000000002'),
  done: 312,
  total: 795,
  unit: 'frames',
  rate: 154.4,
  secondsLeft: 3.1,
  cancellable: true,
  startedAt: 0,
};

test.each([
  [{}, '312 of 795 frames, 154 a second, 4 s left'],
  [{ rate: 0.52, secondsLeft: 929 }, '312 of 795 frames, 0.5 a second, 15 min 29 s left'],
  [{ rate: 2, secondsLeft: 7500 }, '312 of 795 frames, 2.0 a second, 2 h 5 min left'],
  [{ rate: null, secondsLeft: null }, '312 of 795 frames'],
  [{ total: null, rate: 0, secondsLeft: null }, '312 frames'],
])('%j', (change, text) => {
  expect(jobText({ ...JOB, ...change })).toBe(`Splitting "a.mp4": ${text}`);
});
