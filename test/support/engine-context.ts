/**
 * What every part of an engine works with, on a temporary workspace with a real database: for tests of one part. The
 * clock is the real one, as files carry its times; ids and randomness follow a seed.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEvent, EventName, EventPayload } from '#contract/events.ts';
import { createIds, type DatasetId, datasetIdSchema, projectIdSchema } from '#core/model/ids.ts';
import type { Ports } from '#core/ports.ts';
import { createBlobStore } from '#engine/blobs/store.ts';
import { createCacheStore } from '#engine/cache-store/store.ts';
import { createChangeFeed } from '#engine/changes.ts';
import { createPython } from '#engine/code/python.ts';
import { createSandbox } from '#engine/code/sandbox.ts';
import type { EngineContext } from '#engine/context.ts';
import { findPipeline } from '#engine/db/queries/pipelines.ts';
import { insertDataset, insertProject } from '#engine/db/queries/projects.ts';
import { workspaceFiles } from '#engine/files.ts';
import { createJobBoard } from '#engine/jobs/board.ts';
import { createDiskGuard } from '#engine/jobs/disk.ts';
import { findMediaTools, type MediaTools } from '#engine/media/tools.ts';
import { createModels } from '#engine/ml/models.ts';
import { createPicturePool } from '#engine/pictures/pool.ts';
import { currentSettings } from '#engine/services/settings.ts';
import { openWorkspace } from '#engine/startup.ts';
import { createUnit } from '#engine/unit.ts';

export type TestContext = {
  /** A temporary folder, removed at the end; the workspace is one of its folders. */
  readonly folder: string;
  readonly ctx: EngineContext;
  readonly projectId: string;
  readonly datasetId: DatasetId;
  /** A further dataset of the project. */
  addDataset(name: string): DatasetId;
  /** Payloads of the events of that name so far. */
  told<N extends EventName>(name: N): EventPayload<N>[];
  /** Closes and opens the workspace again, as a new start of the app does. What used the old context must be closed. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

let tools: Promise<MediaTools> | null = null;

export async function createTestContext(): Promise<TestContext> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-context-')));
  const events: EngineEvent[] = [];
  let open = await openContext(join(folder, 'workspace'), events);

  function addDataset(name: string): DatasetId {
    const id = datasetIdSchema.parse(open.ctx.ports.ids.next());
    open.ctx.unit('test', (tx) => {
      const at = { createdAt: tx.now, updatedAt: tx.now };
      insertDataset(tx.db, {
        id,
        projectId: project.id,
        name,
        recipeId: null,
        creator: 'test',
        extra: {},
        ...at,
      });
    });
    return id;
  }

  const made = { creator: 'test', createdAt: 0, updatedAt: 0, extra: {} };
  const project = { id: projectIdSchema.parse(open.ctx.ports.ids.next()), name: 'Test', ...made };
  open.ctx.unit('test', (tx) => insertProject(tx.db, project));
  return {
    folder,
    get ctx() {
      return open.ctx;
    },
    projectId: project.id,
    datasetId: addDataset('inbox'),
    addDataset,
    told: <N extends EventName>(name: N) =>
      events.filter((event) => event.name === name).map((event) => event.payload as EventPayload<N>),
    async restart() {
      await open.close();
      open = await openContext(join(folder, 'workspace'), events);
    },
    async close() {
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openContext(
  path: string,
  events: EngineEvent[],
): Promise<{ ctx: EngineContext; close(): Promise<void> }> {
  const clock = { now: () => Date.now() };
  let state = 1;
  const random = {
    next() {
      // Park and Miller's generator: a fixed sequence is all that is asked of it.
      state = (state * 48271) % 0x7fffffff;
      return state / 0x7fffffff;
    },
  };
  const ids = createIds(clock.now, random.next);
  const ports: Ports = { clock, random, ids, logger: { log: () => {} } };
  const files = workspaceFiles(path);
  const opened = await openWorkspace(files, ports);
  const { db, epoch } = opened;
  const emit = (event: EngineEvent) => {
    events.push(event);
  };
  const changes = createChangeFeed({ emit, readCounts: (id) => findPipeline(db, id)?.counts ?? null });
  const jobs = createJobBoard(clock, (list) => emit({ name: 'jobs.changed', payload: { jobs: list } }));
  const closing = new AbortController();
  const ctx: EngineContext = {
    db,
    ports,
    files,
    changes,
    unit: createUnit({ db, ports, changes, dispatch: () => undefined, committed: () => undefined }),
    jobs,
    blobs: createBlobStore(files, ports.ids),
    caches: createCacheStore(files),
    remoteFiles: { bring: (item) => Promise.resolve(item), thumb: async () => false },
    disk: createDiskGuard({ path, clock, floor: () => 0 }),
    epoch,
    settings: () => currentSettings(db),
    mediaTools() {
      tools ??= findMediaTools({ settings: {}, env: process.env });
      return tools;
    },
    sandbox: createSandbox({ logger: ports.logger, workers: 1 }),
    python: createPython({ scratchDir: join(files.scratch, 'python') }),
    models: createModels({ logger: ports.logger, modelsFolder: null }),
    pictures: createPicturePool({ logger: ports.logger }),
    emit,
    closing: closing.signal,
  };
  return {
    ctx,
    async close() {
      closing.abort();
      await Promise.all([ctx.sandbox.close(), ctx.python.close(), ctx.models.close(), ctx.pictures.close()]);
      jobs.close();
      changes.close();
      opened.release();
    },
  };
}
