import { z } from 'zod';
import { recentWorkspaceSchema, settingsSchema, workspaceSchema } from '#core/model/workspace.ts';
import { mutation, query } from './define.ts';

const none = z.strictObject({});
const path = z.string().min(1).max(4096);

export const workspaces = {
  /** The open workspace, or null. */
  'workspaces.current': query(none, workspaceSchema.nullable(), 'host'),
  /** Opens the workspace in the folder, making one there when there is none. Closes the open one first. */
  'workspaces.open': mutation(z.strictObject({ path }), workspaceSchema, 'host'),
  'workspaces.close': mutation(none, z.null(), 'host'),
  /** Workspaces opened before, latest first. */
  'workspaces.recent': query(none, z.array(recentWorkspaceSchema), 'host'),
  /** Takes one off the list of recent workspaces; its files stay. */
  'workspaces.forget': mutation(z.strictObject({ path }), z.null(), 'host'),
  /** The folder offered for a new workspace of that name. */
  'workspaces.suggestPath': query(z.strictObject({ name: z.string().max(100) }), z.object({ path }), 'host'),
  'settings.get': query(none, settingsSchema),
  'settings.update': mutation(settingsSchema.partial().strict(), settingsSchema),
} as const;
