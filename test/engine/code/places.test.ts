/** The sandbox as the built app has it, and what becomes of its processes when the engine dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildTargets } from '#dev/build/targets.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
let folder = '';

beforeEach(async () => {
  // Within the repository, so that packages are found from there.
  const cache = join(ROOT, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'sandbox-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const request = (source: string, language: string, timeoutMs: number) =>
  JSON.stringify({
    snippet: { language, source },
    items: [20],
    context: {},
    limits: { timeoutMs, memoryBytes: 2 ** 24 },
    grants: { network: [], files: [], clock: false, random: false },
  });

/** Starts Node on a module that has `sandbox` from the given file. */
async function start(sandboxFile: string, ...lines: readonly string[]) {
  const script = join(folder, 'script.mjs');
  const head = [
    `import { createSandbox } from ${JSON.stringify(pathToFileURL(sandboxFile).href)};`,
    'const open = (way) => createSandbox({ logger: { log: console.error }, workers: 1, ...(way ? { way } : {}) });',
  ];
  await writeFile(script, [...head, ...lines].join('\n'));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  return { child, exit: once(child, 'exit'), output: () => output, errors: () => errors };
}

it.each(['engine', 'cli'])('runs as it is built into the %s, in a process and in threads', async (name) => {
  const target = buildTargets(ROOT).find((each) => each.name === name);
  const config = await target?.config(folder);
  const input = config?.build?.rolldownOptions?.input;
  if (!config?.build || !Array.isArray(input)) throw new Error(`There is no target ${name}.`);
  // The sandbox itself in place of the program, which has it inside.
  const rolldownOptions = {
    ...config.build.rolldownOptions,
    input: [join(ROOT, 'main', 'engine', 'code', 'sandbox.ts'), ...input.slice(1)],
    preserveEntrySignatures: 'strict' as const,
  };
  await build({
    ...config,
    logLevel: 'error',
    build: { ...config.build, emptyOutDir: false, rolldownOptions },
  });
  const { exit, output, errors } = await start(
    join(folder, 'sandbox.js'),
    "for (const way of ['process', 'thread']) {",
    '  const sandbox = open(way);',
    `  console.log(JSON.stringify(await sandbox.run(${request('export default (n: number) => n + 1', 'typescript', 9_000)})));`,
    '  await sandbox.close();',
    '}',
  );
  expect(await exit).toEqual([0, null]);
  const line = '[{"ok":true,"value":21,"action":null,"logs":[]}]';
  expect(output().trim().split('\n')).toEqual([line, line]);
  expect(errors()).toBe('');
});

it('leaves no process behind when the engine is killed', async () => {
  const pidFile = join(folder, 'pid');
  const { child, exit } = await start(
    join(ROOT, 'main', 'engine', 'code', 'sandbox.ts'),
    "import { readdirSync, readFileSync, writeFileSync } from 'node:fs';",
    'const sandbox = open();',
    `void sandbox.run(${request('export default () => { while (true) {} }', 'javascript', 60_000)});`,
    "const { execFileSync } = await import('node:child_process');",
    'const children = () => execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)], { encoding: "utf8" });',
    'let line;',
    'while (!(line = children().split("\\n").find((each) => each.includes("snippet-process"))));',
    `writeFileSync(${JSON.stringify(pidFile)}, String(parseInt(line)));`,
    'setInterval(() => {}, 1000);',
  );
  let pid = 0;
  while (pid === 0) {
    pid = Number(await readFile(pidFile, 'utf8').catch(() => '0'));
    await sleep(20);
  }
  const isAlive = () => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  expect(isAlive()).toBe(true);
  child.kill('SIGKILL');
  await exit;
  while (isAlive()) await sleep(20);
});
