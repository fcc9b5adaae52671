/** All routes of the API. */
import type { Route } from './route.ts';
import { annotationRoutes } from './routes/annotations.ts';
import { assignmentRoutes } from './routes/assignments.ts';
import { cloneRoutes } from './routes/clones.ts';
import { commandRoutes } from './routes/commands.ts';
import { cycleRoutes } from './routes/cycles.ts';
import { datasetCommandRoutes } from './routes/dataset-commands.ts';
import { datasetQueryRoutes } from './routes/dataset-query.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { executionRoutes } from './routes/executions.ts';
import { folderRoutes } from './routes/folders.ts';
import { hubRoutes } from './routes/hub.ts';
import { itemStatusRoutes } from './routes/item-status.ts';
import { itemRoutes } from './routes/items.ts';
import { memberRoutes } from './routes/members.ts';
import { ontologyRoutes } from './routes/ontologies.ts';
import { pipelinePartRoutes } from './routes/pipeline-parts.ts';
import { pipelineRoutes } from './routes/pipelines.ts';
import { projectRoutes } from './routes/projects.ts';
import { recipeRoutes } from './routes/recipes.ts';
import { runningRoutes } from './routes/running.ts';
import { sessionRoutes } from './routes/session.ts';
import { startingRoutes } from './routes/starting.ts';
import { taskRoutes } from './routes/tasks.ts';
import { triggerRoutes } from './routes/triggers.ts';
import { uploadRoutes } from './routes/uploads.ts';

export const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...projectRoutes,
  ...memberRoutes,
  ...datasetCommandRoutes,
  ...datasetRoutes,
  ...datasetQueryRoutes,
  ...annotationRoutes,
  ...recipeRoutes,
  ...ontologyRoutes,
  ...itemRoutes,
  ...uploadRoutes,
  ...folderRoutes,
  ...cloneRoutes,
  ...taskRoutes,
  ...assignmentRoutes,
  ...itemStatusRoutes,
  ...pipelineRoutes,
  ...runningRoutes,
  ...startingRoutes,
  ...cycleRoutes,
  ...pipelinePartRoutes,
  ...executionRoutes,
  ...triggerRoutes,
  ...commandRoutes,
  ...hubRoutes,
];
