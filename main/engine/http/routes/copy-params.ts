/** What comes along with copies, as clients say it. */
import { z } from 'zod';
import type { Json } from '#core/formats/dataloop/json.ts';

/** `withTaskAnnotationsStatus` is read by nobody: a copy is in no task. */
export const copyParams = z
  .looseObject({ withItemsAnnotations: z.boolean().nullish(), withMetadata: z.boolean().nullish() })
  .nullish();

export const whatOf = (wish: z.infer<typeof copyParams>) => ({
  withAnnotations: wish?.withItemsAnnotations ?? true,
  withMetadata: wish?.withMetadata ?? true,
});

/** Which items are asked for: clients send the whole query, or its filter alone. */
export function itemsOf(query: Json | null | undefined): Record<string, unknown> {
  const { filter = query ?? {}, join } = query ?? {};
  return { resource: 'items', filter, ...(join ? { join } : {}) };
}
