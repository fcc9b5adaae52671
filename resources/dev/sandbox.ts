import { SetupError } from './setup-error.ts';

/**
 * Switches for starting the unpackaged app. Electron's sandbox cannot run as root; giving it up is for the person
 * to decide, so a start as root needs `SLUICE_NO_SANDBOX=1`, and everybody else keeps the sandbox whatever is set.
 * @throws SetupError, one line with the two ways out, when root has not decided
 */
export function sandboxSwitches(env: NodeJS.ProcessEnv, isRoot: boolean): readonly string[] {
  if (!isRoot) return [];
  if (env.SLUICE_NO_SANDBOX === '1') return ['--no-sandbox'];
  throw new SetupError(
    "Electron's sandbox cannot run as root: start as an ordinary user, or, in a container for development, " +
      'with SLUICE_NO_SANDBOX=1 npm start',
  );
}
