/** The composition root: everything that works on one open workspace. */

import { basename, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { EngineEvent } from '#contract/events.ts';
import type { CallNameAt, Handlers } from '#contract/index.ts';
import type { Settings, Workspace } from '#core/model/workspace.ts';
import type { Ports, Secrets } from '#core/ports.ts';
import { createBackups } from './backups/backups.ts';
import { createBlobStore } from './blobs/store.ts';
import { createUpkeep } from './blobs/upkeep.ts';
import { createCacheStore } from './cache-store/store.ts';
import { createChangeFeed } from './changes.ts';
import { createPython } from './code/python.ts';
import { createSandbox } from './code/sandbox.ts';
import type { EngineContext } from './context.ts';
import { createCheckpoints } from './db/checkpoints.ts';
import { countMachineWork } from './db/queries/counters.ts';
import { findPipeline } from './db/queries/pipelines.ts';
import { endEngineRun } from './db/queries/settings.ts';
import { workspaceFiles } from './files.ts';
import { createIngest } from './ingest/ingest.ts';
import type { JobBoard } from './jobs/board.ts';
import { createDiskGuard, floorForSpare } from './jobs/disk.ts';
import { createGraphs } from './jobs/graphs.ts';
import { recover } from './jobs/recover.ts';
import { createRunner } from './jobs/runner.ts';
import { createTimed } from './jobs/timed.ts';
import { createDispatch } from './jobs/triggers.ts';
import { findMediaTools, type MediaTools } from './media/tools.ts';
import { createModels } from './ml/models.ts';
import type { NewsFeed } from './news/feed.ts';
import { runnerOf } from './nodes/registry.ts';
import { createPyramidsAhead } from './pictures/ahead.ts';
import { createPicturePool } from './pictures/pool.ts';
import { createCommandRunner } from './pipelines/commands.ts';
import { createPace } from './pipelines/pace.ts';
import type { HostWay } from './process-host.ts';
import { annotationHistoryHandlers } from './services/annotation-history.ts';
import { annotationRecordHandlers } from './services/annotation-records.ts';
import { annotationHandlers } from './services/annotations.ts';
import { assignmentHandlers } from './services/assignments.ts';
import { cloneHandlers } from './services/clones.ts';
import { codeHandlers } from './services/code.ts';
import { cycleHandlers } from './services/cycles.ts';
import { datasetHandlers } from './services/datasets.ts';
import { idleHandlers } from './services/diagnostics.ts';
import { draftHandlers } from './services/drafts.ts';
import { explainHandlers } from './services/explain.ts';
import { exportHandlers } from './services/exports.ts';
import { folderHandlers } from './services/folders.ts';
import { healthHandlers } from './services/health.ts';
import { hubHandlers } from './services/hub.ts';
import { hubLeaseHandlers } from './services/hub-leases.ts';
import { hubUploadHandlers } from './services/hub-uploads.ts';
import { hubWatchHandlers } from './services/hub-watch.ts';
import { ingestHandlers } from './services/ingest.ts';
import { itemRecordHandlers } from './services/item-records.ts';
import { itemSampleHandlers } from './services/item-samples.ts';
import { itemSearchHandlers } from './services/item-search.ts';
import { itemHandlers } from './services/items.ts';
import { mediaHandlers } from './services/media.ts';
import { packHandlers } from './services/packs.ts';
import { pipelineHandlers } from './services/pipelines.ts';
import { projectHandlers } from './services/projects.ts';
import { recipeHandlers } from './services/recipes.ts';
import { runHandlers } from './services/runs.ts';
import { currentSettings, settingsHandlers } from './services/settings.ts';
import { simulateHandlers } from './services/simulate.ts';
import { storageHandlers } from './services/storage.ts';
import { createSync } from './services/sync.ts';
import { taskPlanHandlers } from './services/task-plans.ts';
import { taskHandlers } from './services/tasks.ts';
import { type Texts, textsOf } from './services/texts.ts';
import { triggerHandlers } from './services/triggers.ts';
import { verifyHandlers } from './services/verify.ts';
import { vocabularyHandlers } from './services/vocabulary.ts';
import { workspaceCheckHandlers } from './services/workspace-check.ts';
import { openWorkspace } from './startup.ts';
import { createConnections } from './sync/connections.ts';
import { PACE, type Pace } from './sync/pace.ts';
import { createRemoteFiles } from './sync/remote-files.ts';
import { createWatchers } from './sync/watchers.ts';
import { createTurns } from './turns.ts';
import { createUnit } from './unit.ts';

export type Engine = {
  readonly workspace: Workspace;
  readonly handlers: Handlers<CallNameAt<'engine'>>;
  /** What some of them answer, as text. */
  readonly texts: Texts;
  settings(): Settings;
  close(): Promise<void>;
};

export type EngineOptions = {
  /** Absolute path of the workspace's folder; made when it is not there. */
  readonly path: string;
  readonly ports: Ports;
  /** Where tokens of remotes are kept. */
  readonly secrets: Secrets;
  /** How often remotes are exchanged with, where that is not as always. */
  readonly pace?: Partial<Pace> | undefined;
  /** Bytes that are free where a path is; the disk itself when absent. */
  readonly freeSpace?: ((path: string) => number) | undefined;
  readonly emit: (event: EngineEvent) => void;
  /** Hears what happens; for scripts. */
  readonly news?: NewsFeed | undefined;
  /** Of the program that runs: some of its jobs need no workspace. */
  readonly jobs: JobBoard;
  /** Folder of tools that came with the packaged app; null from source. */
  readonly packagedDir: string | null;
  /** How code runs that may hang or crash; as suits the program that runs when absent. */
  readonly way?: HostWay | undefined;
};

/**
 * Batches of the runner make short-lived objects faster than anything else, and V8 answers by letting their space grow:
 * 85 MB more at no gain in speed (measured while 200,000 elements fan out). The old space is collected when it has grown
 * by a half, not fourfold: 120 MB less while 100,000 files come in, of which 35 MB are in use at any moment.
 */
function keepSpacesSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
}

/** Opens the workspace and starts to work. @throws SluiceError see `openWorkspace`. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  keepSpacesSmall();
  const { ports, emit, jobs } = options;
  const files = workspaceFiles(options.path);
  const opened = await openWorkspace(files, ports);
  const { db, epoch } = opened;
  const checkpoints = createCheckpoints(db, files.database);
  const closing = new AbortController();
  const pace = createPace(() => ports.clock.now());
  const watchers = createWatchers(() => ports.ids.next(), closing.signal);
  const changes = createChangeFeed({
    emit(event) {
      emit(event);
      watchers.heard(event);
    },
    readCounts(id) {
      const counts = findPipeline(db, id)?.counts ?? null;
      if (counts) pace.note(id, counts);
      return counts;
    },
  });
  let tools: Promise<MediaTools> | null = null;
  const { logger } = ports;
  const sandbox = createSandbox({ logger, way: options.way });
  const python = createPython({ scratchDir: join(files.scratch, 'python') });
  const pictures = createPicturePool({ logger, way: options.way });
  const models = createModels({ logger, modelsFolder: null, way: options.way });
  const connections = createConnections(options.secrets);
  const diskGuard = (floor: (least: number) => number) =>
    createDiskGuard({
      path: files.root,
      clock: ports.clock,
      floor: () => floor(currentSettings(db).diskFloor),
      free: options.freeSpace,
    });
  const remoteFiles = createRemoteFiles(() => ctx, connections);
  const ctx: EngineContext = {
    db,
    ports,
    files,
    changes,
    // The runner is made from this context, so it cannot be here yet; nothing commits before it is.
    unit: createUnit({
      db,
      ports,
      changes,
      dispatch: (tx, happenings) => dispatch(tx, happenings),
      committed() {
        runner.wake();
        timed.refresh();
        sync.runs.wake();
        watchers.committed();
      },
      news: options.news,
    }),
    jobs,
    blobs: createBlobStore(files, ports.ids),
    caches: createCacheStore(files),
    remoteFiles,
    disk: diskGuard((least) => least),
    epoch,
    settings: () => currentSettings(db),
    mediaTools() {
      const { ffmpegPath, ffprobePath } = currentSettings(db);
      tools ??= findMediaTools({
        settings: { ffmpegPath: ffmpegPath ?? undefined, ffprobePath: ffprobePath ?? undefined },
        packagedDir: options.packagedDir ?? undefined,
        env: process.env,
      }).catch((error: unknown) => {
        // Looked for again next time: the person may have installed it meanwhile.
        tools = null;
        throw error;
      });
      return tools;
    },
    sandbox,
    python,
    models,
    pictures,
    emit,
    closing: closing.signal,
  };
  const graphs = createGraphs(db, runnerOf);
  const dispatch = createDispatch(graphs);
  const runner = createRunner(ctx, graphs, { advanceCommands: createCommandRunner(ctx, graphs) });
  const timed = createTimed(ctx, graphs);
  const pipelines = pipelineHandlers(ctx, graphs);
  const sync = createSync(ctx, {
    connections,
    pace: { ...PACE, ...options.pace },
    spareDisk: diskGuard((least) => floorForSpare(files.root, least)),
    pipelines,
  });
  await remoteFiles.tidy();
  const requeued = recover(ctx);
  const ingest = createIngest(ctx, { committed: checkpoints.committed });
  const turns = createTurns();
  const busy = () => ingest.busy() || countMachineWork(db) > 0;
  const upkeep = createUpkeep({ ctx, turns, busy });
  const backups = createBackups(ctx, turns);
  const ahead = createPyramidsAhead({ ctx, busy });
  const forgetTools = () => {
    tools = null;
  };
  const handlers: Handlers<CallNameAt<'engine'>> = {
    ...projectHandlers(ctx, graphs, ingest.keepPromises),
    ...datasetHandlers(ctx),
    ...recipeHandlers(ctx),
    ...vocabularyHandlers(ctx),
    ...itemHandlers(ctx, graphs, ingest),
    ...mediaHandlers(ctx),
    ...verifyHandlers(ctx),
    ...annotationHandlers(ctx),
    ...annotationHistoryHandlers(ctx),
    ...itemRecordHandlers(ctx),
    ...itemSampleHandlers(ctx),
    ...itemSearchHandlers(ctx),
    ...folderHandlers(ctx),
    ...cloneHandlers(ctx, ingest),
    ...annotationRecordHandlers(ctx),
    ...taskHandlers(ctx, graphs),
    ...taskPlanHandlers(ctx, graphs),
    ...assignmentHandlers(ctx),
    ...pipelines,
    ...cycleHandlers(ctx, graphs),
    ...runHandlers(ctx, graphs),
    ...triggerHandlers(ctx, graphs),
    ...draftHandlers(ctx),
    ...healthHandlers(ctx, pace),
    ...hubHandlers(ctx, graphs),
    ...hubLeaseHandlers(ctx),
    ...hubUploadHandlers(ingest.partialUploads),
    ...hubWatchHandlers(ctx, watchers),
    ...sync.handlers,
    ...packHandlers(ctx, graphs, options.secrets, sync.runs.changed),
    ...explainHandlers(ctx, graphs),
    ...exportHandlers(ctx),
    ...simulateHandlers(ctx),
    ...codeHandlers(ctx),
    ...ingestHandlers(ctx, ingest),
    ...settingsHandlers(ctx, forgetTools),
    ...idleHandlers(ctx, ingest.busy),
    ...workspaceCheckHandlers(ctx, turns),
    ...storageHandlers(ctx, turns),
    ...backups.handlers,
  };
  runner.wake();
  timed.start();
  ingest.start();
  upkeep.start();
  ahead.start();
  backups.start();
  sync.runs.start();
  return {
    workspace: {
      path: options.path,
      name: basename(options.path),
      epoch,
      recovery: opened.backupPath ? { backupPath: opened.backupPath, requeued } : null,
    },
    handlers,
    texts: textsOf(ctx),
    settings: ctx.settings,
    async close() {
      closing.abort();
      timed.close();
      await sync.close();
      await upkeep.close();
      await ahead.close();
      await backups.close();
      await ingest.close();
      await runner.close();
      await Promise.all([sandbox.close(), python.close(), models.close(), pictures.close()]);
      changes.close();
      await checkpoints.close();
      db.write((tx) => endEngineRun(tx, { epoch, at: ports.clock.now() }));
      opened.release();
    },
  };
}
