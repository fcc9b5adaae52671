import { z } from 'zod';
import { commandSchema } from '#core/model/command.ts';
import { metadataSchema, nameSchema } from '#core/model/common.ts';
import { ontologyIdSchema, projectIdSchema, recipeIdSchema } from '#core/model/ids.ts';
import { ontologySchema } from '#core/model/ontology.ts';
import { attributeSchema, labelSchema, recipeSchema, toolSchema } from '#core/model/recipe.ts';
import { vocabularyChangeSchema } from '#core/model/vocabulary-change.ts';
import { mutation, query } from './define.ts';

const labels = z.array(labelSchema).max(1000);
const attributes = z.array(attributeSchema).max(1000);
const instructions = z.string().max(20_000);

export const recipes = {
  'recipes.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(recipeSchema)),
  'recipes.get': query(z.strictObject({ recipeId: recipeIdSchema }), recipeSchema),
  /** With an ontology that is there, or else with one of its own; without labels that has the usual three to begin with. */
  'recipes.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      title: nameSchema,
      labels: labels.default([]),
      ontologyId: ontologyIdSchema.optional(),
      instructions: instructions.default(''),
      extra: metadataSchema.default({}),
    }),
    recipeSchema,
  ),
  /** Changes what is given. Labels are replaced in its ontology; annotations keep the label they have. */
  'recipes.update': mutation(
    z.strictObject({
      recipeId: recipeIdSchema,
      title: nameSchema.optional(),
      labels: labels.optional(),
      instructions: instructions.optional(),
      /** What people may make; empty: everything. */
      tools: z.array(toolSchema).optional(),
      ontologyId: ontologyIdSchema.optional(),
      extra: metadataSchema.optional(),
    }),
    recipeSchema,
  ),
  /** `conflict` while datasets use it, unless they are to lose it. Tasks keep the recipe they were made with. */
  'recipes.delete': mutation(
    z.strictObject({ recipeId: recipeIdSchema, force: z.boolean().default(false) }),
    z.null(),
  ),
  'ontologies.list': query(z.strictObject({ projectId: projectIdSchema }), z.array(ontologySchema)),
  'ontologies.get': query(z.strictObject({ ontologyId: ontologyIdSchema }), ontologySchema),
  'ontologies.create': mutation(
    z.strictObject({
      projectId: projectIdSchema,
      title: nameSchema,
      labels: labels.default([]),
      attributes: attributes.default([]),
      extra: metadataSchema.default({}),
    }),
    ontologySchema,
  ),
  /** Changes what is given; all recipes that use it have the new labels and attributes. */
  'ontologies.update': mutation(
    z.strictObject({
      ontologyId: ontologyIdSchema,
      title: nameSchema.optional(),
      labels: labels.optional(),
      attributes: attributes.optional(),
      extra: metadataSchema.optional(),
    }),
    ontologySchema,
  ),
  /** How many annotations have each label, of the datasets and tasks that use the ontology; labels it does not know, too. */
  'ontologies.usage': query(
    z.strictObject({ ontologyId: ontologyIdSchema }),
    z.array(z.object({ label: z.string(), count: z.int().min(0) })),
  ),
  /** How many annotations have a value of an attribute, and which; a thousand different ones are told apart. */
  'ontologies.attributeUsage': query(
    z.strictObject({ ontologyId: ontologyIdSchema, key: z.string().min(1).max(200) }),
    z.object({
      annotations: z.int().min(0),
      values: z.array(z.object({ value: z.string(), count: z.int().min(0) })),
    }),
  ),
  /**
   * Labels and attributes that take the place of those that are there, and what becomes of annotations: a command carries
   * that to each, as a step of its item's history. `command` is null when no annotation is concerned.
   */
  'ontologies.change': mutation(
    z.strictObject({
      ontologyId: ontologyIdSchema,
      labels: labels.optional(),
      attributes: attributes.optional(),
      changes: z.array(vocabularyChangeSchema).max(1000).default([]),
    }),
    z.object({ ontology: ontologySchema, command: commandSchema.nullable() }),
  ),
  /** `conflict` while a recipe uses it. */
  'ontologies.delete': mutation(z.strictObject({ ontologyId: ontologyIdSchema }), z.null()),
} as const;
