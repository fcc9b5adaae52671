/** Backups that a workspace makes by itself, while it works. */
import { z } from 'zod';
import { backupPlanSchema, backupSchema, backupStatusSchema } from '#core/model/backup.ts';
import { mutation, query } from './define.ts';

export const backups = {
  'backups.status': query(z.strictObject({}), backupStatusSchema),
  /** Null: from now on none are made; those there are stay. */
  'backups.setPlan': mutation(z.strictObject({ plan: backupPlanSchema.nullable() }), backupStatusSchema),
  /**
   * Makes one now, in the folder of the plan, and answers when it has been checked. `wrong-state` without a plan;
   * `disk-full`, `io`: nothing of it stays, and the older ones do.
   */
  'backups.make': mutation(z.strictObject({}), backupSchema),
} as const;
