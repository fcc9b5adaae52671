/** A workspace: a folder on this computer with one database and the files Sluice made. */
import { z } from 'zod';
import { personSchema, timeSchema } from './common.ts';

export const workspaceSchema = z.object({
  path: z.string(),
  name: z.string(),
  /** Raised at every start of an engine on this workspace; work of an older epoch is void. */
  epoch: z.int().min(1),
  /** What was done at start because the last end was unclean; null after a clean one. */
  recovery: z.object({ backupPath: z.string(), requeued: z.int().min(0) }).nullable(),
});
export type Workspace = z.infer<typeof workspaceSchema>;

export const recentWorkspaceSchema = z.object({
  path: z.string(),
  name: z.string(),
  openedAt: timeSchema,
  /** False when the folder is not there any more (a removed disk, say). */
  available: z.boolean(),
});
export type RecentWorkspace = z.infer<typeof recentWorkspaceSchema>;

export const settingsSchema = z.object({
  /** Who works here: the creator of labels and statuses. */
  person: personSchema,
  /** Path of the ffmpeg to use; null: look for one. */
  ffmpegPath: z.string().nullable(),
  /** Path of the ffprobe to use; null: look for one. */
  ffprobePath: z.string().nullable(),
  /** Gigabytes (1e9 bytes) that thumbnails and other caches may take together. */
  cacheGb: z.number().min(0.1).max(100_000),
  /** The screen and item where the person was last, as the window's address; null: nowhere yet. */
  place: z.string().max(500).nullable(),
  /** Bytes that work which makes files leaves free on the workspace's disk; it waits while there are fewer. */
  diskFloor: z.int().min(0),
  /** Whether programs may use the API while the workspace is open in the app. */
  apiEnabled: z.boolean(),
  /** Where they find it on this computer; 0: any free one. */
  apiPort: z.int().min(0).max(65_535),
});
export type Settings = z.infer<typeof settingsSchema>;
