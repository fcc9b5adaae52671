import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ElectronRuntime } from '../runtime/types.ts';
import { SetupError } from '../setup-error.ts';

export interface PackOptions {
  /** electron-builder's target names; `dir` is the unpacked app. */
  readonly targets: readonly string[];
  readonly allowDevRuntime: boolean;
}

const AFTER_PACK = join(import.meta.dirname, 'after-pack.ts');

const USAGE = 'npm run pack -- [--target NAME]... [--allow-dev-runtime]';

/** Reads the command line of `npm run pack`; throws SetupError with the usage on anything unknown. */
export function parsePackOptions(args: readonly string[]): PackOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        target: { type: 'string', multiple: true, default: ['dir'] },
        'allow-dev-runtime': { type: 'boolean', default: false },
      },
    });
    return { targets: values.target, allowDevRuntime: values['allow-dev-runtime'] };
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}. Usage: ${USAGE}`);
  }
}

/** Throws SetupError when this Electron must not go into a build and nobody has said that it may. */
export function refuseDevRuntime(runtime: ElectronRuntime, options: PackOptions): void {
  if (!runtime.development || options.allowDevRuntime) return;
  throw new SetupError(
    `Not packed: ${runtime.line}. A build for users needs the official Electron, from github.com or a mirror ` +
      '(ELECTRON_MIRROR). For a build to test on this machine: npm run pack -- --allow-dev-runtime',
  );
}

/** electron-builder's command line for these options. */
export function builderArguments(
  runtime: ElectronRuntime,
  runtimeFolder: string,
  options: PackOptions,
  platform: NodeJS.Platform,
): readonly string[] {
  return [
    `--${platformName(platform)}`,
    ...options.targets,
    '--publish=never',
    `-c.afterPack=${AFTER_PACK}`,
    `-c.electronDist=${runtimeFolder}`,
    `-c.electronVersion=${runtime.version}`,
    `-c.extraMetadata.sluiceRuntime=${runtime.development ? 'development' : 'official'}`,
    // Playwright starts a packed app for the smoke test by `--inspect`.
    ...(runtime.development ? ['-c.electronFuses.enableNodeCliInspectArguments=true'] : []),
  ];
}

function platformName(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return 'win';
    case 'darwin':
      return 'mac';
    default:
      return 'linux';
  }
}
