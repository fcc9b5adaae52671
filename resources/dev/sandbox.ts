import { SetupError } from './setup-error.ts';

export interface SandboxDecision {
  /** For Electron's command line. */
  readonly switches: readonly string[];
  /** One line to print first; undefined when nothing is out of the ordinary. */
  readonly note?: string;
}

/**
 * Switches for starting the unpackaged app. Electron's sandbox cannot run as root, and root is all there is in many
 * containers, so a start as root goes without it and says so. `SLUICE_NO_SANDBOX=0` forbids that. Everybody else
 * keeps the sandbox whatever is set, and so does the packaged app always.
 * @throws SetupError, one line with the way out, for root with `SLUICE_NO_SANDBOX=0`
 */
export function decideSandbox(env: NodeJS.ProcessEnv, isRoot: boolean): SandboxDecision {
  if (!isRoot) return { switches: [] };
  if (env.SLUICE_NO_SANDBOX === '0') {
    throw new SetupError("Electron's sandbox cannot run as root: start as an ordinary user.");
  }
  return {
    switches: ['--no-sandbox'],
    note: "Running as root, so without Electron's sandbox; an ordinary user has it",
  };
}
