import { type Command, Option } from 'commander';
import type { Job } from '#core/model/job.ts';
import { withEngine } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { type IdleState, waitForIdle } from '../idle.ts';
import { jobText } from '../job-text.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { workspaceFolder } from '../places.ts';

import { readGraphFile } from '../run/graph-file.ts';
import { importInputs, resolveInputs, startCycles } from '../run/inputs.ts';
import { preparePipeline } from '../run/prepare.ts';
import { describeRun, reportRun } from '../run/report.ts';
import type { Runner, Session } from '../session.ts';

type RunFlags = {
  input: string[];
  workspace?: string;
  project?: string;
  name?: string;
  link?: boolean;
  json?: boolean;
};

/** `sluice run`: a pipeline from a file over files, without a window. */
export function addRun(program: Command, run: Runner): void {
  program
    .command('run')
    .description('run a pipeline over files until everything is done or waits for people')
    .argument('<pipeline>', 'JSON file of the pipeline, as Sluice or Dataloop exports it')
    .addOption(new Option('--input <path...>', 'files and folders to bring in').makeOptionMandatory(true))
    .addOption(workspaceOption())
    .option(
      '--project <name>',
      "project to work in; made when it is not there (default: the pipeline's name)",
    )
    .option('--name <name>', 'name of the pipeline (default: the one in the file)')
    .option('--link', 'leave the files where they are instead of copying them into the workspace')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
A dataset that the pipeline does not name, or names by something that is not here, is made with that name,
or with the name of its node. Run again with the same file, the pipeline goes on with new inputs; an input
that is there already is not run twice.

Examples:
  sluice run pipeline.json --input clip.mp4
  sluice run pipeline.json --input ~/footage --link --workspace ~/work --json`,
    )
    .action(async (path: string, flags: RunFlags) => {
      await run(flags, async (session) => await runPipeline(path, flags, session));
    });
}

async function runPipeline(path: string, flags: RunFlags, session: Session) {
  const started = performance.now();
  const file = await readGraphFile(path);
  const named = { ...file, name: flags.name ?? file.name };
  const paths = await resolveInputs(flags.input);
  const workspace = workspaceFolder(flags.workspace);
  return await withEngine(workspace, session.output, async (engine) => {
    const problems: string[] = [];
    engine.subscribe((event) => {
      if (event.name === 'problem') problems.push(event.payload.error.message);
    });
    const settle = async () => await waitForIdle(engine, session.signal, showProgress(session));
    const prepared = await preparePipeline(engine.call, named, flags.project ?? named.name);
    const mode = flags.link ? 'link' : 'copy';
    const items = await importInputs(engine, prepared, { paths, mode }, settle);
    if (!prepared.triggered) {
      await startCycles(engine, prepared, items);
      await settle();
    }
    const seconds = Math.round((performance.now() - started) / 10) / 100;
    const facts = { workspace, items: items.length, problems, seconds };
    const report = await reportRun(engine.call, prepared, facts);
    session.output.result(report, () => describeRun(report));
    return report.failed > 0 || problems.length > 0 ? EXIT.workFailed : EXIT.ok;
  });
}

function showProgress(session: Session): (state: IdleState, jobs: readonly Job[]) => void {
  return ({ machineWork, ingestBusy }, jobs) => {
    const left = ingestBusy ? 'Reading files' : `${machineWork} steps to go`;
    session.output.progress([left, ...jobs.map(jobText)].join('; '));
  };
}
