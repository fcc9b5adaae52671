import type { Command } from 'commander';
import type { Check } from '#contract/app.ts';
import { checkDisplay } from '../doctor/display.ts';
import { checkElectron } from '../doctor/electron.ts';
import { withHost } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption } from '../options.ts';
import { table } from '../output.ts';
import { findInstallation } from '../places.ts';

import type { Runner, Session } from '../session.ts';

/** `sluice doctor`: what is found on this computer, what is missing, how to get it. */
export function addDoctor(program: Command, run: Runner): void {
  program
    .command('doctor')
    .description('say what is found on this computer, what is missing and how to get it')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Ends with 5 when something is missing that the work itself needs. A missing display or Electron is a
warning: the commands here need neither.

Examples:
  sluice doctor
  sluice doctor --json`,
    )
    .action(async (flags: { json?: boolean }) => {
      await run(flags, doctor);
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
