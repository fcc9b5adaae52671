/** What a recipe says that the reference system has no words for; kept with it as `sluice`, where its clients leave it. */
import { z } from 'zod';
import type { Metadata } from './common.ts';
import type { Recipe } from './recipe.ts';

/** A skeleton: joints by name, bones between them, and which joint is another one's mirror image. */
export const poseTemplateSchema = z.object({
  id: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(200),
  /** Places in a picture of 1 by 1, the first at the top left. */
  joints: z
    .array(
      z.object({
        name: z.string().trim().min(1).max(200),
        x: z.number().min(0).max(1),
        y: z.number().min(0).max(1),
      }),
    )
    .min(1)
    .max(500),
  /** Pairs of places in `joints`. */
  edges: z.array(z.tuple([z.int().min(0), z.int().min(0)])).max(2000),
  mirrored: z.array(z.tuple([z.int().min(0), z.int().min(0)])).max(500),
});
export type PoseTemplate = z.infer<typeof poseTemplateSchema>;

const settingsSchema = z.looseObject({
  /** An item may be completed while attributes that must have a value have none. */
  allowMissing: z.boolean().default(false).catch(false),
  /** One tag an item, not several. */
  singleTag: z.boolean().default(false).catch(false),
  poses: z.array(poseTemplateSchema).max(200).default([]).catch([]),
});
export type RecipeSettings = Pick<z.infer<typeof settingsSchema>, 'allowMissing' | 'singleTag' | 'poses'>;

const KEY = 'sluice';

export function recipeSettingsOf({ extra }: Pick<Recipe, 'extra'>): RecipeSettings {
  const { allowMissing, singleTag, poses } = settingsSchema
    .catch(settingsSchema.parse({}))
    .parse(extra[KEY] ?? {});
  return { allowMissing, singleTag, poses };
}

/** What is kept with the recipe, with other settings. */
export function withRecipeSettings(extra: Metadata, change: Partial<RecipeSettings>): Metadata {
  const before = z
    .looseObject({})
    .catch({})
    .parse(extra[KEY] ?? {});
  return { ...extra, [KEY]: { ...before, ...change } };
}
