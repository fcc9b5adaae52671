/** Ids of cycles and executions, as arguments. */
import type { z } from 'zod';
import { SluiceError } from '#core/errors.ts';

/** @throws SluiceError `invalid-input` */
export function idOf<T>(what: 'a cycle' | 'an execution', schema: z.ZodType<T>, id: string): T {
  const parsed = schema.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new SluiceError('invalid-input', `"${id}" is no id of ${what}.`);
}
