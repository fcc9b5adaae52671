import { z } from 'zod';
import { mutation, query } from './define.ts';

const workspaceCheckNameSchema = z.enum([
  'database',
  'references',
  'files',
  'contents',
  'unreferenced',
  'leftovers',
  'counters',
  'log',
]);
export type WorkspaceCheckName = z.infer<typeof workspaceCheckNameSchema>;

/** One thing that is not as it should be. */
const workspaceFindingSchema = z.object({
  check: workspaceCheckNameSchema,
  /**
   * `error`: something is lost, damaged or told wrongly. `warning`: something outside of the workspace is not as it was.
   * `note`: nothing is wrong, and disk space could be had.
   */
  severity: z.enum(['error', 'warning', 'note']),
  what: z.string(),
  /** A location in the workspace, an absolute path, or a table and its key. */
  where: z.string(),
  remedy: z.string(),
});
export type WorkspaceFinding = z.infer<typeof workspaceFindingSchema>;

export const workspaceReportSchema = z.object({
  path: z.string(),
  /** True when contents were read and compared with their hashes. */
  deep: z.boolean(),
  /** What was looked at, how many of them, and how many findings that gave. */
  checks: z.array(
    z.object({ name: workspaceCheckNameSchema, looked: z.int().min(0), found: z.int().min(0) }),
  ),
  /** Findings of each severity, also those that are not listed. */
  totals: z.object({
    error: z.int().min(0),
    warning: z.int().min(0),
    note: z.int().min(0),
  }),
  /** At most 100 of each check. */
  findings: z.array(workspaceFindingSchema),
});
export type WorkspaceReport = z.infer<typeof workspaceReportSchema>;

export const workspaceCheck = {
  /** Compares the open workspace with itself (database, files, counters) and changes nothing. `deep` reads every stored file. */
  'workspaces.check': query(z.strictObject({ deep: z.boolean().default(false) }), workspaceReportSchema),
  /**
   * Copies the open workspace, as it is at one instant, to a folder (an absolute path) that is not there yet, and answers
   * what is wrong in the copy. `hardLinks` takes no space for files where the disk is the same.
   */
  'workspaces.backup': mutation(
    z.strictObject({ path: z.string().min(1).max(4096), hardLinks: z.boolean().default(false) }),
    workspaceReportSchema,
  ),
} as const;
