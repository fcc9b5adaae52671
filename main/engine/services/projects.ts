/** Projects, and setting a whole project up at once. */
import { join } from 'node:path';
import type { CallArgs, CallOutput, Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { type ProjectId, projectIdSchema } from '#core/model/ids.ts';
import type { Project } from '#core/model/project.ts';
import { videoToQa } from '#core/pipeline/templates/video-to-qa.ts';
import type { EngineContext } from '../context.ts';
import { createDataset } from '../datasets.ts';
import { findPipeline, listPipelines } from '../db/queries/pipelines.ts';
import {
  findProject,
  insertProject,
  listDatasets,
  listProjects,
  setDatasetDeleted,
  setProjectDeleted,
  updateProject,
} from '../db/queries/projects.ts';
import { listFoldersOfProject } from '../db/queries/watched-folders.ts';
import { promiseImport } from '../ingest/promised.ts';
import type { Graphs } from '../jobs/graphs.ts';
import { makeSampleClip } from '../media/sample-clip.ts';
import { installPipeline } from '../pipelines/lifecycle.ts';
import { deleteTasksAlone } from '../pipelines/task-removal.ts';
import { createPipeline, deletePipeline } from '../pipelines/versions.ts';
import { createOntology, createRecipe } from '../recipes.ts';
import type { Tx } from '../unit.ts';
import { DEFAULT_LABELS, refuseTwice } from './recipes.ts';

type ProjectCalls = `projects.${'list' | 'get' | 'create' | 'update' | 'delete' | 'setUp' | 'createSample'}`;

/** Sample clips: small enough to be made in a moment, large enough to draw on. */
const SAMPLE = { width: 960, height: 540, fps: 12, seed: 7 } as const;

export function projectHandlers(
  ctx: EngineContext,
  graphs: Graphs,
  keepPromises: () => void,
): Handlers<ProjectCalls> {
  const { db } = ctx;

  function project(projectId: ProjectId): Project {
    const found = findProject(db, projectId);
    if (!found) throw new SluiceError('not-found', 'This project is not there any more.', { projectId });
    return found;
  }

  function setUp(args: CallArgs<'projects.setUp'>): CallOutput<'projects.setUp'> {
    return ctx.unit(ctx.settings().person, (tx) => setUpProject(tx, graphs, args));
  }

  return {
    'projects.list': () => listProjects(db),
    'projects.get': ({ projectId }) => project(projectId),
    'projects.create': ({ name }) => ctx.unit(ctx.settings().person, (tx) => createProject(tx, name)),
    'projects.update': ({ projectId, name, extra }) => {
      const before = project(projectId);
      return ctx.unit(ctx.settings().person, (tx) => {
        const after = {
          ...before,
          name: name ?? before.name,
          extra: extra ?? before.extra,
          updatedAt: tx.now,
        };
        updateProject(tx.db, after);
        tx.changes.project(projectId);
        return after;
      });
    },
    'projects.delete': ({ projectId }) => {
      refuseInUse(project(projectId));
      ctx.unit(ctx.settings().person, (tx) => {
        for (const { id } of listPipelines(tx.db, projectId)) {
          const pipeline = findPipeline(tx.db, id);
          if (pipeline) deletePipeline(tx, pipeline);
        }
        deleteTasksAlone(tx, projectId);
        for (const { id } of listDatasets(tx.db, projectId)) setDatasetDeleted(tx.db, id, tx.now);
        setProjectDeleted(tx.db, projectId, tx.now);
        tx.changes.project(projectId);
      });
      return null;
    },
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
        // The clip first, and its import promised with the project: one without its video would be a poor sample.
        const clipPath = join(ctx.files.root, 'sample', `crossroads-${frames}.mp4`);
        await makeSampleClip(await ctx.mediaTools(), clipPath, { ...SAMPLE, frames }, ctx.closing);
        const args = { name: freeName(), labels: [...DEFAULT_LABELS], every: 1 };
        const made = ctx.unit(ctx.settings().person, (tx) => {
          const set = setUpProject(tx, graphs, args);
          promiseImport(tx, set.datasets.inbox, clipPath);
          return set;
        });
        keepPromises();
        return { ...made, clipPath };
      } finally {
        job.end();
      }
    },
  };

  function refuseInUse({ id, name }: Project): void {
    const running = listPipelines(db, id).find((pipeline) => pipeline.status === 'Installed');
    if (running) {
      const message = `The pipeline "${running.name}" of "${name}" is installed. Pause it before deleting the project.`;
      throw new SluiceError('conflict', message, { projectId: id });
    }
    const [folder] = listFoldersOfProject(db, id);
    if (!folder) return;
    const message = `The folder ${folder.path} is watched for "${name}". Stop watching it before deleting the project.`;
    throw new SluiceError('conflict', message, { projectId: id });
  }

  function freeName(): string {
    const taken = new Set(listProjects(db).map((project) => project.name));
    if (!taken.has('Sample project')) return 'Sample project';
    let number = 2;
    while (taken.has(`Sample project ${number}`)) number += 1;
    return `Sample project ${number}`;
  }
}

function createProject(tx: Tx, name: string): Project {
  const project: Project = {
    id: projectIdSchema.parse(tx.id()),
    name,
    creator: tx.actor,
    createdAt: tx.now,
    updatedAt: tx.now,
    extra: {},
  };
  insertProject(tx.db, project);
  tx.changes.project(project.id);
  return project;
}

function setUpProject(
  tx: Tx,
  graphs: Graphs,
  args: CallArgs<'projects.setUp'>,
): CallOutput<'projects.setUp'> {
  const project = createProject(tx, args.name);
  const projectId = project.id;
  refuseTwice(
    'label',
    args.labels.map((label) => label.name),
  );
  const labels = args.labels.length > 0 ? args.labels : [...DEFAULT_LABELS];
  const ontology = createOntology(tx, { projectId, title: 'Boxes', labels });
  const { id: recipeId } = createRecipe(tx, { projectId, title: 'Boxes', ontology });
  const made = (name: string) => createDataset(tx, { projectId, name, recipeId }).id;
  const datasets = {
    inbox: made('videos'),
    frames: made('frames'),
    approved: made('approved'),
    discarded: made('discarded'),
  };
  const graph = videoToQa.build({ ...datasets, recipe: recipeId, every: args.every });
  const pipelineId = createPipeline(tx, { projectId: project.id, name: 'Video to QA', graph });
  const pipeline = findPipeline(tx.db, pipelineId);
  if (pipeline) installPipeline(tx, pipeline, { graphs, person: tx.actor });
  return { project, pipelineId, recipeId, datasets };
}
