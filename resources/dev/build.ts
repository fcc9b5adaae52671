/**
 * Builds what runs: `out/electron` (main process), `out/engine`, `out/cli`, `out/preload` and `out/renderer`.
 * A target whose sources have not changed since its last build is left as it is, so this may run before every start.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import { hashInputs } from './build/inputs.ts';
import { type BuildTarget, buildTargets } from './build/targets.ts';
import { PROJECT_ROOT } from './electron-runtime.ts';
import { type Reporter, terminalReporter } from './reporter.ts';
import { takeTurn } from './runtime/turns.ts';
import { runMain, SetupError } from './setup-error.ts';

export interface BuildOptions {
  /** True: say nothing but errors. */
  readonly quiet?: boolean;
  /** The repository to build; its own by default. */
  readonly projectRoot?: string;
}

/** A build takes seconds; another process that builds is waited for, and taken for dead when it shows no life. */
const TURN_TIMES = { beat: 1000, stale: 20_000, poll: 100 } as const;

/** Names the inputs that the folder was built from. Inside of it, so that both change places at once. */
const STAMP = '.inputs';

const SILENT: Reporter = { say: () => undefined, progress: () => undefined };

/**
 * Builds every target that is not up to date. Safe while others build: the same target is built once, and a folder
 * under `out` is always whole.
 */
export async function build(options: BuildOptions = {}): Promise<void> {
  const projectRoot = options.projectRoot ?? PROJECT_ROOT;
  const reporter = options.quiet === true ? SILENT : terminalReporter();
  const results = await Promise.allSettled(
    buildTargets(projectRoot).map((target) => buildTarget(target, projectRoot, reporter)),
  );
  // Every target has ended by now: none is left half way when the process ends with the error.
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function buildTarget(target: BuildTarget, projectRoot: string, reporter: Reporter): Promise<void> {
  if (!existsSync(join(projectRoot, target.entry))) return;
  const out = join(projectRoot, 'out');
  const place = join(out, target.name);
  const inputs = await hashInputs(projectRoot, target.sources);
  const workFolder = join(out, `.building-${target.name}`);
  await takeTurn({
    workFolder,
    times: TURN_TIMES,
    find: async () => ((await readStamp(place)) === inputs ? place : undefined),
    make: async () => {
      const started = performance.now();
      const fresh = join(workFolder, 'fresh');
      await bundle(target, fresh);
      await target.finish?.(fresh);
      await writeFile(join(fresh, STAMP), inputs);
      await swap(fresh, place, join(workFolder, 'stale'));
      reporter.say(`Built ${target.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      return place;
    },
    waiting: () => reporter.say(`Waiting for another build of ${target.name}`),
  });
}

async function bundle(target: BuildTarget, outDir: string): Promise<void> {
  try {
    await viteBuild(await target.config(outDir));
  } catch (error) {
    // Its message shows the place in the source; the stack would only show the bundler.
    throw new SetupError(`${target.entry}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readStamp(folder: string): Promise<string | undefined> {
  return await readFile(join(folder, STAMP), 'utf8').catch(() => undefined);
}

/** Puts the fresh folder in the old one's place; what is open in the old one stays readable to who has it open. */
async function swap(fresh: string, place: string, stale: string): Promise<void> {
  await mkdir(place, { recursive: true });
  await rename(place, stale);
  await rename(fresh, place);
  await rm(stale, { recursive: true, force: true });
}

if (import.meta.main) {
  await runMain(async () => {
    await build();
    return 0;
  });
}
