/**
 * Is told by the system what happens in a folder and below; says so when the system's means are exhausted. Watches the
 * folders and takes the system's own word for what happens to the files in them: a watcher that looks after every file
 * itself needs twice the memory and, in a burst, three times the work. What it misses in a folder that is new is found
 * by the listing that a new folder asks for.
 */
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'chokidar';

export type TreeEvents = {
  /** Something happened to what is, or was, at this absolute path. */
  touched(path: string): void;
  /** A folder came; its absolute path. */
  appeared(path: string): void;
  /** Folders went or failed: what is there is best found out by listing. */
  reshaped(): void;
  /** From here on nothing is missed. */
  ready(): void;
  /** The system gives no more watches; the watch is of no use. `note` tells a person what to do. */
  exhausted(note: string): void;
};

export type TreeWatchOptions = {
  readonly root: string;
  /** True for folders that nobody wants to hear of. `link`: the path itself is a link. */
  readonly skip: (path: string, link: boolean) => boolean;
  readonly events: TreeEvents;
};

const EXHAUSTED: Readonly<Record<string, string>> = {
  ENOSPC:
    'This system watches no more folders at once. Sluice looks for changes every few seconds instead. To be told at once: sudo sysctl fs.inotify.max_user_watches=1048576',
  EMFILE:
    'Too many files are open for this folder to be watched. Sluice looks for changes every few seconds instead. To be told at once: sudo sysctl fs.inotify.max_user_instances=1024',
};

/** Watches until the process or thread ends. */
export function openTreeWatch({ root, skip, events }: TreeWatchOptions): void {
  const watcher = watch(root, {
    // What is there already is found by listing, which also compares it with the database.
    ignoreInitial: true,
    // Whether a file is whole we see for ourselves, and a file that is replaced is a change like any other.
    awaitWriteFinish: false,
    atomic: false,
    ignored: (path: string, stats?: Stats) =>
      (stats ? stats.isFile() : false) || (path !== root && skip(path, stats?.isSymbolicLink() === true)),
  });
  watcher.on('raw', (_event: string, path: string | null, details: unknown) => {
    const { watchedPath } = details as { readonly watchedPath: string };
    // Without a name it may be anything in that folder.
    if (path === null) events.reshaped();
    else events.touched(join(watchedPath, path));
  });
  watcher.on('addDir', (path) => events.appeared(path));
  watcher.on('unlinkDir', () => events.reshaped());
  watcher.on('ready', () => events.ready());
  watcher.on('error', (error) => {
    const code = String((error as NodeJS.ErrnoException).code);
    const note = EXHAUSTED[code === 'ENFILE' ? 'EMFILE' : code];
    if (note) events.exhausted(note);
    else events.reshaped();
  });
}
