/**
 * `npm run chaos [-- --kills 200 --items 5000 --seed TEXT]`: kills a working engine at random moments that depend on the
 * seed, while items flow through a graph with parallel branches and people work; then checks that nothing was lost and
 * nothing doubled. `--demo [--kills 50 --frames 500]`: the same with `sluice demo`, compared with an undisturbed one.
 * Ends with 1 when anything is wrong.
 */
import { parseArgs } from 'node:util';
import { runDemoChaos } from './demo/chaos.ts';
import { runChaos } from './runner/chaos.ts';

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean', default: false },
    kills: { type: 'string' },
    items: { type: 'string', default: '5000' },
    frames: { type: 'string', default: '500' },
    seed: { type: 'string', default: 'chaos' },
  },
});
const say = (line: string) => console.log(line);
const violations = values.demo ? await demo() : await runner();
for (const line of violations) console.error(line);
console.log(violations.length === 0 ? 'Nobody could tell.' : `${violations.length} things are wrong.`);
process.exitCode = violations.length === 0 ? 0 : 1;

async function demo(): Promise<readonly string[]> {
  const kills = Number(values.kills ?? 50);
  const report = await runDemoChaos({ kills, frames: Number(values.frames), seed: values.seed, say });
  say(`${report.kills} kills in ${report.workspaces} workspaces`);
  return report.damage;
}

async function runner(): Promise<readonly string[]> {
  const [kills, items] = [Number(values.kills ?? 200), Number(values.items)];
  const began = performance.now();
  const report = await runChaos({ kills, items, seed: values.seed, lifeMs: 3000, inspectEvery: 4, say });
  for (const [what, count] of Object.entries(report.counts)) say(`${String(count).padStart(8)}  ${what}`);
  say(`${Math.round((performance.now() - began) / 1000)} s`);
  return report.violations;
}
