import { runCommand } from '../run-command.ts';
import { SetupError } from '../setup-error.ts';

/** Versions that an Electron tells about itself. */
export interface RuntimeVersions {
  readonly electron: string;
  readonly node: string;
}

/** An Electron answers in a tenth of a second; one that opens a window instead never does. */
const ANSWER_LIMIT_MS = 20_000;

/** The oldest Node that loads the engine's database add-on (Node-API 10). */
const ENGINE_NODE = { major: 22, minor: 14 };

/**
 * Asks an Electron for its versions by running it as Node. This is also the proof that it can be started here:
 * throws SetupError naming the missing system library when the loader does not find one.
 */
export async function askVersions(executable: string): Promise<RuntimeVersions> {
  const command = { command: executable, args: ['-p', 'JSON.stringify(process.versions)'] };
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { code, stdout, stderr, timedOut } = await runCommand(command, { env, limitMs: ANSWER_LIMIT_MS });
  const library = /error while loading shared libraries: (\S+):/.exec(stderr)?.[1];
  if (library !== undefined) {
    throw new SetupError(
      `Electron cannot start: the system library ${library} is missing. Run "npm run test:setup", ` +
        'which installs the needed Debian packages as root and otherwise prints the command that does.',
    );
  }
  const versions = code === 0 ? parseVersions(stdout) : undefined;
  if (versions !== undefined) return versions;
  const reason = timedOut ? 'it does not answer' : (stderr.trim().split('\n').at(-1) ?? `exit code ${code}`);
  throw new SetupError(`${executable} is not an Electron that works here: ${reason}`);
}

function parseVersions(text: string): RuntimeVersions | undefined {
  try {
    const versions: unknown = JSON.parse(text);
    if (typeof versions !== 'object' || versions === null) return undefined;
    if (!('electron' in versions && 'node' in versions)) return undefined;
    return { electron: String(versions.electron), node: String(versions.node) };
  } catch {
    return undefined;
  }
}

/** True when the engine must run beside this Electron, on a Node of its own (`SLUICE_ENGINE_NODE`). */
export function needsEngineNode(versions: RuntimeVersions): boolean {
  const [major = 0, minor = 0] = versions.node.split('.').map(Number);
  return major < ENGINE_NODE.major || (major === ENGINE_NODE.major && minor < ENGINE_NODE.minor);
}

/**
 * Environment for starting an app on this Electron: with `SLUICE_ENGINE_NODE` where the Electron's Node is too old
 * for the engine (a value the person has set stays), without what would turn Electron into a plain Node.
 */
export function electronEnv(versions: RuntimeVersions, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _plainNode, ...rest } = env;
  if (!needsEngineNode(versions)) return rest;
  return { ...rest, SLUICE_ENGINE_NODE: env.SLUICE_ENGINE_NODE ?? process.execPath };
}
