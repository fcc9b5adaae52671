/** The imports that are under way, and how the last ones ended. */
import { basename } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import { datasetIdSchema, type JobId, jobIdSchema } from '#core/model/ids.ts';
import { findDataset } from '../db/queries/projects.ts';
import { type ImportOptions, type ImportRequest, type ImportSummary, runImport } from './import-job.ts';

export type Imports = {
  /** Answers at once. Throws `not-found` when there is no such dataset. */
  begin(request: ImportRequest): JobId;
  /** How an import ended, when it has; of the last few only. Throws `not-found`. */
  summary(jobId: JobId): Promise<ImportSummary>;
  busy(): boolean;
  close(): Promise<void>;
};

const REMEMBERED = 10;

export function createImports(options: ImportOptions): Imports {
  const { ctx } = options;
  const closing = new AbortController();
  const running = new Set<JobId>();
  const summaries = new Map<JobId, Promise<ImportSummary>>();

  function begin(request: ImportRequest): JobId {
    const dataset = findDataset(ctx.db, datasetIdSchema.parse(request.datasetId));
    if (!dataset) {
      throw new SluiceError('not-found', 'This dataset is not there any more.', {
        datasetId: request.datasetId,
      });
    }
    const id = jobIdSchema.parse(ctx.ports.ids.next());
    const cancelling = new AbortController();
    const handle = ctx.jobs.start({
      id,
      kind: 'import',
      title: titleOf(request.paths, dataset.name),
      unit: 'files',
      total: null,
      cancel: () => cancelling.abort(),
    });
    const signal = AbortSignal.any([ctx.closing, closing.signal, cancelling.signal]);
    running.add(id);
    const summary = runImport(options, request, { handle, signal }).finally(() => {
      running.delete(id);
      handle.end();
    });
    summaries.set(id, summary);
    const oldest = summaries.keys().next();
    if (summaries.size > REMEMBERED && !oldest.done) summaries.delete(oldest.value);
    return id;
  }

  return {
    begin,
    summary(jobId) {
      const summary = summaries.get(jobId);
      if (!summary) throw new SluiceError('not-found', 'This import is not known any more.', { jobId });
      return summary;
    },
    busy: () => running.size > 0,
    async close() {
      closing.abort();
      await Promise.all(summaries.values());
    },
  };
}

function titleOf(paths: readonly string[], dataset: string): string {
  const [first = ''] = paths;
  const what = paths.length === 1 ? `"${basename(first)}"` : `${paths.length} files and folders`;
  return `Importing ${what} into "${dataset}"`;
}
