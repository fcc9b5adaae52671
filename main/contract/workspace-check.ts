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

const repairStepSchema = z.object({
  check: workspaceCheckNameSchema,
  /** `mended`: it is as it should be again; `flagged`: the item is told to be missing; `left`: a person must decide. */
  outcome: z.enum(['mended', 'flagged', 'left']),
  /** A location in the workspace, an absolute path, or a table and its key. */
  where: z.string(),
  /** What was wrong and what was done about it; in a dry run, what would be. */
  what: z.string(),
});
export type RepairStep = z.infer<typeof repairStepSchema>;

export const repairReportSchema = z.object({
  path: z.string(),
  dryRun: z.boolean(),
  /** The copy of the database that was made before anything was changed; null when nothing was. */
  databaseCopy: z.string().nullable(),
  totals: z.object({ mended: z.int().min(0), flagged: z.int().min(0), left: z.int().min(0) }),
  /** At most 500. */
  steps: z.array(repairStepSchema),
});
export type RepairReport = z.infer<typeof repairReportSchema>;

export const workspaceCheck = {
  /** Compares the open workspace with itself (database, files, counters) and changes nothing. `deep` reads every stored file. */
  'workspaces.check': query(z.strictObject({ deep: z.boolean().default(false) }), workspaceReportSchema),
  /**
   * Copies the open workspace, as it is at one instant, to a folder (an absolute path) that is not there yet, or into one
   * file when the path ends with `.tar`, and answers what is wrong in the copy. `hardLinks` takes no space for files where the disk is the same.
   */
  'workspaces.backup': mutation(
    z.strictObject({ path: z.string().min(1).max(4096), hardLinks: z.boolean().default(false) }),
    workspaceReportSchema,
  ),
  /**
   * Mends in the open workspace what can be mended safely, after a copy of its database was made. Files that are gone or
   * damaged are sought in the trash, among linked files, and in the backup `from` (a folder or a `.tar`).
   */
  'workspaces.repair': mutation(
    z.strictObject({
      from: z.string().min(1).max(4096).nullable().default(null),
      dryRun: z.boolean().default(false),
    }),
    repairReportSchema,
  ),
  /**
   * The same for a workspace that is not open (an absolute path), its database too: what cannot be mended of it is read
   * into a new file, and the damaged one is kept beside.
   */
  'workspaces.repairClosed': mutation(
    z.strictObject({
      path: z.string().min(1).max(4096),
      from: z.string().min(1).max(4096).nullable().default(null),
    }),
    repairReportSchema,
    'host',
  ),
  /** Makes a workspace in `path`, a folder that is not there yet, of a backup (a folder or a `.tar`), and checks it. */
  'workspaces.restore': mutation(
    z.strictObject({ backup: z.string().min(1).max(4096), path: z.string().min(1).max(4096) }),
    workspaceReportSchema,
    'host',
  ),
} as const;
