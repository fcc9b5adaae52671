/** The watched folders of a workspace: which there are, and the watchers of those that are not paused. */
import { join, sep } from 'node:path';
import { SluiceError, toWireError } from '#core/errors.ts';
import { type DatasetId, type WatchedFolderId, watchedFolderIdSchema } from '#core/model/ids.ts';
import type { IngestMode, IngestProblem, WatchedFolder } from '#core/model/watched-folder.ts';
import { findDataset } from '../db/queries/projects.ts';
import {
  adoptFiles,
  countFiles,
  deleteFolder,
  findFolder,
  listFolders,
  listFoldersOfProject,
  listProblems,
  type StoredFolder,
  saveFolder,
} from '../db/queries/watched-folders.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { checkFolder, ownFolders } from './folder-rules.ts';
import type { Live } from './folder-session.ts';
import { type FolderWatcher, watchFolder } from './folder-watcher.ts';
import type { ReadTools } from './reading.ts';
import type { Recorder } from './recorder.ts';
import type { OpenScout } from './scout.ts';
import type { Timing } from './timing.ts';

export type FolderWish = {
  readonly datasetId: DatasetId;
  readonly path: string;
  readonly mode: IngestMode;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
};

export type FolderChange = {
  readonly paused?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
};

export type Folders = {
  /** Starts watching all folders that are not paused. */
  start(): void;
  /** Throws `invalid-input` when the folder may not be watched, `not-found` when there is no such dataset. */
  add(wish: FolderWish, actor: string): Promise<WatchedFolder>;
  /** Throws `not-found`, as do the following. */
  update(id: WatchedFolderId, change: FolderChange, actor: string): Promise<WatchedFolder>;
  /** Stops watching; items stay. */
  remove(id: WatchedFolderId, actor: string): Promise<void>;
  /** Looks at every file again, those that could not be used included. */
  rescan(id: WatchedFolderId): WatchedFolder;
  list(projectId: string): WatchedFolder[];
  problems(id: WatchedFolderId): IngestProblem[];
  /** True while something is being taken in, or it is not known yet whether there is something to take in. */
  busy(): boolean;
  close(): Promise<void>;
};

export type FoldersOptions = ReadTools & {
  readonly recorder: Recorder;
  readonly timing: Timing;
  readonly openScout: OpenScout;
  /** Files that are read, or written down, at once. */
  readonly inFlight: number;
};

const PAUSED: Live = { state: 'paused', note: null, waiting: 0, rate: 0 };
const STARTING: Live = { state: 'scanning', note: null, waiting: 0, rate: 0 };

export function createFolders(options: FoldersOptions): Folders {
  const { ctx, timing } = options;
  const watchers = new Map<WatchedFolderId, FolderWatcher>();
  let closed = false;
  let turns = 0;
  let last: Promise<unknown> = Promise.resolve();

  const announcer: Announcer = createAnnouncer((id) => {
    const folder = findFolder(ctx.db, id);
    if (!folder) return;
    const seen = view(folder);
    ctx.emit({ name: 'watchedFolders.changed', payload: { folder: seen } });
    // When the last file is in, the rate has still to go down to nothing.
    if (seen.rate > 0) setImmediate(() => announcer.mark(id));
  }, timing.tellMs);

  function view(folder: StoredFolder): WatchedFolder {
    const live = folder.paused ? PAUSED : (watchers.get(folder.id)?.live() ?? STARTING);
    const { include, exclude } = folder;
    return {
      ...folder,
      include: [...include],
      exclude: [...exclude],
      ...live,
      ...countFiles(ctx.db, folder.id),
    };
  }

  function known(id: WatchedFolderId): StoredFolder {
    const folder = findFolder(ctx.db, id);
    if (folder) return folder;
    throw new SluiceError('not-found', 'This folder is not watched any more.', { folderId: id });
  }

  /** One change after the other: a watcher is closed before the next one of the same folder opens. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    turns += 1;
    const result = last.then(work).finally(() => {
      turns -= 1;
    });
    last = result.catch(() => undefined);
    return result;
  }

  async function watch(folder: StoredFolder): Promise<void> {
    const own = await ownFolders(ctx);
    if (closed || folder.paused) return;
    const changed = () => announcer.mark(folder.id);
    watchers.set(folder.id, watchFolder({ ...options, folder, own, changed }));
  }

  async function stop(id: WatchedFolderId): Promise<void> {
    const watcher = watchers.get(id);
    watchers.delete(id);
    await watcher?.close();
  }

  return {
    start() {
      const started = inTurn(async () => {
        for (const folder of listFolders(ctx.db)) await watch(folder);
      });
      started.catch((error: unknown) => {
        ctx.ports.logger.log('error', 'folders are not watched', { reason: String(error) });
        ctx.emit({ name: 'problem', payload: { error: toWireError(error) } });
      });
    },
    add: (wish, actor) =>
      inTurn(async () => {
        const dataset = findDataset(ctx.db, wish.datasetId);
        if (!dataset) throw new SluiceError('not-found', 'This dataset is not there any more.', { ...wish });
        const path = await checkFolder(ctx, wish);
        const folder = ctx.unit(actor, (tx) => {
          const id = watchedFolderIdSchema.parse(tx.id());
          const stored: StoredFolder = { ...wish, id, path, paused: false, createdAt: tx.now };
          saveFolder(tx.db, stored);
          adoptFiles(tx.db, { folderId: id, root: join(path, sep), separator: sep, at: tx.now });
          tx.changes.project(dataset.projectId);
          return stored;
        });
        await watch(folder);
        return view(folder);
      }),
    update: (id, change, actor) =>
      inTurn(async () => {
        const before = known(id);
        const folder: StoredFolder = {
          ...before,
          paused: change.paused ?? before.paused,
          include: change.include ?? before.include,
          exclude: change.exclude ?? before.exclude,
        };
        await stop(id);
        ctx.unit(actor, (tx) => {
          saveFolder(tx.db, folder);
          const wish = { folderId: id, root: join(folder.path, sep), separator: sep, at: tx.now };
          if (change.include ?? change.exclude) adoptFiles(tx.db, wish);
        });
        await watch(folder);
        announcer.mark(id);
        return view(folder);
      }),
    remove: (id, actor) =>
      inTurn(async () => {
        const folder = known(id);
        await stop(id);
        ctx.unit(actor, (tx) => {
          deleteFolder(tx.db, id);
          const dataset = findDataset(tx.db, folder.datasetId);
          if (dataset) tx.changes.project(dataset.projectId);
        });
      }),
    rescan(id) {
      const folder = known(id);
      watchers.get(id)?.rescan();
      return view(folder);
    },
    list: (projectId) => listFoldersOfProject(ctx.db, projectId).map(view),
    problems: (id) => listProblems(ctx.db, known(id).id),
    busy: () => turns > 0 || [...watchers.values()].some((watcher) => watcher.busy()),
    async close() {
      closed = true;
      await last;
      announcer.close();
      await Promise.all([...watchers.values()].map((watcher) => watcher.close()));
    },
  };
}
