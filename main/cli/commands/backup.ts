import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp, backUpAsPlanned } from '../doctor/copy.ts';
import { jsonOption } from '../options.ts';
import type { Runner } from '../session.ts';

type BackupFlags = { hardLinks?: boolean; json?: boolean };

/** `sluice backup`: a checked copy of a workspace. */
export function addBackup(program: Command, run: Runner): void {
  program
    .command('backup')
    .description('copy a workspace to a folder or into one file, and check the copy')
    .argument('<dir>', 'the workspace')
    .argument(
      '[target]',
      'a folder, or a file that ends with .tar; not there yet. Left out: as the workspace does by itself',
    )
    .option(
      '--hard-links',
      'files take no further space where the disk is the same; no help when that disk fails',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The folder or file has its name only when everything is copied and compared with its hash. Linked files stay where they are,
thumbnails are made again. What a
backup that was killed has left is removed by the next one to the same place. Ends with 3 when something was missing or damaged in the workspace, and so in the copy.

A workspace that is served ("sluice serve", or the app with its API on) is copied while it works. Without a target a backup
is made now in the folder that "sluice serve --backup-to" or the hub's page /admin has named.

Examples:
  sluice backup ~/work
  sluice backup ~/work /media/disk/work-monday
  sluice backup ~/work /media/disk/work-monday.tar
  sluice backup ~/work ~/work-before --hard-links`,
    )
    .action(async (folder: string, target: string | undefined, { hardLinks = false, json }: BackupFlags) => {
      const from = resolve(folder);
      const copy = target === undefined ? null : { from, to: resolve(target), hardLinks };
      await run({ json }, async (session) => (copy ? backUp(session, copy) : backUpAsPlanned(session, from)));
    });
}
