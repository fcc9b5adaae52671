import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { hasErrno, SetupError } from '../setup-error.ts';
import { isExecutable, statedVersion } from './cache.ts';
import { executableName } from './platforms.ts';
import { takeTurn } from './turns.ts';
import type { ElectronRuntime, RuntimeSettings } from './types.ts';

/** An official Electron, or why there is none. */
export type OfficialResult =
  | { readonly runtime: ElectronRuntime }
  | { readonly runtime: undefined; readonly version: string; readonly reason: string };

/** A download that takes longer than this is worth a line, in milliseconds; a refusal comes faster. */
const QUIET_MS = 2000;

/**
 * The official Electron of the pinned version: the installed one, else the package's own install script is run.
 * A host that cannot be reached is a result, since there is another way; a download that was tampered with or a
 * full disk is not, and throws SetupError.
 */
export async function ensureOfficial(settings: RuntimeSettings): Promise<OfficialResult> {
  const folder = packageFolder(settings);
  const version = await pinnedVersion(folder);
  const installed = await findInstalled(folder, version, settings);
  if (installed !== undefined) return { runtime: installed };
  try {
    return await takeTurn<OfficialResult>({
      workFolder: join(folder, '.installing'),
      times: settings.turns,
      find: async () => {
        const runtime = await findInstalled(folder, version, settings);
        return runtime === undefined ? undefined : { runtime };
      },
      make: async () => await install(folder, version, settings),
      waiting: () => settings.reporter.say(`Another process installs Electron ${version}: waiting for it`),
    });
  } catch (error) {
    if (!hasErrno(error, 'EACCES', 'EROFS', 'EPERM')) throw error;
    return { runtime: undefined, version, reason: `${folder} cannot be written` };
  }
}

function packageFolder(settings: RuntimeSettings): string {
  return join(settings.projectRoot, 'node_modules', 'electron');
}

async function pinnedVersion(folder: string): Promise<string> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (manifest === undefined) throw new SetupError(`${folder} is missing. Run "npm ci" first.`);
  const parsed: unknown = JSON.parse(manifest);
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
  throw new SetupError(`${folder}/package.json states no version. Run "npm ci" again.`);
}

/** `path.txt` is written last by the install script: without it a broken unzip would pass for an Electron. */
async function findInstalled(
  folder: string,
  version: string,
  settings: RuntimeSettings,
): Promise<ElectronRuntime | undefined> {
  const name = executableName(settings.platform);
  const dist = join(folder, 'dist');
  const finished = await readFile(join(folder, 'path.txt'), 'utf8').catch(() => undefined);
  const executable = join(dist, name);
  if (finished?.trim() !== name || (await statedVersion(dist)) !== version) return undefined;
  if (!(await isExecutable(executable))) return undefined;
  const line = `Electron ${version} (official)`;
  return { executable, version, source: 'official', development: false, line };
}

async function install(folder: string, version: string, settings: RuntimeSettings): Promise<OfficialResult> {
  const slow = setTimeout(
    () => settings.reporter.say(`Downloading Electron ${version} (official)`),
    QUIET_MS,
  );
  const result = await runCommand(settings.install, {
    cwd: settings.projectRoot,
    env: installEnv(settings.env),
    limitMs: settings.installLimitMs,
  });
  clearTimeout(slow);
  const runtime = await findInstalled(folder, version, settings);
  if (result.code === 0 && runtime !== undefined) return { runtime };
  if (result.timedOut) {
    return { runtime: undefined, version, reason: `not done after ${settings.installLimitMs / 1000} s` };
  }
  refuseBadDownload(result.stderr, version);
  return { runtime: undefined, version, reason: failureReason(result.stderr) };
}

/** The install script uses a proxy only when told to. */
function installEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const proxy = env.HTTPS_PROXY ?? env.https_proxy ?? env.HTTP_PROXY ?? env.http_proxy;
  return proxy === undefined || proxy === '' ? env : { ...env, ELECTRON_GET_USE_PROXY: 'true' };
}

function refuseBadDownload(stderr: string, version: string): void {
  if (/did not match expected checksum|ChecksumMismatch|NoChecksumFound/i.test(stderr)) {
    throw new SetupError(
      `Electron ${version} was downloaded and is refused: its checksum is not the one its publisher gave. ` +
        'Check ELECTRON_MIRROR and the network, delete the Electron download cache and try again.',
    );
  }
  if (stderr.includes('ENOSPC')) {
    throw new SetupError(`The disk is full: Electron ${version} needs about 500 MB while it is installed.`);
  }
}

/** The sentence of an error's stack that says what happened. */
function failureReason(stderr: string): string {
  const line = stderr.split('\n').find((text) => /^\w*Error\b/.test(text.trim()));
  return line?.trim().replace(/^\w*Error:\s*/, '') ?? 'its install script failed';
}
