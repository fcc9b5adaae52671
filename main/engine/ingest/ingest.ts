/** How files become items: watched folders, and what people hand in. */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { JobId } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import { createFolders, type Folders } from './folders.ts';
import type { ImportRequest, ImportSummary } from './import-job.ts';
import { createImports } from './imports.ts';
import { type Timing, USUAL_TIMING } from './timing.ts';
import { type OpenTreeWatch, openTreeWatch } from './tree-watch.ts';

export type Ingest = {
  /** Starts watching all folders of the workspace that are not paused. */
  start(): void;
  readonly folders: Omit<Folders, 'start' | 'busy' | 'close'>;
  /** Files and folders become items; answers at once. Throws `not-found` when there is no such dataset. */
  importPaths(request: ImportRequest): JobId;
  /** How an import ended, once it has. Throws `not-found`. */
  importSummary(jobId: JobId): Promise<ImportSummary>;
  /** True while something is being taken in, or it is not known yet whether there is something to take in. */
  busy(): boolean;
  /** Resolves when nothing waits or is being taken in. Rejects with `AbortError` when the signal fires first. */
  idle(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
};

export type IngestOptions = Partial<Timing> & { readonly openTree?: OpenTreeWatch };

/** Files that are read at once: two keep two cores and one disk busy. */
const IN_FLIGHT = 2;
const IDLE_CHECK_MS = 20;

export function createIngest(ctx: EngineContext, options: IngestOptions = {}): Ingest {
  const { openTree = openTreeWatch, ...times } = options;
  const shared = { ctx, slots: pLimit(IN_FLIGHT), timing: { ...USUAL_TIMING, ...times } };
  const folders = createFolders({ ...shared, openTree });
  const imports = createImports(shared);
  const busy = () => folders.busy() || imports.busy();
  return {
    start: folders.start,
    folders,
    importPaths: imports.begin,
    importSummary: imports.summary,
    busy,
    async idle(signal) {
      // By asking and not by being told: nothing that forgets to tell can make this wait for ever.
      while (busy()) await sleep(IDLE_CHECK_MS, undefined, signal ? { signal } : {});
    },
    async close() {
      await Promise.all([folders.close(), imports.close()]);
    },
  };
}
