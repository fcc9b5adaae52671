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
  /** Somebody logged in with a password to get it; else it was made for somebody. */
  isLogin: z.boolean().default(false),
  createdAt: timeSchema,
  expiresAt: timeSchema,
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** When somebody was last heard of, and from which address. */
export const sightingSchema = z.object({ at: timeSchema, from: z.string() });
export type Sighting = z.infer<typeof sightingSchema>;

/** What keeps in step with this hub: a workstation is known by its token. */
export const workstationSchema = sightingSchema.extend({
  email: personSchema,
  /** Changes that have come from it, and fields of them that somebody else had changed as well. */
  received: z.int().min(0),
  clashes: z.int().min(0),
});
export type Workstation = z.infer<typeof workstationSchema>;

/** A line of the record of what the API was used for. */
export const auditEntrySchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** The token's id and its owner's address; null for a stranger. */
  token: z.string().nullable(),
  who: z.string().nullable(),
  from: z.string(),
  /** `POST /api/v1/projects` */
  what: z.string(),
  /** Of HTTP. */
  status: z.int(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Somebody with an account: logs in with a password, or works with tokens that were made for the address. */
export const userSchema = z.object({
  email: personSchema,
  /** No token of theirs may do more. */
  role: roleSchema,
  hasPassword: z.boolean(),
  isDisabled: z.boolean(),
  createdAt: timeSchema,
  seen: sightingSchema.nullable(),
  /** Tokens that are good, and how many of them a password has got. */
  tokens: z.int().min(0),
  logins: z.int().min(0),
});
export type User = z.infer<typeof userSchema>;

/** Nobody guesses it within the tries that there are, and everybody can remember one. */
export const passwordSchema = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(1000, 'must have at most 1000 characters');

/** How the local server of the app stands. */
export const apiStatusSchema = z.object({
  state: z.enum(['off', 'on', 'failed']),
  /** What clients are pointed at; null when it is not on. */
  address: z.string().nullable(),
  /** Why it could not be started. */
  message: z.string().nullable(),
});
export type ApiStatus = z.infer<typeof apiStatusSchema>;
