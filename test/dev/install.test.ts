/** What `npm ci` may do on a machine that has an old Node and npm and nothing else. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROJECT_ROOT } from '#dev/electron-runtime.ts';

const lockSchema = z.object({
  packages: z.record(z.string(), z.looseObject({ gypfile: z.boolean().optional() })),
});
const lock = lockSchema.parse(JSON.parse(readFileSync(join(PROJECT_ROOT, 'package-lock.json'), 'utf8')));

test('nothing is compiled: npm would build whatever has a binding.gyp, with a compiler that may not be there', () => {
  // npm reads `gypfile: false` of a package from the lockfile only, and does not write it there by itself.
  const compiled = Object.entries(lock.packages).filter(
    ([path, { gypfile }]) => existsSync(join(PROJECT_ROOT, path, 'binding.gyp')) && gypfile !== false,
  );
  expect(compiled.map(([path]) => path)).toEqual([]);
});
