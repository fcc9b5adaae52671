/**
 * What the engine and the process of a model say to each other. Both sides parse whatever they hear.
 */
import { z } from 'zod';
import { wireErrorSchema } from '#core/errors.ts';
import { modelPictureSchema, predictConfigSchema, predictOutcomeSchema } from './model.ts';

const batchSchema = z.int().min(1);

export const toModelSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    model: z.string(),
    /** URL of the module that has the model as its export `model`; null for one that comes with the app. */
    module: z.string().nullable(),
    folder: z.string().nullable(),
    /** Milliseconds between two signs of life. */
    beatMs: z.int().min(1),
  }),
  z.object({
    kind: z.literal('predict'),
    batch: batchSchema,
    pictures: z.array(modelPictureSchema),
    config: predictConfigSchema.required({ confidence: true }),
  }),
  /** Nobody waits for the batch any more; it is answered all the same. */
  z.object({ kind: z.literal('cancel'), batch: batchSchema }),
  z.object({ kind: z.literal('close') }),
]);
export type ToModel = z.infer<typeof toModelSchema>;

export const fromModelSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alive') }),
  /** The model is loaded. */
  z.object({ kind: z.literal('ready') }),
  /** The model cannot be loaded, and could not the next time either. */
  z.object({ kind: z.literal('unable'), error: wireErrorSchema }),
  /** Work on one picture of the batch begins. */
  z.object({ kind: z.literal('working'), batch: batchSchema, index: z.int().min(0) }),
  z.object({ kind: z.literal('outcomes'), batch: batchSchema, outcomes: z.array(predictOutcomeSchema) }),
  /** The model threw. */
  z.object({ kind: z.literal('failed'), batch: batchSchema, error: wireErrorSchema }),
]);
export type FromModel = z.infer<typeof fromModelSchema>;
