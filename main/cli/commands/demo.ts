import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { runDemo } from '../demo/demo.ts';
import { withEngine } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, wholeNumber } from '../options.ts';
import { facts } from '../output.ts';

import type { Runner, Session } from '../session.ts';

type DemoFlags = { workspace?: string; frames: number; seed: string; json?: boolean };

/** `sluice demo`: the main job from end to end, without a window. */
export function addDemo(program: Command, run: Runner): void {
  program
    .command('demo')
    .description(
      'make the sample project and take its video the whole way, with seeded decisions in place of people',
    )
    .option(
      '--workspace <dir>',
      'where to work; a demo there goes on (default: a temporary folder, removed afterwards)',
    )
    .addOption(
      new Option('--frames <n>', 'frames of the sample video').argParser(wholeNumber(1, 100_000)).default(60),
    )
    .option('--seed <text>', 'what the decisions depend on', 'demo')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Prints how many videos, frames, labelled, approved, discarded and reworked frames, cycles and failed
executions there are, and the seconds it took. The decisions depend on the seed and the frame alone.

Examples:
  sluice demo
  sluice demo --json --frames 500
  sluice demo --workspace ~/sluice-demo     and then: sluice open ~/sluice-demo`,
    )
    .action(async (flags: DemoFlags) => {
      await run(flags, async (session) => await demo(flags, session));
    });
}

async function demo(flags: DemoFlags, session: Session) {
  if (flags.workspace !== undefined) return await demoIn(resolve(flags.workspace), flags, session);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-demo-'));
  try {
    return await demoIn(join(folder, 'Demo'), flags, session);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function demoIn(workspace: string, flags: DemoFlags, session: Session) {
  const started = performance.now();
  return await withEngine(workspace, session.output, async (engine) => {
    const counts = await runDemo(engine, flags, session);
    const result = { ...counts, seconds: Math.round((performance.now() - started) / 10) / 100 };
    session.output.result(result, () => facts(Object.entries(result)));
    return counts.failed > 0 ? EXIT.workFailed : EXIT.ok;
  });
}
