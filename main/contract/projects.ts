import { z } from 'zod';
import { nameSchema } from '#core/model/common.ts';
import { datasetSchema } from '#core/model/dataset.ts';
import { datasetIdSchema, pipelineIdSchema, projectIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { projectSchema } from '#core/model/project.ts';
import { labelSchema, recipeSchema } from '#core/model/recipe.ts';
import { mutation, query } from './define.ts';

/** What a set-up made: one project ready for video labelling with QA. */
export const projectSetupSchema = z.object({
  project: projectSchema,
  pipelineId: pipelineIdSchema,
  recipeId: recipeIdSchema,
  datasets: z.object({
    inbox: datasetIdSchema,
    frames: datasetIdSchema,
    approved: datasetIdSchema,
    discarded: datasetIdSchema,
  }),
});

export const projects = {
  'projects.list': query(z.strictObject({}), z.array(projectSchema)),
  'projects.create': mutation(z.strictObject({ name: nameSchema }), projectSchema),
  /** A project with datasets, recipe and the installed pipeline Video to QA. */
  'projects.setUp': mutation(
    z.strictObject({
      name: nameSchema,
      labels: z.array(labelSchema).max(100).default([]),
      /** Every n-th frame of a video becomes an item. */
      every: z.int().min(1).max(100_000).default(1),
    }),
    projectSetupSchema,
  ),
  /** The same with a sample video made on this computer, already on its way through the pipeline. */
  'projects.createSample': mutation(
    z.strictObject({ frames: z.int().min(1).max(100_000).default(60) }),
    projectSetupSchema.extend({ clipPath: z.string() }),
  ),
  'datasets.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(datasetSchema)),
  'datasets.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      name: nameSchema,
      recipeId: recipeIdSchema.nullable().default(null),
    }),
    datasetSchema,
  ),
  'datasets.get': query(z.strictObject({ datasetId: datasetIdSchema }), datasetSchema),
  'recipes.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(recipeSchema)),
  'recipes.get': query(z.strictObject({ recipeId: recipeIdSchema }), recipeSchema),
  /** Without labels it has the usual three to begin with. */
  'recipes.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      title: nameSchema,
      labels: z.array(labelSchema).max(1000).default([]),
    }),
    recipeSchema,
  ),
  /** Replaces the labels; annotations keep the label they have. */
  'recipes.update': mutation(
    z.strictObject({
      recipeId: recipeIdSchema,
      labels: z.array(labelSchema).max(1000),
      instructions: z.string().max(20_000),
    }),
    recipeSchema,
  ),
} as const;
