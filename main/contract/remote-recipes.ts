/** Recipes of remotes that are changed here as well. */
import { z } from 'zod';
import { clashSchema } from '#core/model/exchange.ts';
import { recipeIdSchema } from '#core/model/ids.ts';
import { remoteIdSchema } from '#core/model/sync.ts';
import { mutation, query } from './define.ts';

export const remoteRecipes = {
  /** Those about which a person has to decide: what both changed differently, and what a remote did not take. */
  'sync.recipes': query(
    z.strictObject({}),
    z.array(
      z.object({
        recipeId: recipeIdSchema,
        remoteId: remoteIdSchema,
        title: z.string(),
        /** As `core/sync/recipes.ts` names fields: "/labels/car/color". */
        clashes: z.array(clashSchema),
        refused: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  ),
  /** Decides a field that both changed: `theirs` leaves what is there, `mine` puts ours in its place and sends it. */
  'sync.solveRecipe': mutation(
    z.strictObject({
      recipeId: recipeIdSchema,
      field: z.string().max(1000),
      choice: z.enum(['mine', 'theirs']),
    }),
    z.null(),
  ),
  /** What a remote did not take of a recipe: it is sent again, or the recipe is as the remote has it. */
  'sync.unparkRecipe': mutation(
    z.strictObject({ recipeId: recipeIdSchema, how: z.enum(['again', 'drop']) }),
    z.null(),
  ),
} as const;
