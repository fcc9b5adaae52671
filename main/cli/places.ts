/** Where things are: Sluice's own folder, the user's folders, the workspace that is meant. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';

const manifestSchema = z.object({ name: z.string(), version: z.string() });

export type Installation = {
  /** The folder with Sluice's package.json. */
  readonly root: string;
  readonly version: string;
  /** True for a source tree, where the app is built before it starts. */
  readonly fromSource: boolean;
};

/** Looked for upwards from this file, which lies at different depths in the source and in a build. */
export function findInstallation(from: string = import.meta.dirname): Installation {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const manifest = manifestSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (manifest.success && manifest.data.name === 'sluice') {
        const fromSource = existsSync(join(folder, 'resources', 'dev', 'start.ts'));
        return { root: folder, version: manifest.data.version, fromSource };
      }
    }
    if (folder === dirname(folder)) {
      throw new SluiceError(
        'io',
        `Sluice's own package.json was not found above ${from}. Install Sluice again.`,
      );
    }
  }
}

/** Where the list of recent workspaces is kept. */
export function configFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env['SLUICE_CONFIG_DIR'] ?? envPaths('sluice', { suffix: '' }).config;
}

/** The workspace meant by `--workspace`, by SLUICE_WORKSPACE, or else the one kept for the command line. */
export function workspaceFolder(option: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const named = option ?? env['SLUICE_WORKSPACE'];
  if (named) return resolve(named);
  return join(envPaths('sluice', { suffix: '' }).data, 'workspaces', 'command-line');
}
