import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { hasDisplay } from '../doctor/display.ts';
import { packagedApp } from '../doctor/packaged-app.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { runOn } from '../node-guard.ts';
import { findInstallation } from '../places.ts';
import type { Runner } from '../session.ts';

/** `sluice open`: the desktop app. */
export function addOpen(program: Command, run: Runner): void {
  program
    .command('open')
    .description('start the desktop app')
    .argument('[dir]', 'the workspace to open; made when it is not there (default: the one used last)')
    .addHelpText(
      'after',
      `
From a source tree this builds the app first, where something has changed.

Examples:
  sluice open
  sluice open ~/footage`,
    )
    .action(async (folder: string | undefined) => {
      await run({}, async () => await open(folder));
    });
}

async function open(folder: string | undefined): Promise<ExitCode> {
  if (!hasDisplay(process.env, process.platform)) {
    throw new SluiceError(
      'tool-missing',
      'No display is set (DISPLAY, WAYLAND_DISPLAY), so no window can be opened. Without one these work: ' +
        'sluice serve, sluice run, sluice tasks, sluice demo.',
    );
  }
  const { root, fromSource } = findInstallation();
  const args = folder === undefined ? [] : ['--workspace', resolve(folder)];
  if (fromSource) {
    const code = await runOn(process.execPath, [join(root, 'resources', 'dev', 'start.ts'), ...args]);
    return code === 0 ? EXIT.ok : EXIT.unexpected;
  }
  const app = await packagedApp(root);
  if (app === null) {
    throw new SluiceError(
      'tool-missing',
      `There is no desktop app beside ${root}. Install Sluice's desktop app.`,
    );
  }
  const code = await runOn(app, args);
  return code === 0 ? EXIT.ok : EXIT.unexpected;
}
