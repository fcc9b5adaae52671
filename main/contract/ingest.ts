import { z } from 'zod';
import { datasetIdSchema, jobIdSchema, projectIdSchema, watchedFolderIdSchema } from '#core/model/ids.ts';
import { jobSchema } from '#core/model/job.ts';
import { ingestModeSchema, ingestProblemSchema, watchedFolderSchema } from '#core/model/watched-folder.ts';
import { mutation, query } from './define.ts';

const byFolder = z.strictObject({ folderId: watchedFolderIdSchema });
const patterns = z.array(z.string().trim().min(1).max(500)).max(100);

export const ingest = {
  'watchedFolders.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(watchedFolderSchema)),
  /** `invalid-input`: not a folder, inside the workspace, or watched already for this dataset. */
  'watchedFolders.add': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      path: z.string().min(1).max(4096),
      mode: ingestModeSchema.default('link'),
      include: patterns.default([]),
      exclude: patterns.default([]),
    }),
    watchedFolderSchema,
  ),
  'watchedFolders.update': mutation(
    z.strictObject({
      folderId: watchedFolderIdSchema,
      paused: z.boolean().optional(),
      include: patterns.optional(),
      exclude: patterns.optional(),
    }),
    watchedFolderSchema,
  ),
  /** Stops watching; its items stay. */
  'watchedFolders.remove': mutation(byFolder, z.null()),
  /** Looks at every file again. */
  'watchedFolders.rescan': mutation(byFolder, watchedFolderSchema),
  /** Files that could not become items, with the reason. */
  'watchedFolders.problems': query(byFolder, z.array(ingestProblemSchema)),
  'jobs.list': query(z.strictObject({}), z.array(jobSchema), 'host'),
  /** Stops a job; what it had half done is removed. */
  'jobs.cancel': mutation(z.strictObject({ jobId: jobIdSchema }), z.null(), 'host'),
} as const;
