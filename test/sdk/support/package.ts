/** The SDK as somebody has it who installed the package: built, below a node_modules of its own, beside a script. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { buildTargets } from '#dev/build/targets.ts';
import { type CommandResult, runCommand } from '#dev/run-command.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** What a script may need beside the SDK to be checked: its own types, and what the SDK's types speak of. */
const BESIDE = ['@types', 'undici-types', 'zod'];

export type Installed = {
  readonly folder: string;
  /** Runs it with the Node of the tests. */
  run(script: string, env: Readonly<Record<string, string>>): Promise<CommandResult>;
  /** Checks its types, strictly. */
  check(script: string): Promise<CommandResult>;
  remove(): Promise<void>;
};

export async function install(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-sdk-'));
  const place = join(folder, 'node_modules', 'sluice');
  const out = join(place, 'out', 'sdk');
  await mkdir(out, { recursive: true });
  const { name, type, version, exports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await writeFile(join(place, 'package.json'), JSON.stringify({ name, type, version, exports }));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  for (const each of BESIDE)
    await symlink(join(ROOT, 'node_modules', each), join(folder, 'node_modules', each));
  const target = buildTargets(ROOT).find((each) => each.name === 'sdk');
  if (!target) throw new Error('There is no target "sdk".');
  await build({ ...(await target.config(out)), logLevel: 'error' });
  await target.finish?.(out);
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'ES2023',
    lib: ['ES2023'],
    types: ['node'],
    module: 'NodeNext',
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  const put = async (script: string) => await writeFile(join(folder, 'script.ts'), script);
  return {
    folder,
    async run(script, env) {
      await put(script);
      return await runCommand(
        { command: process.execPath, args: [join(folder, 'script.ts')] },
        { cwd: folder, env: { ...process.env, ...env }, limitMs: 60_000 },
      );
    },
    async check(script) {
      await put(script);
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['script.ts'] }),
      );
      return await runCommand({ command: process.execPath, args: [compiler, '-p', folder] }, { cwd: folder });
    },
    remove: async () => await rm(folder, { recursive: true, force: true }),
  };
}
