/**
 * The engine against a model of it: random graphs, items, people, pauses, crashes, reruns, new versions. After every act
 * both must show the same executions, the same number of times each connection was taken, and every counter must be right.
 */

import { expect, test } from 'vitest';
import { fc } from '#test/support/property.ts';
import { playStory, story } from './play.ts';

const RUNS = Number(process.env['SLUICE_MODEL_RUNS'] ?? 40);

test('the engine does what the model does', { timeout: 3_600_000 }, async () => {
  let acts = 0;
  await fc.assert(
    fc.asyncProperty(story, async (one) => {
      acts += await playStory(one);
    }),
    { numRuns: RUNS },
  );
  expect(acts).toBeGreaterThan(RUNS);
});
