import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ensureSystemPackages,
  findMissing,
  SYSTEM_NEEDS,
  type SystemFacts,
  type SystemNeed,
} from '#dev/system-packages.ts';
import { type RecordedReporter, recordReporter } from './support/small-runtime.ts';
import { tempFolder } from './support/temp.ts';

/** A system made of real programs in a folder: what is in `programs` is all it has. */
interface SmallSystem extends SystemFacts {
  readonly reporter: RecordedReporter;
  readonly folder: string;
  calls(): Promise<readonly string[]>;
}

async function smallSystem(programs: Record<string, string>, isRoot: boolean): Promise<SmallSystem> {
  const folder = await tempFolder();
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(programs)) {
    const path = join(bin, name);
    await writeFile(path, `#!/bin/sh\nROOT='${folder}'\necho "${name} $*" >> "$ROOT/calls"\n${script}\n`);
    await chmod(path, 0o755);
  }
  const calls = async (): Promise<readonly string[]> => {
    const text = await readFile(join(folder, 'calls'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  };
  return { env: { PATH: bin }, platform: 'linux', isRoot, reporter: recordReporter(), folder, calls };
}

const LDCONFIG = `printf '\\tlibhere.so.1 (libc6,x86-64) => /lib/libhere.so.1\\n'
if [ -e "$ROOT/installed" ]; then printf '\\tlibgone.so.2 (libc6,x86-64) => /lib/libgone.so.2\\n'; fi`;
const APT_CACHE = `printf 'libgone2:\\n  Installed: (none)\\n  Candidate: 2.0\\nlibgone2t64:\\n  Candidate: (none)\\n'`;
const APT_GET = `if [ "$1" = install ]; then : > "$ROOT/installed"; fi`;

const HERE: SystemNeed = { packages: ['libhere1'], probe: { kind: 'library', soname: 'libhere.so.1' } };
const GONE: SystemNeed = {
  packages: ['libgone2t64', 'libgone2'],
  probe: { kind: 'library', soname: 'libgone.so.2' },
};
const NICE: SystemNeed = {
  packages: ['nice-to-have'],
  probe: { kind: 'file', path: '/nonexistent/nice' },
  optional: true,
};

describe('what is missing', () => {
  test('libraries are looked up by their whole name', async () => {
    const system = await smallSystem({ ldconfig: LDCONFIG }, false);
    const longer: SystemNeed = { packages: ['x'], probe: { kind: 'library', soname: 'libhere.so' } };
    expect(await findMissing([HERE, GONE, longer], system)).toEqual([GONE, longer]);
  });

  test.each([
    ['echo "ffmpeg version 5.1.9-0+deb12u1 Copyright"', false],
    ['echo "ffmpeg version n7.1 Copyright"', false],
    ['echo "ffmpeg version N-4711-gabcdef Copyright"', false],
    ['echo "ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright"', true],
  ])('a program that must be new enough: %s', async (script, missing) => {
    const system = await smallSystem({ ffmpeg: script }, false);
    const need: SystemNeed = { packages: ['ffmpeg'], probe: { kind: 'command', name: 'ffmpeg', minimum: 5 } };
    expect((await findMissing([need], system)).length === 1).toBe(missing);
  });

  test('every need of the app names its packages', () => {
    const names = SYSTEM_NEEDS.flatMap((need) => need.packages);
    for (const name of ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libdrm2']) {
      expect(names).toContain(name);
    }
  });
});

describe('making sure', () => {
  test('does nothing when everything is there', async () => {
    const system = await smallSystem({ ldconfig: LDCONFIG, 'apt-get': APT_GET }, true);
    await ensureSystemPackages([HERE], system);
    expect(await system.calls()).toEqual(['ldconfig -p']);
  });

  test('does nothing on other systems', async () => {
    const system = await smallSystem({}, true);
    await ensureSystemPackages([GONE], { ...system, platform: 'darwin' });
    expect(await system.calls()).toEqual([]);
  });

  test('as root installs what is missing, by the name this system knows', async () => {
    const programs = { ldconfig: LDCONFIG, 'apt-cache': APT_CACHE, 'apt-get': APT_GET };
    const system = await smallSystem(programs, true);
    await ensureSystemPackages([HERE, GONE], system);
    const apt = (await system.calls()).filter((call) => call.startsWith('apt-get'));
    expect(apt).toEqual(['apt-get update', 'apt-get install -y --no-install-recommends libgone2']);
    expect(system.reporter.lines).toEqual(['Installing libgone2']);
  });

  test('as an ordinary user says the exact command', async () => {
    const programs = { ldconfig: LDCONFIG, 'apt-cache': APT_CACHE, 'apt-get': APT_GET };
    const system = await smallSystem(programs, false);
    await expect(ensureSystemPackages([HERE, GONE], system)).rejects.toThrow(
      'System packages are missing. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends libgone2',
    );
    expect((await system.calls()).filter((call) => call.startsWith('apt-get'))).toEqual([]);
  });

  test('when apt-get fails tells its reason and the command', async () => {
    const failing = `if [ "$1" = install ]; then echo 'E: Unable to locate package libgone2' >&2; exit 100; fi`;
    const programs = { ldconfig: LDCONFIG, 'apt-cache': APT_CACHE, 'apt-get': failing };
    const system = await smallSystem(programs, true);
    await expect(ensureSystemPackages([GONE], system)).rejects.toThrow(
      /Run: apt-get update && apt-get install/,
    );
    expect(system.reporter.lines.at(-1)).toBe('apt-get: E: Unable to locate package libgone2');
  });

  test('without apt-get names the packages whose content is needed', async () => {
    const system = await smallSystem({ ldconfig: LDCONFIG }, true);
    await expect(ensureSystemPackages([GONE], system)).rejects.toThrow(/hold: libgone2t64$/);
  });

  test('a missing optional one is told and does not fail', async () => {
    const system = await smallSystem({ ldconfig: LDCONFIG, 'apt-get': APT_GET }, false);
    await ensureSystemPackages([HERE, NICE], system);
    expect(system.reporter.lines).toEqual([
      'Not found, and useful for exact tests: nice-to-have (sudo apt-get update && sudo apt-get install -y --no-install-recommends nice-to-have)',
    ]);
  });
});
