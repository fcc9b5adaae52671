/** What the labelling of a dataset needs beside its items. */
import type { CallOutput } from '#contract/index.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listAssignments } from '../db/queries/assignments.ts';
import { findRecipeOfTask } from '../db/queries/recipes.ts';
import { listTasks } from '../db/queries/tasks.ts';

export type SurroundingsHere = CallOutput<'hub.dataset'>;

export function surroundingsOf(db: ReadableDb, dataset: Dataset): SurroundingsHere {
  const tasks = listTasks(db, dataset.projectId);
  const recipeIds = new Set([dataset.recipeId, ...tasks.map(({ recipeId }) => recipeId)]);
  return {
    dataset,
    recipes: [...recipeIds].flatMap((id) => (id && findRecipeOfTask(db, id)) ?? []),
    tasks: tasks.map((task) => ({ ...task, assignments: listAssignments(db, task.id) })),
  };
}
