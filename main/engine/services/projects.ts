/** Projects, datasets and recipes, and setting a whole project up at once. */
import { join } from 'node:path';
import type { CallArgs, CallOutput, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import {
  type DatasetId,
  datasetIdSchema,
  type ProjectId,
  projectIdSchema,
  type RecipeId,
  recipeIdSchema,
} from '#core/model/ids.ts';
import { type Label, type Recipe, SAFE_PALETTE } from '#core/model/recipe.ts';
import { videoToQa } from '#core/pipeline/templates/video-to-qa.ts';
import type { EngineContext } from '../context.ts';
import { findPipeline } from '../db/queries/pipelines.ts';
import {
  findDataset,
  findDatasetByName,
  findProject,
  insertDataset,
  insertProject,
  listDatasets,
  listProjects,
} from '../db/queries/projects.ts';
import { findRecipe, listRecipes, saveRecipe } from '../db/queries/recipes.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { makeSampleClip } from '../media/sample-clip.ts';
import { installPipeline } from '../pipelines/lifecycle.ts';
import { createPipeline } from '../pipelines/versions.ts';
import type { Tx } from '../unit.ts';
import type { Importer } from './items.ts';

type ProjectCalls =
  | `projects.${'list' | 'create' | 'setUp' | 'createSample'}`
  | `datasets.${'list' | 'create' | 'get'}`
  | `recipes.${'list' | 'get' | 'create' | 'update'}`;

const DEFAULT_LABELS: readonly Label[] = ['car', 'person', 'bicycle'].map((name, at) => ({
  name,
  color: SAFE_PALETTE[at % SAFE_PALETTE.length] ?? '#56b4e9',
}));

/** Sample clips: small enough to be made in a moment, large enough to draw on. */
const SAMPLE = { width: 960, height: 540, fps: 12, seed: 7 } as const;

export function projectHandlers(
  ctx: EngineContext,
  graphs: Graphs,
  importPaths: Importer,
): Handlers<ProjectCalls> {
  const { db } = ctx;

  function setUp(args: CallArgs<'projects.setUp'>): CallOutput<'projects.setUp'> {
    return ctx.unit(ctx.settings().person, (tx) => setUpProject(tx, graphs, args));
  }

  return {
    'projects.list': () => listProjects(db),
    'projects.create': ({ name }) => ctx.unit(ctx.settings().person, (tx) => createProject(tx, name)),
    'projects.setUp': setUp,
    'projects.createSample': async ({ frames }) => {
      const job = ctx.jobs.start({
        id: ctx.ports.ids.next(),
        kind: 'sample',
        title: 'Sample video',
        unit: 'frames',
        total: frames,
      });
      try {
        // The clip first: a project without its video would be a poor sample.
        const clipPath = join(ctx.files.root, 'sample', `crossroads-${frames}.mp4`);
        await makeSampleClip(await ctx.mediaTools(), clipPath, { ...SAMPLE, frames }, ctx.closing);
        const made = setUp({ name: freeName(), labels: [...DEFAULT_LABELS], every: 1 });
        importPaths({
          datasetId: made.datasets.inbox,
          paths: [clipPath],
          mode: 'copy',
          actor: ctx.settings().person,
        });
        return { ...made, clipPath };
      } finally {
        job.end();
      }
    },
    'datasets.list': ({ projectId }) => listDatasets(db, projectId),
    'datasets.create': ({ projectId, name, recipeId }) =>
      ctx.unit(ctx.settings().person, (tx) => {
        if (!findProject(tx.db, projectId)) {
          throw new SluiceError('not-found', 'This project is not there any more.', { projectId });
        }
        if (findDatasetByName(tx.db, projectId, name)) {
          throw new SluiceError(
            'conflict',
            `The project has a dataset "${name}" already. Choose another name.`,
          );
        }
        return dataset(tx, createDataset(tx, projectId, name, recipeId));
      }),
    'datasets.get': ({ datasetId }) => {
      const found = findDataset(db, datasetId);
      if (!found) throw new SluiceError('not-found', 'This dataset is not there any more.', { datasetId });
      return found;
    },
    'recipes.list': ({ projectId }) => listRecipes(db, projectId),
    'recipes.get': ({ recipeId }) => recipe(recipeId),
    'recipes.create': ({ projectId, title, labels }) => {
      refuseTwice(labels);
      return ctx.unit(ctx.settings().person, (tx) => {
        if (!findProject(tx.db, projectId)) {
          throw new SluiceError('not-found', 'This project is not there any more.', { projectId });
        }
        tx.changes.project(projectId);
        return createRecipe(tx, { projectId, title, labels });
      });
    },
    'recipes.update': ({ recipeId, labels, instructions }) => {
      refuseTwice(labels);
      const before = recipe(recipeId);
      return ctx.unit(ctx.settings().person, (tx) => {
        const after = { ...before, labels, instructions, updatedAt: tx.now };
        saveRecipe(tx.db, after);
        tx.changes.project(before.projectId);
        return after;
      });
    },
  };

  function recipe(recipeId: RecipeId) {
    const found = findRecipe(db, recipeId);
    if (!found) throw new SluiceError('not-found', 'This recipe is not there any more.', { recipeId });
    return found;
  }

  function freeName(): string {
    const taken = new Set(listProjects(db).map((project) => project.name));
    if (!taken.has('Sample project')) return 'Sample project';
    let number = 2;
    while (taken.has(`Sample project ${number}`)) number += 1;
    return `Sample project ${number}`;
  }
}

function createProject(tx: Tx, name: string) {
  const project = { id: projectIdSchema.parse(tx.id()), name, createdAt: tx.now };
  insertProject(tx.db, project);
  tx.changes.project(project.id);
  return project;
}

function createDataset(tx: Tx, projectId: ProjectId, name: string, recipeId: RecipeId | null): DatasetId {
  const id = datasetIdSchema.parse(tx.id());
  insertDataset(tx.db, { id, projectId, name, recipeId, createdAt: tx.now });
  tx.raise({ resource: 'Dataset', action: 'Created', id });
  tx.changes.project(projectId);
  return id;
}

function dataset(tx: Tx, id: DatasetId) {
  const found = findDataset(tx.db, id);
  if (!found) throw new SluiceError('internal', 'A dataset that was just made is not there.', { id });
  return found;
}

function createRecipe(
  tx: Tx,
  { projectId, title, labels }: Pick<Recipe, 'projectId' | 'title' | 'labels'>,
): Recipe {
  const recipe: Recipe = {
    id: recipeIdSchema.parse(tx.id()),
    projectId,
    title,
    labels: labels.length > 0 ? labels : [...DEFAULT_LABELS],
    tools: ['box'],
    instructions: '',
    createdAt: tx.now,
    updatedAt: tx.now,
  };
  saveRecipe(tx.db, recipe);
  return recipe;
}

function refuseTwice(labels: readonly Label[]): void {
  const names = labels.map((label) => label.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new SluiceError('invalid-input', `The label "${twice}" is there twice.`);
}

function setUpProject(
  tx: Tx,
  graphs: Graphs,
  args: CallArgs<'projects.setUp'>,
): CallOutput<'projects.setUp'> {
  const project = createProject(tx, args.name);
  const { id: recipeId } = createRecipe(tx, { projectId: project.id, title: 'Boxes', labels: args.labels });
  const datasets = {
    inbox: createDataset(tx, project.id, 'videos', recipeId),
    frames: createDataset(tx, project.id, 'frames', recipeId),
    approved: createDataset(tx, project.id, 'approved', recipeId),
    discarded: createDataset(tx, project.id, 'discarded', recipeId),
  };
  const graph = videoToQa.build({ ...datasets, recipe: recipeId, every: args.every });
  const pipelineId = createPipeline(tx, { projectId: project.id, name: 'Video to QA', graph });
  const pipeline = findPipeline(tx.db, pipelineId);
  if (pipeline) installPipeline(tx, pipeline, { graphs, person: tx.actor });
  return { project, pipelineId, recipeId, datasets };
}
