/**
 * `npm run chaos [-- --rounds 50 --frames 500 --seed TEXT]`: as many kills of the engine while the demo runs, each at a
 * random moment that depends on the seed. Ends with 1 when the outcome differs from an undisturbed run's.
 */
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    frames: { type: 'string', default: '500' },
    seed: { type: 'string', default: 'chaos' },
  },
});

const report = await runChaos({
  kills: Number(values.rounds),
  frames: Number(values.frames),
  seed: values.seed,
  say: (line) => console.log(line),
});
for (const line of report.damage) console.error(line);
console.log(
  `${report.kills} kills in ${report.workspaces} workspaces: ${
    report.damage.length === 0 ? 'nobody could tell' : `${report.damage.length} things are wrong`
  }`,
);
process.exitCode = report.damage.length === 0 ? 0 : 1;
