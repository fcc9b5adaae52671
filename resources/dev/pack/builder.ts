import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { runCommand } from '../run-command.ts';
import type { ElectronRuntime } from '../runtime/types.ts';
import { SetupError } from '../setup-error.ts';
import { builderArguments, type PackOptions } from './options.ts';

export interface PackRequest {
  /** Folder with `package.json`, `electron-builder.yml` and the built `out`. */
  readonly projectRoot: string;
  readonly runtime: ElectronRuntime;
  readonly options: PackOptions;
  readonly env: NodeJS.ProcessEnv;
}

const BUILDER = resolve(import.meta.dirname, '..', '..', '..', 'node_modules', 'electron-builder', 'cli.js');

/**
 * Runs electron-builder and returns the folder with the result. It is a process of its own because it prints stacks
 * for what is an ordinary situation (no network); its output is kept in `electron-builder.log` in that folder.
 * @throws SetupError, one sentence, when it fails
 */
export async function runBuilder(request: PackRequest): Promise<string> {
  const { projectRoot, runtime, options } = request;
  const output = join(projectRoot, 'dist');
  const args = [
    BUILDER,
    '--projectDir',
    projectRoot,
    ...builderArguments(runtime, runtimeFolder(runtime.executable), options, process.platform),
  ];
  const result = await runCommand(
    { command: process.execPath, args },
    { cwd: projectRoot, env: request.env },
  );
  const log = join(output, 'electron-builder.log');
  await mkdir(output, { recursive: true });
  await writeFile(log, result.stdout + result.stderr);
  if (result.code === 0) return output;
  throw new SetupError(`${failureSentence(result.stdout + result.stderr, options.targets)} Log: ${log}`);
}

/** The folder that holds the unpacked Electron: on macOS the executable is deep inside the bundle. */
function runtimeFolder(executable: string): string {
  const bundle = executable.indexOf('Electron.app/');
  return bundle === -1 ? dirname(executable) : executable.slice(0, bundle);
}

/** What a person needs to know of electron-builder's output after a failure. */
export function failureSentence(log: string, targets: readonly string[]): string {
  const names = targets.join(', ');
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Response code \d/.test(log)) {
    return (
      `The target ${names} needs tools that electron-builder downloads from github.com, which cannot be reached ` +
      'here; the target dir ("npm run pack") needs none.'
    );
  }
  const told = /⨯\s*(.+?)(?:\s{2,}\w+=|$)/m.exec(log)?.[1] ?? 'it gave no reason';
  return `electron-builder could not make ${names}: ${told.trim().replace(/\.?$/, '.')}`;
}
