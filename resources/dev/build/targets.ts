import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';
import { writeDeclarations } from './declarations.ts';

export interface BuildTarget {
  /** Also the folder under `out`. */
  readonly name: string;
  /** The file it starts from; a target without it is not built. */
  readonly entry: string;
  /** Files and folders that it is made from, relative to the repository. */
  readonly sources: readonly string[];
  readonly config: (outDir: string) => InlineConfig | Promise<InlineConfig>;
  /** Called with the built folder before it is put in place. */
  readonly finish?: (outDir: string) => Promise<void>;
}

/** What changes every target. */
const COMMON = ['package.json', 'package-lock.json', 'resources/dev/build.ts', 'resources/dev/build'];

/**
 * Packages of plain JavaScript that are put into the bundle: a start then opens one file instead of hundreds. All
 * others (add-ons, and packages that find programs next to themselves) stay in node_modules.
 */
const BUNDLED = ['zod', 'commander', 'env-paths', 'mime', 'p-limit', 'picomatch', 'yocto-queue'];

/**
 * The oldest that each part runs on: Electron 33 has Node 20.18; the engine needs Node 22.14 for its database; the
 * command line must start on an old Node to find a newer one; scripts run on what their authors have.
 */
const NODE_OF_SHELL = 'node20.18';
const NODE_OF_ENGINE = 'node22.14';
const NODE_OF_CLI = 'node18';
const NODE_OF_SCRIPTS = 'node22';
const CHROMIUM = 'chrome130';

/** What the engine starts in processes and threads of their own, beside whatever it is built into. */
const CHILD_ENTRIES = [
  'main/engine/code/snippet-process.ts',
  'main/engine/code/snippet-worker.ts',
  'main/engine/db/checkpoint-thread.ts',
  'main/engine/ingest/read-thread.ts',
  'main/engine/ingest/scout-thread.ts',
  'main/engine/workspace-check/integrity-worker.ts',
  'main/engine/ml/model-process.ts',
  'main/engine/pictures/picture-process.ts',
];

export function buildTargets(root: string): readonly BuildTarget[] {
  const node = (entries: readonly string[], target: string, outDir: string): InlineConfig => ({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // In the app's package are only the packages that stay outside of the bundle.
    ssr: { target: 'node', noExternal: BUNDLED, external: ['electron'] },
    build: {
      ssr: true,
      outDir,
      target,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: entries.map((entry) => join(root, entry)),
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  return [
    {
      name: 'electron',
      entry: 'main/electron/main.ts',
      sources: [...COMMON, 'main/electron', 'main/contract', 'main/core'],
      config: (outDir) => node(['main/electron/main.ts'], NODE_OF_SHELL, outDir),
    },
    {
      name: 'engine',
      entry: 'main/electron/engine-entry.ts',
      sources: [...COMMON, 'main/electron', 'main/engine', 'main/contract', 'main/core'],
      config: (outDir) => node(['main/electron/engine-entry.ts', ...CHILD_ENTRIES], NODE_OF_ENGINE, outDir),
    },
    {
      name: 'cli',
      entry: 'main/cli/sluice.ts',
      sources: [...COMMON, 'main/cli', 'main/engine', 'main/contract', 'main/core', 'main/sdk'],
      config: (outDir) => node(['main/cli/sluice.ts', ...CHILD_ENTRIES], NODE_OF_CLI, outDir),
      finish: async (outDir) => await chmod(join(outDir, 'sluice.js'), 0o755),
    },
    {
      name: 'sdk',
      entry: 'main/sdk/index.ts',
      sources: [...COMMON, 'tsconfig.base.json', 'main/sdk', 'main/core'],
      config: (outDir) => node(['main/sdk/index.ts'], NODE_OF_SCRIPTS, outDir),
      finish: async (outDir) => await writeDeclarations(root, 'main/sdk/index.ts', join(outDir, 'types')),
    },
    {
      name: 'preload',
      entry: 'preload/bridge.ts',
      sources: [...COMMON, 'preload', 'main/contract', 'main/core'],
      config: (outDir) => preload(root, outDir),
    },
    {
      name: 'renderer',
      entry: 'renderer/app/main.tsx',
      sources: [...COMMON, 'renderer', 'main/contract', 'main/core', 'resources/i18n'],
      config: (outDir) => ({
        configFile: join(root, 'renderer', 'vite.config.ts'),
        logLevel: 'warn',
        build: { outDir, emptyOutDir: true },
      }),
    },
  ];
}

/**
 * The bridge as one CommonJS file, which is what a sandboxed preload must be. It gets the names of the calls and
 * nothing else of the contract: the schemas would cost every window their load time.
 */
async function preload(root: string, outDir: string): Promise<InlineConfig> {
  const { calls } = await import('#contract/index.ts');
  const names = Object.entries(calls).flatMap(([name, spec]) => (spec.internal ? [] : [name]));
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __SLUICE_CALLS__: JSON.stringify(names) },
    build: {
      outDir,
      target: CHROMIUM,
      minify: false,
      lib: { entry: join(root, 'preload', 'bridge.ts'), formats: ['cjs'], fileName: () => 'bridge.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  };
}
