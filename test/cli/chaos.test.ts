/** The short versions of `npm run chaos`: each kill costs an engine's start. */
import { expect, it } from 'vitest';
import { runDemoChaos } from '#test/chaos/demo/chaos.ts';
import { runChaos } from '#test/chaos/runner/chaos.ts';
import { runKillChaos } from '#test/chaos/studio/kills.ts';
import { runSyncChaos } from '#test/chaos/sync/chaos.ts';

const LIMIT_MS = 180_000;

it('ends the demo the same after kills at random moments as after none', { timeout: LIMIT_MS }, async () => {
  const said: string[] = [];
  const report = await runDemoChaos({ kills: 4, frames: 40, seed: 'short', say: (line) => said.push(line) });
  expect(report.damage, said.join('\n')).toEqual([]);
  expect(report.kills).toBe(4);
  expect(report.expected).toMatchObject({ videos: 1, frames: 40, cycles: 1, failed: 0 });
});

it('loses and doubles nothing when it is killed while people work', { timeout: LIMIT_MS }, async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const options = { kills: 10, items: 300, lifeMs: 1500, inspectEvery: 3, say };
  const { violations, counts } = await runChaos({ ...options, seed: 'c' });
  expect(violations, said.join('\n')).toEqual([]);
  expect(counts['kills']).toBe(10);
});

it('keeps a beginning of what people annotate, with all that was confirmed', {
  timeout: LIMIT_MS,
}, async () => {
  const said: string[] = [];
  const { violations, counts } = await runKillChaos({ kills: 8, seed: 's', say: (line) => said.push(line) });
  expect(violations, said.join('\n')).toEqual([]);
  expect(counts['kills']).toBe(8);
  expect(counts['changes stored']).toBeGreaterThan(0);
});

it('keeps three people and a hub in step over a bad network, whoever is killed', {
  timeout: LIMIT_MS,
}, async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const { violations, counts } = await runSyncChaos({ items: 40, perItem: 5, kills: 1, seed: 'short', say });
  expect(violations, said.join('\n')).toEqual([]);
  expect(counts['kills']).toBe(4);
  expect(counts['items in the end']).toBe(40);
  expect(counts['words written']).toBeGreaterThan(50);
});
