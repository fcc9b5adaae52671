/**
 * A real engine's inside (database, runner, services) on a temporary workspace, without watching folders: items are put
 * in directly, so that a test of the pipeline is about the pipeline. The clock stands still unless it is moved.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent } from '#contract/events.ts';
import { type CallInput, type CallName, type CallOutput, calls, type Handlers } from '#contract/index.ts';
import { createIds, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { Ports } from '#core/ports.ts';
import { createBlobStore } from '#engine/blobs/store.ts';
import { createCacheStore } from '#engine/cache-store/store.ts';
import { createChangeFeed } from '#engine/changes.ts';
import { createPython, type PythonOptions } from '#engine/code/python.ts';
import { createSandbox, type Sandbox } from '#engine/code/sandbox.ts';
import type { EngineContext } from '#engine/context.ts';
import { countOpenCommands } from '#engine/db/queries/commands.ts';
import { countMachineWork } from '#engine/db/queries/counters.ts';
import { findItem, insertItem } from '#engine/db/queries/items.ts';
import { findPipeline } from '#engine/db/queries/pipelines.ts';
import { workspaceFiles } from '#engine/files.ts';
import { createJobBoard } from '#engine/jobs/board.ts';
import { createDiskGuard, type DiskGuard } from '#engine/jobs/disk.ts';
import { createGraphs, type Graphs } from '#engine/jobs/graphs.ts';
import { recover } from '#engine/jobs/recover.ts';
import { createRunner } from '#engine/jobs/runner.ts';
import { createTimed } from '#engine/jobs/timed.ts';
import { createDispatch } from '#engine/jobs/triggers.ts';
import type { MediaTools } from '#engine/media/tools.ts';
import { createModels, type ModelsOptions } from '#engine/ml/models.ts';
import type { NewsFeed } from '#engine/news/feed.ts';
import { runnerOf } from '#engine/nodes/registry.ts';
import { createPicturePool } from '#engine/pictures/pool.ts';
import { createCommandRunner } from '#engine/pipelines/commands.ts';
import { annotationHistoryHandlers } from '#engine/services/annotation-history.ts';
import { annotationRecordHandlers } from '#engine/services/annotation-records.ts';
import { annotationHandlers } from '#engine/services/annotations.ts';
import { assignmentHandlers } from '#engine/services/assignments.ts';
import { cloneHandlers } from '#engine/services/clones.ts';
import { codeHandlers } from '#engine/services/code.ts';
import { cycleHandlers } from '#engine/services/cycles.ts';
import { datasetHandlers } from '#engine/services/datasets.ts';
import { draftHandlers } from '#engine/services/drafts.ts';
import { explainHandlers } from '#engine/services/explain.ts';
import { exportHandlers } from '#engine/services/exports.ts';
import { folderHandlers } from '#engine/services/folders.ts';
import { itemRecordHandlers } from '#engine/services/item-records.ts';
import { itemSampleHandlers } from '#engine/services/item-samples.ts';
import { itemSearchHandlers } from '#engine/services/item-search.ts';
import { itemHandlers } from '#engine/services/items.ts';
import { pipelineHandlers } from '#engine/services/pipelines.ts';
import { projectHandlers } from '#engine/services/projects.ts';
import { recipeHandlers } from '#engine/services/recipes.ts';
import { runHandlers } from '#engine/services/runs.ts';
import { currentSettings } from '#engine/services/settings.ts';
import { simulateHandlers } from '#engine/services/simulate.ts';
import { taskPlanHandlers } from '#engine/services/task-plans.ts';
import { taskHandlers } from '#engine/services/tasks.ts';
import { triggerHandlers } from '#engine/services/triggers.ts';
import { vocabularyHandlers } from '#engine/services/vocabulary.ts';
import { openWorkspace } from '#engine/startup.ts';
import { createUnit } from '#engine/unit.ts';

export type World = Awaited<ReturnType<typeof openWorld>>;

type Raw = Partial<Handlers<CallName>>;
type Parsed<H extends Raw> = {
  [N in keyof H & CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

/** Handlers that read what they are given as a boundary does: with its defaults. */
function parsed<H extends Raw>(handlers: H): Parsed<H> {
  const entries = Object.entries(handlers).map(([name, handle]) => {
    const { input } = calls[name as CallName];
    return [name, (given: unknown) => (handle as (args: unknown) => unknown)(input.parse(given))];
  });
  return Object.fromEntries(entries) as Parsed<H>;
}

/** Numbers from a seed (mulberry32), so that a failing run can be run again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export type WorldOptions = {
  /** Hears what happens. */
  readonly news?: NewsFeed;
  readonly folder?: string;
  readonly now?: number;
  /** Changes the graphs before they run: a test may bring nodes of its own. */
  readonly graphs?: (graphs: Graphs) => Graphs;
  readonly disk?: DiskGuard;
  /** ffmpeg and ffprobe; without, what needs them fails. */
  readonly media?: MediaTools;
  readonly models?: Partial<ModelsOptions>;
  readonly python?: Partial<PythonOptions>;
  /** One that worlds share, as starting it takes long: whoever made it closes it. */
  readonly sandbox?: Sandbox;
};

export async function openWorld(options: WorldOptions = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sluice-world-'));
  const events: EngineEvent[] = [];
  const clock = { at: options.now ?? 1_800_000_000_000, now: () => clock.at };
  const random = seeded(clock.at);
  const ports: Ports = {
    clock,
    random: { next: random },
    ids: createIds(clock.now, random),
    logger: { log: () => {} },
  };
  const files = workspaceFiles(folder);
  const opened = await openWorkspace(files, ports);
  const { db } = opened;
  let killed = false;
  const changes = createChangeFeed({
    emit: (event) => events.push(event),
    // What waits to be told when the process is killed is not told.
    readCounts: (id) => (killed ? null : (findPipeline(db, id)?.counts ?? null)),
  });
  const { logger } = ports;
  const ctx: EngineContext = {
    db,
    ports,
    files,
    changes,
    unit: createUnit({
      news: options.news,
      db,
      ports,
      changes,
      dispatch: (tx, happenings) => dispatch(tx, happenings),
      committed() {
        runner.wake();
        timed.refresh();
      },
    }),
    jobs: createJobBoard(clock, () => {}),
    blobs: createBlobStore(files, ports.ids),
    caches: createCacheStore(files),
    remoteFiles: { bring: (item) => Promise.resolve(item), thumb: async () => false },
    disk: options.disk ?? createDiskGuard({ path: files.root, clock, floor: () => 0 }),
    epoch: opened.epoch,
    settings: () => currentSettings(db),
    mediaTools: () =>
      options.media ? Promise.resolve(options.media) : Promise.reject(new Error('no media in this world')),
    sandbox: options.sandbox ?? createSandbox({ logger, workers: 1 }),
    python: createPython({ scratchDir: join(files.scratch, 'python'), ...options.python }),
    models: createModels({ logger, modelsFolder: null, ...options.models }),
    pictures: createPicturePool({ logger }),
    emit: (event) => events.push(event),
    closing: new AbortController().signal,
  };
  const graphs = (options.graphs ?? ((plain) => plain))(createGraphs(db, runnerOf));
  const dispatch = createDispatch(graphs);
  const runner = createRunner(ctx, graphs, {
    advanceCommands: createCommandRunner(ctx, graphs),
  });
  const timed = createTimed(ctx, graphs);
  recover(ctx);
  const noImport = () => {
    throw new Error('no import in this world');
  };
  runner.wake();
  timed.start();

  async function endProcesses(): Promise<void> {
    const own = options.sandbox ? [] : [ctx.sandbox];
    await Promise.all([...own, ctx.python, ctx.models, ctx.pictures].map((one) => one.close()));
  }

  /** Resolves when only people can go on. */
  async function settled(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
      const broken = events.find((one) => one.name === 'problem' && one.payload.error.code === 'internal');
      if (broken) throw new Error(`the runner is in trouble: ${JSON.stringify(broken.payload)}`);
    } while (countMachineWork(db) > 0 || countOpenCommands(db) > 0);
  }

  /** Puts a picture into a dataset as an import would; its arrival starts what waits for it. */
  function arrive(datasetId: string, name: string): Item {
    const item = ctx.unit('test', (tx) => {
      const id = itemIdSchema.parse(tx.id());
      const facts = { mimetype: 'image/png', width: 100, height: 100 };
      insertItem(tx.db, {
        ...facts,
        id,
        datasetId: datasetId as Item['datasetId'],
        identity: `test:${name}`,
        kind: 'image',
        name,
        folder: '/',
        size: 1,
        sha256: null,
        frame: null,
        sourceItemId: null,
        storage: 'stored',
        location: name,
        metadata: { system: facts },
        maker: null,
        createdAt: tx.now,
        updatedAt: tx.now,
      });
      const made = findItem(tx.db, id);
      if (!made) throw new Error('the item was just made');
      tx.raise({ resource: 'Item', action: 'Created', id });
      return made;
    });
    return item;
  }

  return {
    folder,
    ctx,
    db,
    events,
    clock,
    graphs,
    runner,
    timed,
    settled,
    arrive,
    calls: parsed({
      ...projectHandlers(ctx, graphs, noImport),
      ...datasetHandlers(ctx),
      ...recipeHandlers(ctx),
      ...vocabularyHandlers(ctx),
      ...itemHandlers(ctx, graphs, { importPaths: noImport, uploads: { place: noImport, take: noImport } }),
      ...cloneHandlers(ctx, { folders: { rescan: noImport } }),
      ...exportHandlers(ctx),
      ...annotationHandlers(ctx),
      ...annotationHistoryHandlers(ctx),
      ...itemRecordHandlers(ctx),
      ...itemSampleHandlers(ctx),
      ...itemSearchHandlers(ctx),
      ...folderHandlers(ctx),
      ...annotationRecordHandlers(ctx),
      ...taskHandlers(ctx, graphs),
      ...taskPlanHandlers(ctx, graphs),
      ...assignmentHandlers(ctx),
      ...pipelineHandlers(ctx, graphs),
      ...cycleHandlers(ctx, graphs),
      ...runHandlers(ctx, graphs),
      ...triggerHandlers(ctx, graphs),
      ...draftHandlers(ctx),
      ...explainHandlers(ctx, graphs),
      ...simulateHandlers(ctx),
      ...codeHandlers(ctx),
    }),
    /** As after a clean stop of the process: what runs is given back to the queue, and nothing else is tidied up. */
    async crash() {
      timed.close();
      await runner.close();
      await endProcesses();
      changes.close();
      ctx.jobs.close();
      opened.release();
    },
    /** As after `kill -9`: nothing that ends from now on is written down. */
    async kill() {
      killed = true;
      timed.close();
      opened.release();
      await runner.close().catch(() => undefined);
      await endProcesses();
      changes.close();
      ctx.jobs.close();
    },
    async close(keep = false) {
      await this.crash();
      if (!keep) rmSync(folder, { recursive: true, force: true });
    },
  };
}
