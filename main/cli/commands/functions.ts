import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { describeFunctions, listFunctions } from '../pipelines/functions.ts';
import { workspaceFolder } from '../places.ts';
import type { Runner } from '../session.ts';

type FunctionFlags = { workspace?: string; json?: boolean };

/** `sluice functions`: what the nodes of a pipeline can be. */
export function addFunctions(program: Command, run: Runner): void {
  const functions = program
    .command('functions')
    .description('see what the nodes of a pipeline can do')
    .addHelpText('after', '\nExample:\n  sluice functions list');
  functions
    .command('list')
    .description('list all kinds of nodes, and the functions of your own in the workspace')
    .addOption(workspaceOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
A function of your own is a file NAME.js or NAME.ts in the workspace's folder "functions".

Example:
  sluice functions list --json`,
    )
    .action(async (flags: FunctionFlags) => {
      await run(flags, async (session) => {
        const found = await listFunctions(workspaceFolder(flags.workspace));
        session.output.result(found, () => describeFunctions(found));
        return EXIT.ok;
      });
    });
}
