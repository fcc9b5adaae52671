import { resolve } from 'node:path';
import type { Command } from 'commander';
import { restore } from '../doctor/copy.ts';
import { jsonOption } from '../options.ts';
import type { Runner } from '../session.ts';

/** `sluice restore`: a workspace from a backup. */
export function addRestore(program: Command, run: Runner): void {
  program
    .command('restore')
    .description('make a workspace from a backup, and check it')
    .argument('<backup>', 'the folder or file that "sluice backup" made; it is only read')
    .argument('<dir>', 'the workspace to make: a folder that is not there yet')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Nothing is overwritten: move a workspace that is to be replaced out of the way first. A backup of an older version is
brought up to date. Ends with 3 when something is missing or damaged in the backup.

Examples:
  sluice restore /media/disk/work-monday ~/work
  sluice restore /media/disk/work-monday.tar ~/work`,
    )
    .action(async (backup: string, folder: string, { json }: { json?: boolean }) => {
      const copy = { from: resolve(backup), to: resolve(folder) };
      await run({ json }, async (session) => restore(session, copy));
    });
}
