/** The command line of the app: `--workspace FOLDER` (or `--workspace=FOLDER`) opens that workspace at the start. */
import { resolve } from 'node:path';

/** @returns absolute path of the workspace folder, or null when none is named */
export function workspaceArgument(args: readonly string[], folder: string): string | null {
  const index = args.findIndex((arg) => arg === '--workspace' || arg.startsWith('--workspace='));
  const found = args[index];
  if (found === undefined) return null;
  const path = found === '--workspace' ? args[index + 1] : found.slice('--workspace='.length);
  return path ? resolve(folder, path) : null;
}
