import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Check } from '#contract/app.ts';
import { SluiceError } from '#core/errors.ts';
import { checkDisplay } from '../doctor/display.ts';
import { checkElectron } from '../doctor/electron.ts';
import { repairWorkspaceFolder } from '../doctor/repair.ts';
import { checkWorkspaceFolder } from '../doctor/workspace.ts';
import { withHost } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption } from '../options.ts';
import { table } from '../output.ts';
import { findInstallation, workspaceFolder } from '../places.ts';
import type { Runner, Session } from '../session.ts';

type DoctorFlags = {
  workspace?: string;
  deep?: boolean;
  repair?: boolean;
  dryRun?: boolean;
  from?: string;
  json?: boolean;
};

/** `sluice doctor`: what is found on this computer, what is missing, how to get it; or what is wrong in a workspace. */
export function addDoctor(program: Command, run: Runner): void {
  program
    .command('doctor')
    .description(
      'say what is found on this computer, what is missing and how to get it; or check a workspace',
    )
    .addOption(
      new Option(
        '--workspace <dir>',
        'check this workspace instead of the computer; nothing is changed without --repair',
      ),
    )
    .option('--deep', 'with --workspace: also read every stored file and compare it with its hash')
    .option('--repair', 'with --workspace: mend what can be mended safely')
    .option('--dry-run', 'with --repair: only say what would be done')
    .option(
      '--from <backup>',
      'with --repair: take lost and damaged files from this backup, a folder or a .tar',
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Ends with 5 when something is missing that the work itself needs. A missing display or Electron is a
warning: the commands here need neither.

With --workspace it checks the database, that every item's file is there with its size, files that nothing refers to,
what half-done work has left, counters, and the log. No other Sluice may have the workspace open. Ends with 3 when
something is lost, damaged or told wrongly (an "error"), with 0 when there are warnings and notes at most: a warning
is about linked files outside of the workspace, a note about disk space that could be had.

With --repair counters are counted again, files are taken from the trash, a linked file or a backup, frames are made of
their video again, unreadable thumbnails and leftovers are removed, and a damaged database is mended or read into a new
file. A copy of the database is made before. An item whose file is nowhere is flagged as missing; its labels stay. Ends
with 3 when something is left to decide.

Examples:
  sluice doctor
  sluice doctor --json
  sluice doctor --workspace ~/work --deep
  sluice doctor --workspace ~/work --repair --from /media/disk/work-monday.tar`,
    )
    .action(async (flags: DoctorFlags) => {
      await run(flags, async (session) => {
        const { workspace, deep = false, repair = false, dryRun = false, from } = flags;
        if (!repair && (dryRun || from !== undefined)) {
          throw new SluiceError('invalid-input', '--dry-run and --from belong to --repair.');
        }
        if (workspace !== undefined && repair) {
          const source = from === undefined ? null : resolve(from);
          return await repairWorkspaceFolder(session, workspaceFolder(workspace), { dryRun, from: source });
        }
        if (workspace !== undefined) {
          return await checkWorkspaceFolder(session, workspaceFolder(workspace), deep);
        }
        if (deep || repair)
          throw new SluiceError(
            'invalid-input',
            '--deep and --repair are about a workspace: name it with --workspace.',
          );
        return await doctor(session);
      });
    });
}

async function doctor(session: Session) {
  const found = await withHost(session.output, (engine) => engine.call('diagnostics.check', {}));
  const checks: readonly Check[] = [
    ...found,
    await checkElectron(findInstallation(), process.env),
    checkDisplay(process.env, process.platform),
  ];
  session.output.result(checks, () => report(checks));
  return checks.some((check) => check.state === 'missing') ? EXIT.missing : EXIT.ok;
}

function report(checks: readonly Check[]): string {
  const remedies = checks.flatMap((check) => (check.remedy ? [`${check.name}: ${check.remedy}`] : []));
  const found = table(
    ['', 'state', 'found'],
    checks.map((check) => [check.name, check.state, check.found]),
  );
  return remedies.length > 0 ? `${found}\n\n${remedies.join('\n')}` : found;
}
