/** Who may use the API, and with which rights. */
import { z } from 'zod';
import { personSchema, timeSchema } from './common.ts';
import { tokenIdSchema } from './ids.ts';

/** From the least to the most: each may do what those before it may. */
export const ROLES = ['annotator', 'annotationManager', 'developer', 'owner'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** Whether somebody with the role may do what needs the other at least. */
export function mayAct(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** What is known of a token once it is given away; the token itself is not kept. */
export const apiTokenSchema = z.object({
  id: tokenIdSchema,
  email: personSchema,
  role: roleSchema,
  createdAt: timeSchema,
  expiresAt: timeSchema,
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** How the local server of the app stands. */
export const apiStatusSchema = z.object({
  state: z.enum(['off', 'on', 'failed']),
  /** What clients are pointed at; null when it is not on. */
  address: z.string().nullable(),
  /** Why it could not be started. */
  message: z.string().nullable(),
});
export type ApiStatus = z.infer<typeof apiStatusSchema>;
