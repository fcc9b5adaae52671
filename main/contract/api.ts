import { z } from 'zod';
import {
  apiStatusSchema,
  apiTokenSchema,
  auditEntrySchema,
  roleSchema,
  sightingSchema,
} from '#core/model/api.ts';
import { personSchema } from '#core/model/common.ts';
import { tokenIdSchema } from '#core/model/ids.ts';
import { mutation, query } from './define.ts';

const none = z.strictObject({});

export const api = {
  /** Whether the local server of this app is on, and where. */
  'api.status': query(none, apiStatusSchema, 'host'),
  /** A new token; it is shown this once and not kept. */
  'api.createToken': mutation(
    z.strictObject({
      email: personSchema,
      role: roleSchema.default('owner'),
      /** How long it is good for. */
      seconds: z
        .int()
        .min(120)
        .max(10 * 365 * 86_400)
        .default(365 * 86_400),
    }),
    apiTokenSchema.extend({ token: z.string(), refreshToken: z.string() }),
    'host',
  ),
  /** Tokens that are good, latest last. */
  'api.tokens': query(none, z.array(apiTokenSchema.extend({ seen: sightingSchema.nullable() })), 'host'),
  /** What the API was used for, latest first: changes and refusals. */
  'api.audit': query(
    z.strictObject({ limit: z.int().min(1).max(1000).default(200) }),
    z.array(auditEntrySchema),
    'host',
  ),
  /** From now on it opens nothing. */
  'api.revokeToken': mutation(z.strictObject({ id: tokenIdSchema }), z.null(), 'host'),
} as const;
