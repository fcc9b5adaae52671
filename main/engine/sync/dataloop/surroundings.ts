/** What the labelling of a dataset needs beside its items: recipes, tasks, and who works in them. */
import { z } from 'zod';
import { isSluiceError } from '#core/errors.ts';
import type { TaskThere } from '#core/model/exchange.ts';
import { recipeIdSchema } from '#core/model/ids.ts';
import type { Recipe } from '#core/model/recipe.ts';
import {
  assignmentThereSchema,
  ontologyThereSchema,
  readRecipeThere,
  readTaskThere,
  recipeThereSchema,
  taskThereSchema,
} from '#core/sync/dataloop/work.ts';
import { type Http, Refused } from '../http.ts';
import type { Surroundings } from '../remote.ts';

const datasetSchema = z.looseObject({
  projects: z.array(z.string()).min(1),
  metadata: z
    .looseObject({ system: z.looseObject({ recipes: z.array(z.string()).nullish() }).nullish() })
    .nullish(),
});

const rowsSchema = z.array(z.unknown());
const pageSchema = z.object({ items: rowsSchema });

/** Tasks of one project that are looked at. */
const MOST = 1000;

/** Throws as `Http.ask`. */
export async function readSurroundings(
  http: Http,
  datasetId: string,
  signal: AbortSignal,
): Promise<Surroundings> {
  const dataset = await http.ask(
    { method: 'GET', path: `/datasets/${datasetId}`, reply: datasetSchema },
    signal,
  );
  const tasks = await readTasks(http, { datasetId, projectId: dataset.projects[0] ?? '' }, signal);
  const own = recipeIdSchema.safeParse(dataset.metadata?.system?.recipes?.[0]).data ?? null;
  const wanted = new Set([own, ...tasks.map(({ recipeId }) => recipeId)]);
  const recipes: Omit<Recipe, 'projectId'>[] = [];
  for (const id of wanted) {
    const recipe = id && (await readRecipe(http, id, signal));
    if (recipe) recipes.push(recipe);
  }
  return { dataset: { recipeId: own }, recipes, tasks };
}

async function readTasks(
  http: Http,
  { datasetId, projectId }: { readonly datasetId: string; readonly projectId: string },
  signal: AbortSignal,
): Promise<TaskThere[]> {
  const context = { projectIds: [projectId] };
  const body = { resource: 'tasks', filter: { $and: [{ projectId }] }, context, page: 0, pageSize: MOST };
  const asked = { method: 'POST', path: '/annotationtasks/query', body, reply: pageSchema } as const;
  const { items } = await http.ask(asked, signal);
  const query = new URLSearchParams({ projects: projectId, pageSize: String(MOST) });
  const path = `/assignments?${query}`;
  const rows = await http.ask({ method: 'GET', path, reply: z.union([rowsSchema, pageSchema]) }, signal);
  const listed = Array.isArray(rows) ? rows : rows.items;
  const assignments = listed.flatMap((row) => assignmentThereSchema.safeParse(row).data ?? []);
  return items
    .flatMap((row) => taskThereSchema.safeParse(row).data ?? [])
    .filter((task) => !task.datasetId || task.datasetId === datasetId)
    .map((task) => readTaskThere(task, assignments));
}

/** Null: it is gone, or holds what is no recipe; then everything may be labelled. Throws as `Http.ask`. */
export async function readRecipe(
  http: Http,
  id: string,
  signal: AbortSignal,
): Promise<Omit<Recipe, 'projectId'> | null> {
  try {
    const recipe = await http.ask(
      { method: 'GET', path: `/recipes/${id}`, reply: recipeThereSchema },
      signal,
    );
    const [ontologyId] = recipe.ontologyIds;
    const path = `/ontologies/${ontologyId}`;
    const ontology = await http.ask({ method: 'GET', path, reply: ontologyThereSchema }, signal);
    return readRecipeThere(recipe, ontology);
  } catch (error) {
    const isGone = error instanceof Refused && error.status === 404;
    if (isGone || isSluiceError(error, 'invalid-input')) return null;
    throw error;
  }
}
