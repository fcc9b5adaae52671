/** People with an account on this installation, for teams that work with one hub. */
import { z } from 'zod';
import { passwordSchema, roleSchema, userSchema, workstationSchema } from '#core/model/api.ts';
import { personSchema } from '#core/model/common.ts';
import { mutation, query } from './define.ts';

/** `ada@example.com`: what tasks are assigned to, and what people log in by. */
const email = personSchema;

export const users = {
  /** By their addresses. */
  'users.list': query(z.strictObject({}), z.array(userSchema), 'host'),
  /** `conflict`: there is an account of that address. */
  'users.add': mutation(
    z.strictObject({
      email,
      role: roleSchema,
      /** Null: works with tokens only. */
      password: passwordSchema.nullable().default(null),
    }),
    userSchema,
    'host',
  ),
  /**
   * Changes what is given. A new password ends the log-ins that were made with the one before; somebody who is disabled has
   * no way in until that is taken back. `conflict`: nobody takes their own rights away.
   */
  'users.update': mutation(
    z.strictObject({
      email,
      role: roleSchema.optional(),
      password: passwordSchema.nullable().optional(),
      isDisabled: z.boolean().optional(),
    }),
    userSchema,
    'host',
  ),
  /** What has kept in step with this hub, heard of last first. */
  'users.workstations': query(z.strictObject({}), z.array(workstationSchema), 'host'),
  /** Takes all tokens of a person back, log-ins too. Works for whoever has no account as well. */
  'users.revoke': mutation(z.strictObject({ email }), z.object({ revoked: z.int().min(0) }), 'host'),
} as const;
