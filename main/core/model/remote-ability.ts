/** What a remote can be kept in step with. */
import { z } from 'zod';

export const abilitySchema = z.enum([
  'items',
  'annotations',
  'statuses',
  'issues',
  'recipes',
  'pipelines',
  'deletions',
  'trash',
  'live',
  'leases',
]);
export type Ability = z.infer<typeof abilitySchema>;

/**
 * Why it is not the whole: `last-wins`, of two changes of one field in the same moment the later stands unseen; `on-objects`,
 * issues belong to objects only; `gone-through`, what was deleted is found when everything is gone through; `gone-for-good`,
 * what is deleted there cannot be had back, so nothing here deletes it; `asked`, it does not tell of changes; `unknown-there`, it has nothing of the kind; `refused`, this
 * account may not, or the server has no such thing.
 */
export const abilityReasonSchema = z.enum([
  'last-wins',
  'on-objects',
  'gone-through',
  'gone-for-good',
  'asked',
  'unknown-there',
  'refused',
]);
export type AbilityReason = z.infer<typeof abilityReasonSchema>;

export const remoteAbilitySchema = z.object({
  ability: abilitySchema,
  extent: z.enum(['full', 'partly', 'none']),
  reason: abilityReasonSchema.nullable(),
  /** Of a refusal, in the remote's words. */
  message: z.string().nullable(),
});
export type RemoteAbility = z.infer<typeof remoteAbilitySchema>;
