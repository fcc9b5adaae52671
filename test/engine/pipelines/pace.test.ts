import { expect, test } from 'vitest';
import { nodeIdSchema } from '#core/model/ids.ts';
import type { PipelineCounts } from '#core/model/pipeline.ts';
import { createPace, MINUTES } from '#engine/pipelines/pace.ts';

function counts(success: number, failed = 0): PipelineCounts {
  const nodeId = nodeIdSchema.parse('n');
  return {
    nodes: [{ nodeId, queued: 9, running: 1, parked: 2, success, failed }],
    connections: [],
    cycles: { inProgress: 0, success: 0, failed: 0, terminated: 0 },
  };
}

test('what ended is counted in its minute, from the first look on', () => {
  let now = 1_800_000_000_000;
  const pace = createPace(() => now);
  const minutes = () => pace.of('p').get('n');
  expect(minutes()).toBeUndefined();
  pace.note('p', counts(1000));
  expect(minutes()).toEqual([0]);
  pace.note('p', counts(1004, 1));
  now += 60_000;
  pace.note('p', counts(1010, 1));
  expect(minutes()).toEqual([5, 6]);
  // Work that is run again, or a reset, makes counters fall.
  pace.note('p', counts(0));
  pace.note('p', counts(3));
  expect(minutes()).toEqual([5, 9]);
  now += 3 * 60_000;
  expect(minutes()).toEqual([5, 9, 0, 0, 0]);
  now += MINUTES * 60_000;
  pace.note('p', counts(4));
  expect(minutes()).toEqual([...Array.from({ length: MINUTES - 1 }, () => 0), 1]);
});

test('a node that is new since then began at nothing', () => {
  const pace = createPace(() => 1_800_000_000_000);
  pace.note('p', { ...counts(0), nodes: [] });
  pace.note('p', counts(7));
  expect(pace.of('p').get('n')).toEqual([7]);
});
