/**
 * `npm test`: gets what the tests need, checks types, style, walls and unused code, runs the tests and the end-to-end
 * tests, and, in CI or with `--pack`, packs the app and starts it once. Stops at the first step that fails.
 */
import { parseArgs } from 'node:util';
import { runMain } from './setup-error.ts';
import { runStage, type Stage, type StageResult } from './test/stage.ts';

const node = process.execPath;

const STAGES: readonly Stage[] = [
  {
    name: 'set-up',
    commands: [
      [node, 'resources/dev/system-packages.ts'],
      [node, 'resources/dev/electron-runtime.ts'],
    ],
  },
  { name: 'types', commands: [['tsc', '-b']] },
  { name: 'style', commands: [['biome', 'check']] },
  {
    name: 'walls',
    commands: [
      ['depcruise', '--config', '.dependency-cruiser.js', 'main', 'preload', 'renderer', 'resources'],
    ],
  },
  { name: 'unused', commands: [['knip']] },
  { name: 'tests', commands: [['vitest', 'run']] },
  { name: 'end to end', commands: [[node, 'resources/dev/e2e.ts']] },
];

const PACKED: Stage = {
  name: 'packed app',
  commands: [
    [node, 'resources/dev/pack.ts', '--allow-dev-runtime'],
    [node, 'resources/dev/smoke.ts'],
  ],
};

await runMain(async () => {
  const { values } = parseArgs({ options: { pack: { type: 'boolean', default: false } } });
  const stages = values.pack || process.env.CI ? [...STAGES, PACKED] : STAGES;
  const results: StageResult[] = [];
  for (const stage of stages) {
    console.log(`\n== ${stage.name}`);
    const result = await runStage(stage);
    results.push(result);
    if (!result.ok) break;
  }
  summarize(results);
  return results.every((result) => result.ok) ? 0 : 1;
});

/** The last line counts everything: it is what a machine reads. */
function summarize(results: readonly StageResult[]): void {
  console.log('');
  for (const { name, ok, seconds, passed, failed } of results) {
    const verdict = ok ? 'ok    ' : 'FAILED';
    console.log(
      `${verdict}  ${name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s  ${passed} passed, ${failed} failed`,
    );
  }
  const broken = results.find((result) => !result.ok);
  if (broken) console.log(`\n"${broken.name}" failed; what comes after it did not run.`);
  const sum = (pick: (result: StageResult) => number) => results.reduce((total, one) => total + pick(one), 0);
  console.log(`\n${sum((one) => one.passed)} passed, ${sum((one) => one.failed)} failed`);
}
