/** What came of a snippet that was tried on one item, without any effect. */
import { z } from 'zod';
import { metadataSchema } from './common.ts';

/** Where in the person's source, counted from 1. */
const placeSchema = z.object({ line: z.int().min(1), column: z.int().nullable() });

/** Why a snippet cannot be run. */
export const codeProblemSchema = z.object({ message: z.string(), place: placeSchema.nullable() });
export type CodeProblem = z.infer<typeof codeProblemSchema>;

/** What would be changed of an item, had it been in earnest. */
const codeChangeSchema = z.object({
  itemId: z.string(),
  /** Keys of `metadata.user`: with another value, or taken away. */
  set: metadataSchema,
  remove: z.array(z.string()),
  tagsAdded: z.array(z.string()),
  tagsRemoved: z.array(z.string()),
});

const shared = {
  /** What `console.log` wrote, a line each; the first thousand. */
  logs: z.array(z.string()),
  /** From handing it out to its answer; the first run of a snippet includes its compiling. */
  milliseconds: z.number().min(0),
};

export const codeTrialSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** As it was returned: JSON. */
    returned: z.unknown(),
    action: z.string().nullable(),
    changes: z.array(codeChangeSchema),
    ...shared,
  }),
  z.object({
    ok: z.literal(false),
    /** `returned`: it ran, but what it returned cannot go on; the others as the sandbox tells them. */
    kind: z.enum(['user', 'timeout', 'memory', 'crash', 'invalid', 'returned']),
    message: z.string(),
    stack: z.string(),
    place: placeSchema.nullable(),
    ...shared,
  }),
]);
export type CodeTrial = z.infer<typeof codeTrialSchema>;
