/** How files become items: watched folders, and what people hand in. */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { JobId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import { ownFolders } from './folder-rules.ts';
import { createFolders, type Folders } from './folders.ts';
import type { ImportRequest, ImportSummary } from './import-job.ts';
import { createImports } from './imports.ts';
import { createPartialUploads, type PartialUploads } from './partial-uploads.ts';
import { createPromised } from './promised.ts';
import { createReadPool } from './read-pool.ts';
import { createRecorder } from './recorder.ts';
import { type OpenScout, openScout as usualScout } from './scout.ts';
import { type Timing, USUAL_TIMING } from './timing.ts';
import { createUploads, type Uploads } from './uploads.ts';

export type Ingest = {
  /** Starts watching all folders of the workspace that are not paused, and goes on with what was promised. */
  start(): void;
  readonly folders: Omit<Folders, 'start' | 'busy' | 'close'>;
  /** Files and folders become items; answers at once. Throws `not-found` when there is no such dataset. */
  importPaths(request: ImportRequest): JobId;
  /** Begins the imports that are promised: see promised.ts. */
  keepPromises(): void;
  readonly uploads: Omit<Uploads, 'busy'>;
  readonly partialUploads: PartialUploads;
  /** How an import ended, once it has. Throws `not-found`. */
  importSummary(jobId: JobId): Promise<ImportSummary>;
  /** True while something is being taken in, or it is not known yet whether there is something to take in. */
  busy(): boolean;
  /** Resolves when nothing waits or is being taken in. Rejects with `AbortError` when the signal fires first. */
  idle(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

export type IngestOptions = Partial<Timing> & {
  readonly openScout?: OpenScout;
  readonly batch?: number;
  /** Told when files were written down. */
  readonly committed?: () => void;
};

/**
 * Files in one transaction: enough that the wait for the disk is a twentieth of it, few enough that nothing else waits
 * longer than 50 ms.
 */
const BATCH = 800;
/** While a full transaction is written, the threads read on. */
const AHEAD = 2.25;

/** Files that are decoded, listed by frame or copied at once: two keep two cores and one disk busy. */
const HEAVY = 2;
const IDLE_CHECK_MS = 20;

export function createIngest(ctx: EngineContext, options: IngestOptions = {}): Ingest {
  const { openScout = usualScout, batch = BATCH, committed = () => undefined, ...times } = options;
  const pool = createReadPool({ own: ownFolders(ctx) });
  const recorder = createRecorder({ ctx, more: () => pool.busy() > 0, most: batch, committed });
  const timing = { ...USUAL_TIMING, ...times };
  const shared = {
    ctx,
    pool,
    recorder,
    heavy: pLimit(HEAVY),
    timing,
    openScout,
    inFlight: Math.ceil(batch * AHEAD),
  };
  const folders = createFolders(shared);
  const imports = createImports(shared);
  const keepPromises = createPromised(ctx, imports);
  const uploads = createUploads(shared);
  const busy = () => folders.busy() || imports.busy() || uploads.busy();
  return {
    start() {
      folders.start();
      keepPromises();
    },
    folders,
    importPaths: imports.begin,
    keepPromises,
    importSummary: imports.summary,
    uploads,
    partialUploads: createPartialUploads(ctx, uploads),
    busy,
    async idle(signal) {
      // By asking and not by being told: nothing that forgets to tell can make this wait for ever.
      while (busy()) await sleep(IDLE_CHECK_MS, undefined, signal ? { signal } : {});
    },
    async close() {
      await Promise.all([folders.close(), imports.close()]);
      await pool.close();
    },
  };
}
