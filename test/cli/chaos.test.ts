import { expect, it } from 'vitest';
import { runChaos } from '#test/chaos/chaos.ts';

/** Each kill costs an engine's start; the long version is `npm run chaos`. */
const LIMIT_MS = 180_000;

it('ends the same after ten kills at random moments as after none', { timeout: LIMIT_MS }, async () => {
  const said: string[] = [];
  const report = await runChaos({ kills: 10, frames: 60, seed: 'short', say: (line) => said.push(line) });
  expect(report.damage, said.join('\n')).toEqual([]);
  expect(report.kills).toBe(10);
  expect(report.expected).toMatchObject({ videos: 1, frames: 60, cycles: 1, failed: 0 });
});
