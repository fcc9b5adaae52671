import type { Command } from 'commander';
import { jsonOption, workspaceOption } from '../options.ts';
import { addChanging } from '../pipelines/changing.ts';
import { addChecking } from '../pipelines/checking.ts';
import { actions, type Group } from '../pipelines/group.ts';
import { addLifecycle } from '../pipelines/lifecycle.ts';
import { addMaking } from '../pipelines/making.ts';
import { addReading } from '../pipelines/reading.ts';
import { addRemote } from '../pipelines/remote.ts';
import { addStarting } from '../pipelines/starting.ts';
import { addWork } from '../pipelines/work.ts';
import type { Runner } from '../session.ts';

/** `sluice pipelines`: everything about pipelines, from a terminal or a script. */
export function addPipelines(program: Command, run: Runner): void {
  const pipelines = program
    .command('pipelines')
    .description('make, change, install, run and watch pipelines')
    .addHelpText(
      'after',
      `
A pipeline is named by its id or by its name.

Examples:
  sluice pipelines new video-to-qa --project Footage
  sluice pipelines import flow.json
  sluice pipelines install "Video to QA"
  sluice pipelines execute "Video to QA" --dataset Frames --wait
  sluice pipelines stats "Video to QA" --json`,
    );
  const group: Group = {
    ...actions(run),
    add: (name, description, example) =>
      pipelines
        .command(name)
        .description(description)
        .addOption(workspaceOption())
        .option('--project <name>', 'the project, by its name or id')
        .addOption(jsonOption())
        .addHelpText('after', `\nExample:\n  ${example}`),
  };
  addReading(group);
  addStarting(group);
  addMaking(group);
  addChanging(group);
  addChecking(group);
  addLifecycle(group);
  addWork(group);
  addRemote(group);
}
