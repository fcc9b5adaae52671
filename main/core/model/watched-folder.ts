/** A watched folder: a folder on disk whose files become items of a dataset. */
import { z } from 'zod';
import { timeSchema } from './common.ts';
import { datasetIdSchema, itemIdSchema, watchedFolderIdSchema } from './ids.ts';

/** `link`: files stay where they are; `copy`: the workspace keeps its own copy. */
export const ingestModeSchema = z.enum(['link', 'copy']);
export type IngestMode = z.infer<typeof ingestModeSchema>;

export const watchedFolderSchema = z.object({
  id: watchedFolderIdSchema,
  datasetId: datasetIdSchema,
  path: z.string(),
  mode: ingestModeSchema,
  /** Glob patterns relative to the folder; empty: everything. */
  include: z.array(z.string().min(1)),
  exclude: z.array(z.string().min(1)),
  paused: z.boolean(),
  /** `scanning` → `watching`; `unavailable`: the folder is not there now; `error`: see `note`. */
  state: z.enum(['scanning', 'watching', 'paused', 'unavailable', 'error']),
  note: z.string().nullable(),
  /** Files that are items. */
  imported: z.int().min(0),
  /** Files seen and still being written or waiting their turn. */
  waiting: z.int().min(0),
  /** Files looked at in a second, lately; 0 when there is nothing to do. */
  rate: z.number().min(0),
  /** Files that could not be read; see the folder's problems. */
  problems: z.int().min(0),
  createdAt: timeSchema,
});
export type WatchedFolder = z.infer<typeof watchedFolderSchema>;

export const ingestProblemSchema = z.object({
  path: z.string(),
  reason: z.string(),
  at: timeSchema,
});
export type IngestProblem = z.infer<typeof ingestProblemSchema>;

/** What became of one file that was handed in. */
export const ingestOutcomeSchema = z.object({
  path: z.string(),
  outcome: z.enum(['created', 'duplicate', 'problem']),
  itemId: itemIdSchema.nullable(),
  reason: z.string().nullable(),
});
export type IngestOutcome = z.infer<typeof ingestOutcomeSchema>;
