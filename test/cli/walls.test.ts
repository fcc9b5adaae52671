/** Every import wall, tried: a small tree with one forbidden import a file, and one with allowed ones only. */
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** File, what it imports, the rule that must stop it. */
const FORBIDDEN = [
  ['main/core/a.ts', '#engine/lib.ts', 'core'],
  ['main/core/b.ts', 'sharp', 'packages-of-main-core'],
  ['main/core/c.ts', 'node:fs', 'no-node-in-main-core'],
  ['main/contract/a.ts', '#core/pipeline/lib.ts', 'contract'],
  ['main/contract/b.ts', 'node:path', 'no-node-in-main-contract'],
  ['main/engine/a.ts', 'electron', 'only-the-shell-is-electron'],
  ['main/engine/b.ts', '#cli/lib.ts', 'engine'],
  ['main/engine/c.ts', 'better-sqlite3', 'database-driver'],
  ['main/engine/d.ts', '#engine/db/migrations/0010-lib.ts', 'migrations'],
  ['main/engine/e.ts', 'vite', 'packages-of-main-engine'],
  ['main/engine/f.ts', '#test/lib.ts', 'no-tests-in-what-ships'],
  ['main/engine/g.ts', 'yauzl', 'declared'],
  ['main/cli/a.ts', '#electron/lib.ts', 'cli'],
  ['main/cli/b.ts', 'electron', 'packages-of-main-cli'],
  ['main/sdk/a.ts', '#engine/lib.ts', 'sdk'],
  ['main/sdk/b.ts', '#core/pipeline/lib.ts', 'sdk'],
  ['main/sdk/c.ts', 'sharp', 'packages-of-main-sdk'],
  ['main/electron/a.ts', '#engine/lib.ts', 'electron'],
  ['main/electron/b.ts', '#core/pipeline/lib.ts', 'electron'],
  ['main/electron/engine-entry.ts', '#cli/lib.ts', 'engine-entry'],
  ['preload/a.ts', '#core/pipeline/lib.ts', 'preload'],
  ['preload/b.ts', 'node:fs', 'no-node-in-preload'],
  ['renderer/ui/a.ts', '#engine/lib.ts', 'renderer'],
  ['renderer/ui/b.ts', 'node:fs', 'no-node-in-renderer'],
  ['renderer/ui/c.ts', '#renderer/features/one/index.ts', 'ui'],
  ['renderer/ui/d.ts', 'chokidar', 'packages-of-renderer'],
  ['renderer/editor/a.ts', '#renderer/ui/lib.ts', 'editor'],
  ['renderer/editor/b.ts', 'react', 'packages-of-renderer-editor'],
  ['renderer/client/a.ts', '#renderer/ui/lib.ts', 'client'],
  ['renderer/features/one/a.ts', '#renderer/features/two/inside.ts', 'features-by-their-door'],
  ['renderer/features/one/b.ts', '#renderer/app/lib.ts', 'features-know-no-app'],
  ['renderer/app/a.ts', '#renderer/features/two/inside.ts', 'app-by-the-door'],
  ['resources/dev/a.ts', '#engine/lib.ts', 'set-up-scripts'],
  ['main/core/missing.ts', '#core/nowhere.ts', 'resolvable'],
] as const;

const ALLOWED = [
  ['main/core/ok.ts', 'zod'],
  ['main/contract/ok.ts', '#core/model/lib.ts'],
  ['main/engine/ok.ts', 'sharp'],
  ['main/engine/db/driver.ts', 'better-sqlite3'],
  ['main/engine/db/migrate.ts', '#engine/db/migrations/0010-lib.ts'],
  ['main/cli/ok.ts', 'commander'],
  ['main/sdk/ok.ts', '#core/formats/dataloop/lib.ts'],
  ['main/electron/ok.ts', 'electron'],
  ['preload/ok.ts', '#contract/lib.ts'],
  ['renderer/ui/ok.ts', '@mantine/core'],
  ['renderer/features/one/ok.ts', '#renderer/features/two/index.ts'],
  ['renderer/app/ok.ts', '#renderer/features/two/index.ts'],
] as const;

const LIBRARIES = [
  'main/core/model/lib.ts',
  'main/core/pipeline/lib.ts',
  'main/core/formats/dataloop/lib.ts',
  'main/contract/lib.ts',
  'main/engine/lib.ts',
  'main/engine/db/migrations/0010-lib.ts',
  'main/cli/lib.ts',
  'main/electron/lib.ts',
  'renderer/ui/lib.ts',
  'renderer/app/lib.ts',
  'renderer/features/one/index.ts',
  'renderer/features/two/index.ts',
  'renderer/features/two/inside.ts',
  'test/lib.ts',
];

const resultSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});
const configModule = z.object({
  default: z.object({ forbidden: z.array(z.unknown()), options: z.record(z.string(), z.unknown()) }),
});

describe('import walls', () => {
  let root = '';
  let found: readonly { readonly from: string; readonly rule: string }[] = [];

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'sluice-walls-'));
    await copyFile(join(ROOT, 'package.json'), join(root, 'package.json'));
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    const put = async (file: string, text: string) => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), text);
    };
    for (const file of LIBRARIES) await put(file, 'export const value = 1;\n');
    for (const [file, source] of ALLOWED) await put(file, `import '${source}';\n`);
    for (const [file, source] of FORBIDDEN) await put(file, `import '${source}';\n`);
    await put('main/core/type-only.ts', `import type { Sharp } from 'sharp';\nexport type S = Sharp;\n`);
    await put('main/core/late.ts', `export const late = () => import('#engine/lib.ts');\n`);
    await put('main/core/exports.ts', `export { value } from '#engine/lib.ts';\n`);
    await put('main/engine/round-1.ts', `import type { B } from './round-2.ts';\nexport type A = B;\n`);
    await put('main/engine/round-2.ts', `import type { A } from './round-1.ts';\nexport type B = A | 1;\n`);
    found = await violations(root);
  });

  afterAll(async () => await rm(root, { recursive: true, force: true }));

  it.each(FORBIDDEN)('%s must not import %s', (file, _source, rule) => {
    expect(rulesFor(file)).toContain(rule);
  });

  it.each(ALLOWED)('%s may import %s', (file) => {
    expect(rulesFor(file)).toEqual([]);
  });

  it('sees type-only imports, late imports and re-exports', () => {
    expect(rulesFor('main/core/type-only.ts')).toContain('packages-of-main-core');
    expect(rulesFor('main/core/late.ts')).toContain('core');
    expect(rulesFor('main/core/exports.ts')).toContain('core');
  });

  it('refuses cycles, also of types', () => {
    expect(rulesFor('main/engine/round-1.ts')).toContain('no-cycles');
  });

  function rulesFor(file: string): string[] {
    return found.filter((violation) => violation.from === file).map((violation) => violation.rule);
  }
});

async function violations(root: string) {
  const { default: config } = configModule.parse(await import(join(ROOT, '.dependency-cruiser.js')));
  const { enhancedResolveOptions, ...options } = config.options;
  const result = await cruise(
    ['main', 'preload', 'renderer', 'resources', 'test'],
    {
      ...options,
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    } as ICruiseOptions,
    enhancedResolveOptions as never,
  );
  return resultSchema
    .parse(result.output)
    .summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }));
}
