/** Recipes, tasks and assignments of a remote (reference sections 1.5 to 1.8). */
import { z } from 'zod';
import { isSluiceError } from '../../errors.ts';
import type { Json } from '../../formats/dataloop/json.ts';
import { readRoots } from '../../formats/dataloop/labels.ts';
import { readAttributes } from '../../formats/dataloop/ontology.ts';
import { readActions, readDueDate } from '../../formats/dataloop/task.ts';
import { nameSchema } from '../../model/common.ts';
import type { TaskThere } from '../../model/exchange.ts';
import { assignmentIdSchema, ontologyIdSchema, recipeIdSchema, taskIdSchema } from '../../model/ids.ts';
import { type Recipe, toolSchema } from '../../model/recipe.ts';
import { TASK_ACTIONS } from '../../model/task.ts';
import { personOf, timeOf } from './stamps.ts';

export const recipeThereSchema = z.looseObject({
  id: recipeIdSchema,
  title: z.string().nullish(),
  instructions: z.string().nullish(),
  /** Which tools may be used is said of labels only there: of the whole recipe it goes with what people keep with it. */
  metadata: z
    .looseObject({ user: z.looseObject({ sluiceTools: z.unknown().optional() }).nullish() })
    .nullish(),
  ontologyIds: z.array(ontologyIdSchema).min(1),
  creator: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
});

export const ontologyThereSchema = z.looseObject({
  id: ontologyIdSchema,
  roots: z.array(z.unknown()),
  metadata: z.looseObject({ attributes: z.unknown().optional() }).nullish(),
});

/** @throws SluiceError `invalid-input` for labels or attributes that are none. */
export function readRecipeThere(
  recipe: z.infer<typeof recipeThereSchema>,
  ontology: z.infer<typeof ontologyThereSchema>,
): Omit<Recipe, 'projectId'> {
  return {
    ...{ id: recipe.id, title: nameOf(recipe.title, 'Recipe'), ontologyId: ontology.id },
    labels: readRoots(ontology.roots),
    attributes: readAttributes(ontology.metadata?.attributes),
    tools: z
      .array(toolSchema)
      .catch([])
      .parse(recipe.metadata?.user?.sluiceTools ?? []),
    instructions: (recipe.instructions ?? '').slice(0, 20_000),
    ...{ creator: personOf(recipe.creator), createdAt: timeOf(recipe.createdAt) },
    ...{ updatedAt: timeOf(recipe.updatedAt), extra: {} },
  };
}

function nameOf(value: unknown, otherwise: string): string {
  const read = nameSchema.safeParse(typeof value === 'string' ? value.replaceAll(/\p{Cc}/gu, ' ') : value);
  return read.success ? read.data : otherwise;
}

export const taskThereSchema = z.looseObject({
  id: taskIdSchema,
  name: z.string().nullish(),
  datasetId: z.string().nullish(),
  recipeId: z.string().nullish(),
  spec: z.looseObject({ type: z.string().nullish(), parentTaskId: z.string().nullish() }).nullish(),
  priority: z.unknown().optional(),
  creator: z.unknown().optional(),
  createdAt: z.unknown().optional(),
});

export const assignmentThereSchema = z.looseObject({
  id: assignmentIdSchema,
  annotator: z.string(),
  totalItems: z.number().nullish(),
  metadata: z.looseObject({ system: z.looseObject({ taskId: z.string().nullish() }).nullish() }).nullish(),
});

export function readTaskThere(
  json: z.infer<typeof taskThereSchema>,
  assignments: readonly z.infer<typeof assignmentThereSchema>[],
): TaskThere {
  const type = json.spec?.type === 'qa' ? 'qa' : 'annotation';
  const priority = json.priority === 1 || json.priority === 3 ? json.priority : 2;
  return {
    ...{ id: json.id, name: nameOf(json.name, 'Task'), type, priority },
    recipeId: recipeIdSchema.safeParse(json.recipeId).data ?? null,
    parentTaskId: taskIdSchema.safeParse(json.spec?.parentTaskId).data ?? null,
    dueAt: readDueDate(json),
    actions: actionsOf(json) ?? [...TASK_ACTIONS[type]],
    settings: { pulling: null, consensus: null },
    ...{ creator: personOf(json.creator), extra: {}, createdAt: timeOf(json.createdAt) },
    assignments: assignments
      .filter(({ metadata }) => metadata?.system?.taskId === json.id)
      .map(({ id, annotator }) => ({ id, person: personOf(annotator), load: 1 })),
  };
}

function actionsOf(json: Json): string[] | null {
  try {
    return readActions(json);
  } catch (error) {
    if (isSluiceError(error, 'invalid-input')) return null;
    throw error;
  }
}
