/** Keyset pages: `after` is the `next` of the page before; offsets are slow deep down and skip when rows move. */
import { z } from 'zod';

export const pageInputShape = {
  after: z.string().max(500).nullable().default(null),
  limit: z.int().min(1).max(1000).default(100),
};

export function pageOf<T extends z.ZodType>(element: T) {
  return z.object({
    items: z.array(element),
    /** Pass as `after` for the next page; null at the end. */
    next: z.string().nullable(),
  });
}
