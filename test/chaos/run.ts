/**
 * `npm run chaos [-- --kills 200 --items 5000 --seed TEXT]`: kills a working engine at random moments that depend on the
 * seed, while items flow through a graph with parallel branches and people work; then checks that nothing was lost and
 * nothing doubled. `--demo [--kills 50 --frames 500]`: the same with `sluice demo`, compared with an undisturbed one.
 * `ingest [--operations 2000 --seed TEXT]`: anything happens to watched folders meanwhile, and items must agree with files.
 * `studio [--kills 200 --sequences 2000 --seed TEXT]`: anything is done in the editor, undone and done again; and the engine
 * is killed while it is done, now and then with the window.
 * `sync [--kills 10 --items 2000 --seed TEXT]`: three workstations and a hub over a bad network, each process killed so often.
 * `leak [--items 2000]`: that many items are opened in a row, and the window must not grow from the 200th on.
 * Ends with 1 when anything is wrong.
 */
import { parseArgs } from 'node:util';
import { runDemoChaos } from './demo/chaos.ts';
import { runFolderChaos } from './ingest/chaos.ts';
import { runChaos } from './runner/chaos.ts';
import { createDice } from './runner/dice.ts';
import { runKillChaos } from './studio/kills.ts';
import { runLeakSearch } from './studio/leak-run.ts';
import { checkUndo } from './studio/undo.ts';
import { runSyncChaos } from './sync/chaos.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    demo: { type: 'boolean', default: false },
    kills: { type: 'string' },
    items: { type: 'string' },
    operations: { type: 'string', default: '2000' },
    sequences: { type: 'string', default: '2000' },
    frames: { type: 'string', default: '500' },
    seed: { type: 'string', default: 'chaos' },
  },
});
const say = (line: string) => console.log(line);
const violations = await chosen();
for (const line of violations) console.error(line);
console.log(violations.length === 0 ? 'Nobody could tell.' : `${violations.length} things are wrong.`);
process.exitCode = violations.length === 0 ? 0 : 1;

async function chosen(): Promise<readonly string[]> {
  const [name, ...more] = positionals;
  const known = { ingest, studio, sync, leak };
  if (name === undefined) return values.demo ? await demo() : await runner();
  if (more.length === 0 && Object.hasOwn(known, name)) return await known[name as keyof typeof known]();
  const names = Object.keys(known).join(', ');
  throw new Error(`There is no chaos of the name "${positionals.join(' ')}": only ${names}.`);
}

async function leak(): Promise<readonly string[]> {
  return await runLeakSearch({ items: Number(values.items ?? 2000), from: 200, say });
}

async function ingest(): Promise<readonly string[]> {
  const operations = Number(values.operations);
  return tell(() => runFolderChaos({ operations, seed: values.seed, say }));
}

async function studio(): Promise<readonly string[]> {
  const [runs, kills] = [Number(values.sequences), Number(values.kills ?? 200)];
  const { seed } = values;
  try {
    await checkUndo({ runs, seed: createDice(seed).below(2 ** 31) });
    say(`${runs} sequences undone and done again`);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return tell(() => runKillChaos({ kills, seed, say }));
}

async function sync(): Promise<readonly string[]> {
  const [kills, items] = [Number(values.kills ?? 10), Number(values.items ?? 2000)];
  return tell(() => runSyncChaos({ kills, items, perItem: 10, seed: values.seed, say }));
}

async function demo(): Promise<readonly string[]> {
  const kills = Number(values.kills ?? 50);
  const report = await runDemoChaos({ kills, frames: Number(values.frames), seed: values.seed, say });
  say(`${report.kills} kills in ${report.workspaces} workspaces`);
  return report.damage;
}

async function runner(): Promise<readonly string[]> {
  const [kills, items] = [Number(values.kills ?? 200), Number(values.items ?? 5000)];
  return tell(() => runChaos({ kills, items, seed: values.seed, lifeMs: 3000, inspectEvery: 4, say }));
}

type Report = { readonly counts: Readonly<Record<string, number>>; readonly violations: readonly string[] };

/** Says what was counted and how long it took. Answers what is wrong. */
async function tell(run: () => Promise<Report>): Promise<readonly string[]> {
  const began = performance.now();
  const report = await run();
  for (const [what, count] of Object.entries(report.counts)) say(`${String(count).padStart(8)}  ${what}`);
  say(`${Math.round((performance.now() - began) / 1000)} s`);
  return report.violations;
}
