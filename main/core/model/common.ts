/** Small schemas that several entities share. */
import { z } from 'zod';

/** Milliseconds since 1970-01-01 UTC. */
export const timeSchema = z.int().min(0);

/** A name a person typed: trimmed, not empty, one line. */
export const nameSchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters');

/** Who did something: an e-mail address or a plain name. */
export const personSchema = z.string().trim().min(1).max(200);

/** A rational number of seconds per tick, as media containers store it. */
export const timeBaseSchema = z.object({ num: z.int().positive(), den: z.int().positive() });
export type TimeBase = z.infer<typeof timeBaseSchema>;

/** Pixels, from the top left corner of the upright picture; x to the right, y down. */
export const pointSchema = z.object({ x: z.number(), y: z.number() });
export type Point = z.infer<typeof pointSchema>;

/** JSON metadata whose keys we do not all know. */
export const metadataSchema = z.record(z.string(), z.unknown());
export type Metadata = z.infer<typeof metadataSchema>;
