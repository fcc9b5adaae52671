import { z } from 'zod';
import { metadataSchema, nameSchema } from '#core/model/common.ts';
import { datasetSchema } from '#core/model/dataset.ts';
import { datasetIdSchema, pipelineIdSchema, projectIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { projectSchema } from '#core/model/project.ts';
import { labelSchema } from '#core/model/recipe.ts';
import { mutation, query } from './define.ts';

const byProject = z.strictObject({ projectId: projectIdSchema });
const byDataset = z.strictObject({ datasetId: datasetIdSchema });

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
  'projects.get': query(byProject, projectSchema),
  'projects.create': mutation(z.strictObject({ name: nameSchema }), projectSchema),
  /** Changes what is given. */
  'projects.update': mutation(
    byProject.extend({ name: nameSchema.optional(), extra: metadataSchema.optional() }),
    projectSchema,
  ),
  /** With all its datasets; the files of its items stay. `conflict` while a pipeline of it runs or a folder is watched. */
  'projects.delete': mutation(byProject, z.null()),
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
  'datasets.list': query(byProject, z.array(datasetSchema)),
  'datasets.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      name: nameSchema,
      recipeId: recipeIdSchema.nullable().default(null),
      /** Makes a recipe for it, without labels. */
      createRecipe: z.boolean().default(false),
      extra: metadataSchema.default({}),
    }),
    datasetSchema,
  ),
  'datasets.get': query(byDataset, datasetSchema),
  /** Changes what is given. */
  'datasets.update': mutation(
    byDataset.extend({
      name: nameSchema.optional(),
      recipeId: recipeIdSchema.nullable().optional(),
      extra: metadataSchema.optional(),
    }),
    datasetSchema,
  ),
  /** The files of its items stay. `conflict` while a folder is watched for it. */
  'datasets.delete': mutation(byDataset, z.null()),
  /** Folders that hold items, with how many each. */
  'datasets.folders': query(byDataset, z.array(z.object({ folder: z.string(), items: z.int().min(0) }))),
  /** How many annotations its items have together, and how many items have any. */
  'datasets.annotated': query(byDataset, z.object({ annotations: z.int().min(0), items: z.int().min(0) })),
} as const;
