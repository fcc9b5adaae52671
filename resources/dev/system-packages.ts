/**
 * What the app and its tests need from a Debian or Ubuntu system. As a script it installs what is missing when it
 * may (root and apt-get), and otherwise prints the exact command.
 */
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Reporter, terminalReporter } from './reporter.ts';
import { runCommand } from './run-command.ts';
import { runMain, SetupError } from './setup-error.ts';

/** How to see that something is there. */
export type Probe =
  | { readonly kind: 'library'; readonly soname: string }
  | { readonly kind: 'command'; readonly name: string; readonly minimum?: number }
  | { readonly kind: 'file'; readonly path: string };

/** Something needed, and the packages that give it: the first one that this system's apt knows is taken. */
export interface SystemNeed {
  readonly packages: readonly [string, ...string[]];
  readonly probe: Probe;
  /** Without it the tests still run, some of them on less exact material. */
  readonly optional?: true;
}

const library = (soname: string, ...packages: [string, ...string[]]): SystemNeed => ({
  packages,
  probe: { kind: 'library', soname },
});

/** The `t64` names are those of Debian 13 and Ubuntu 24.04. */
export const SYSTEM_NEEDS: readonly SystemNeed[] = [
  { packages: ['xvfb'], probe: { kind: 'command', name: 'Xvfb' } },
  { packages: ['xauth'], probe: { kind: 'command', name: 'xauth' } },
  library('libgtk-3.so.0', 'libgtk-3-0t64', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libgbm.so.1', 'libgbm1'),
  library('libasound.so.2', 'libasound2t64', 'libasound2'),
  library('libXss.so.1', 'libxss1'),
  library('libXtst.so.6', 'libxtst6'),
  library('libnotify.so.4', 'libnotify4'),
  library('libatspi.so.0', 'libatspi2.0-0t64', 'libatspi2.0-0'),
  library('libdrm.so.2', 'libdrm2'),
  { packages: ['ffmpeg'], probe: { kind: 'command', name: 'ffmpeg', minimum: 5 }, optional: true },
  {
    packages: ['opencv-doc'],
    probe: { kind: 'file', path: '/usr/share/doc/opencv-doc/examples/data/vtest.avi' },
    optional: true,
  },
];

/** The system as these functions see it. */
export interface SystemFacts {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  readonly reporter: Reporter;
}

function thisSystem(): SystemFacts {
  return {
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    reporter: terminalReporter(),
  };
}

/** The needs that are not met. */
export async function findMissing(
  needs: readonly SystemNeed[],
  facts: SystemFacts,
): Promise<readonly SystemNeed[]> {
  const loader = await loaderCache(facts.env);
  const met = await Promise.all(needs.map((need) => isMet(need.probe, loader, facts.env)));
  return needs.filter((_need, index) => met[index] !== true);
}

async function isMet(probe: Probe, loader: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  switch (probe.kind) {
    case 'library':
      return loader.includes(`\t${probe.soname} `);
    case 'file':
      return await exists(probe.path);
    case 'command': {
      const path = await findCommand(probe.name, env);
      if (path === undefined) return false;
      return probe.minimum === undefined || (await majorVersion(path)) >= probe.minimum;
    }
  }
}

/** What the dynamic loader knows; `ldconfig` is not on an ordinary user's PATH. */
async function loaderCache(env: NodeJS.ProcessEnv): Promise<string> {
  const path = `${env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;
  const result = await runCommand({ command: 'ldconfig', args: ['-p'] }, { env: { ...env, PATH: path } });
  return result.stdout;
}

async function findCommand(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (folder !== '' && (await exists(path))) return path;
  }
  return undefined;
}

/** The first number a program's `-version` prints; infinite for a build that names itself by a commit. */
async function majorVersion(path: string): Promise<number> {
  const { stdout } = await runCommand({ command: path, args: ['-version'] });
  const found = /version n?(\d+)\./.exec(stdout)?.[1];
  return found === undefined ? Number.POSITIVE_INFINITY : Number(found);
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes sure that the needs are met: installs packages as root with apt-get, otherwise throws SetupError with the
 * command to run. A missing optional one is only told.
 */
export async function ensureSystemPackages(
  needs: readonly SystemNeed[] = SYSTEM_NEEDS,
  facts: SystemFacts = thisSystem(),
): Promise<void> {
  if (facts.platform !== 'linux') return;
  const missing = await findMissing(needs, facts);
  if (missing.length === 0) return;
  const hasApt = (await findCommand('apt-get', facts.env)) !== undefined;
  if (facts.isRoot && hasApt) await install(missing, facts);
  const left = facts.isRoot && hasApt ? await findMissing(missing, facts) : missing;
  const names = hasApt ? await packageNames(left, facts.env) : left.map((need) => need.packages[0]);
  const required = left.flatMap((need, index) => (need.optional ? [] : [names[index] ?? need.packages[0]]));
  const optional = left.flatMap((need, index) => (need.optional ? [names[index] ?? need.packages[0]] : []));
  if (optional.length > 0) {
    facts.reporter.say(
      `Not found, and useful for exact tests: ${optional.join(' ')} (${command(optional, facts)})`,
    );
  }
  if (required.length === 0) return;
  throw new SetupError(
    hasApt
      ? `System packages are missing. Run: ${command(required, facts)}`
      : `System libraries or programs are missing. Install what these Debian packages hold: ${required.join(' ')}`,
  );
}

function command(names: readonly string[], facts: SystemFacts): string {
  const sudo = facts.isRoot ? '' : 'sudo ';
  return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/** Required ones first and by themselves: an optional one that cannot be had must not hold them up. */
async function install(missing: readonly SystemNeed[], facts: SystemFacts): Promise<void> {
  const env = { ...facts.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A fresh machine has no package lists. Offline this fails, and lists from before may still serve.
  await runCommand({ command: 'apt-get', args: ['update'] }, { env });
  for (const optional of [undefined, true] as const) {
    const names = await packageNames(
      missing.filter((need) => need.optional === optional),
      facts.env,
    );
    if (names.length === 0) continue;
    facts.reporter.say(`Installing ${names.join(' ')}`);
    const args = ['install', '-y', '--no-install-recommends', ...names];
    const result = await runCommand({ command: 'apt-get', args }, { env });
    if (result.code !== 0) facts.reporter.say(`apt-get: ${lastLine(result.stderr)}`);
  }
}

/** For every need the first of its packages that apt can install here, else the last (the oldest name). */
async function packageNames(
  needs: readonly SystemNeed[],
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const all = needs.flatMap((need) => need.packages);
  if (all.length === 0) return [];
  const policy = { command: 'apt-cache', args: ['policy', ...all] };
  const { stdout } = await runCommand(policy, { env: { ...env, LC_ALL: 'C' } });
  const known = new Set(
    stdout
      .split(/^(?=\S)/m)
      .filter((part) => /Candidate: (?!\(none\))/.test(part))
      .map((part) => part.slice(0, part.indexOf(':'))),
  );
  return needs.map(
    (need) => need.packages.find((name) => known.has(name)) ?? need.packages.at(-1) ?? need.packages[0],
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

if (import.meta.main) {
  await runMain(async () => {
    await ensureSystemPackages();
    return 0;
  });
}
