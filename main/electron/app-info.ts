/** What the app says about itself. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { AppInfo } from '#contract/app.ts';
import { readJson } from './json-file.ts';

const manifestSchema = z.object({ sluiceRuntime: z.enum(['official', 'development']).optional() });

export type AppFacts = {
  readonly version: string;
  readonly packaged: boolean;
  /** `app.getAppPath()` */
  readonly root: string;
  readonly hardwareAcceleration: boolean;
};

export function describeApp({ version, packaged, root, hardwareAcceleration }: AppFacts): AppInfo {
  return {
    version,
    electron: process.versions.electron ?? '',
    chromium: process.versions.chrome ?? '',
    platform: `${process.platform} ${process.arch}`,
    packaged,
    developmentRuntime: isDevelopmentRuntime(root),
    hardwareAcceleration,
  };
}

/** Known from a mark next to the program, or, in a packed app, from what `npm run pack` wrote into its manifest. */
function isDevelopmentRuntime(root: string): boolean {
  if (existsSync(join(dirname(process.execPath), 'made-for-development.json'))) return true;
  const manifest = manifestSchema.safeParse(readJson(join(root, 'package.json')));
  return manifest.success && manifest.data.sluiceRuntime === 'development';
}
