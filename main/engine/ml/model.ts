/**
 * What a model is: something that finds things on pictures. It runs in a process of its own, see `model-process.ts`.
 */
import { z } from 'zod';
import { errorCodeSchema } from '#core/errors.ts';
import { metadataSchema } from '#core/model/common.ts';

export const modelPictureSchema = z.object({
  itemId: z.string().min(1),
  /** Absolute path of the file. */
  path: z.string().min(1),
  /** Pixels of the upright picture, after the EXIF orientation. */
  width: z.int().min(1),
  height: z.int().min(1),
});
export type ModelPicture = z.infer<typeof modelPictureSchema>;

export const foundAnnotationSchema = z.object({
  label: z.string().min(1),
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** Upright pixels of the whole picture. */
  box: z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
});
export type FoundAnnotation = z.infer<typeof foundAnnotationSchema>;

const answerSchemas = [
  z.object({ ok: z.literal(true), annotations: z.array(foundAnnotationSchema) }),
  /** This picture cannot be worked on; the others of its batch were. */
  z.object({ ok: z.literal(false), code: errorCodeSchema, message: z.string() }),
] as const;
export type PictureAnswer = z.infer<(typeof answerSchemas)[0]> | z.infer<(typeof answerSchemas)[1]>;

const itemSchema = z.object({ itemId: z.string() });
/** The answer for one picture of a request. */
export const predictOutcomeSchema = z.discriminatedUnion('ok', [
  answerSchemas[0].extend(itemSchema.shape),
  answerSchemas[1].extend(itemSchema.shape),
]);
export type PredictOutcome = z.infer<typeof predictOutcomeSchema>;

export const predictConfigSchema = z.object({
  /** Annotations below this confidence (0 to 1) are left out; the model's own threshold by default. */
  confidence: z.number().min(0).max(1).optional(),
  /** The label for a class of the model: null leaves the class out, one that is not named keeps its own name. */
  labels: z.record(z.string(), z.string().trim().min(1).max(200).nullable()).default({}),
  /** Most annotations of one picture: the surest ones stay. */
  maxAnnotations: z.int().min(1).max(100_000).default(300),
  /** What only this model knows. */
  settings: metadataSchema.default({}),
});
export type PredictConfig = z.infer<typeof predictConfigSchema>;

export type ModelInfo = {
  /** Unique: `sluice/bright-regions`. */
  readonly id: string;
  /** For a person. */
  readonly title: string;
  /** The classes it knows. */
  readonly labels: readonly string[];
  /** Threshold that is taken when a request names none, 0 to 1. */
  readonly confidence: number;
};

export type ModelBatch = {
  readonly pictures: readonly ModelPicture[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Fires when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** To be called before work on a picture: should the process crash, this one is to blame and not the whole batch. */
  begin(index: number): void;
};

export type Model = {
  readonly id: string;
  /** Called once, before anything else. `folder` has the files of models, null when there is none. */
  load(files: { readonly folder: string | null }): Promise<void>;
  /** One answer per picture, in their order. What it throws fails the batch. */
  predict(batch: ModelBatch): Promise<PictureAnswer[]>;
};
