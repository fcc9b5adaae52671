/** Backups that a workspace makes by itself. */
import { z } from 'zod';
import { timeSchema } from './common.ts';

export const backupPlanSchema = z.object({
  /** An absolute path; better on another disk. Each backup is a folder in it. */
  folder: z.string().min(1).max(4096),
  /** Seconds from one to the next. */
  every: z
    .int()
    .min(600)
    .max(366 * 86_400),
  /** Whole ones that are kept; the oldest goes once a new one was checked. */
  keep: z.int().min(1).max(1000),
});
export type BackupPlan = z.infer<typeof backupPlanSchema>;

export const backupSchema = z.object({
  /** Of its folder in that of the plan. */
  name: z.string(),
  madeAt: timeSchema,
  items: z.int().min(0),
  /** What was missing or damaged in the workspace, and so is in the backup. With any, no older one is removed. */
  errors: z.int().min(0),
  /** Of the list of all its files with their hashes. */
  manifest: z.string(),
});
export type Backup = z.infer<typeof backupSchema>;

export const backupStatusSchema = z.object({
  /** Null: none are made by themselves. */
  plan: backupPlanSchema.nullable(),
  isWorking: z.boolean(),
  /** When the next one is made; null without a plan. */
  dueAt: timeSchema.nullable(),
  /** Why the last one could not be made; null when it could. */
  failure: z.object({ at: timeSchema, message: z.string() }).nullable(),
  /** Those in the folder of the plan, latest first. */
  backups: z.array(backupSchema),
});
export type BackupStatus = z.infer<typeof backupStatusSchema>;
