/** Is told by the system what happens in a folder and below; says so when the system's means are exhausted. */
import { watch } from 'chokidar';

export type TreeEvents = {
  /** Something happened to this file (absolute path). */
  touched(path: string): void;
  /** Folders came, went or failed: what is there is best found out by listing. */
  reshaped(): void;
  /** From here on nothing is missed. */
  ready(): void;
  /** The system gives no more watches; the watch is of no use. `note` tells a person what to do. */
  exhausted(note: string): void;
};

export type TreeWatch = { close(): Promise<void> };

export type TreeWatchOptions = {
  readonly root: string;
  /** True for paths that nobody wants to hear of. */
  readonly skip: (path: string) => boolean;
  readonly events: TreeEvents;
};

export type OpenTreeWatch = (options: TreeWatchOptions) => TreeWatch;

const EXHAUSTED: Readonly<Record<string, string>> = {
  ENOSPC:
    'This system watches no more folders at once. Sluice looks for changes every few seconds instead. To be told at once: sudo sysctl fs.inotify.max_user_watches=1048576',
  EMFILE:
    'Too many files are open for this folder to be watched. Sluice looks for changes every few seconds instead. To be told at once: sudo sysctl fs.inotify.max_user_instances=1024',
};

export const openTreeWatch: OpenTreeWatch = ({ root, skip, events }) => {
  const watcher = watch(root, {
    // What is there already is found by listing, which also compares it with the database.
    ignoreInitial: true,
    // Whether a file is whole we see for ourselves, and a file that is replaced is a change like any other.
    awaitWriteFinish: false,
    atomic: false,
    ignored: (path) => skip(path),
  });
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir') events.reshaped();
    else events.touched(path);
  });
  watcher.on('ready', () => events.ready());
  watcher.on('error', (error) => {
    const code = String((error as NodeJS.ErrnoException).code);
    const note = EXHAUSTED[code === 'ENFILE' ? 'EMFILE' : code];
    if (note) events.exhausted(note);
    else events.reshaped();
  });
  return { close: () => watcher.close() };
};
