/** All routes of the API. */
import type { Route } from './route.ts';
import { annotationRoutes } from './routes/annotations.ts';
import { assignmentRoutes } from './routes/assignments.ts';
import { commandRoutes } from './routes/commands.ts';
import { datasetQueryRoutes } from './routes/dataset-query.ts';
import { datasetRoutes } from './routes/datasets.ts';
import { itemStatusRoutes } from './routes/item-status.ts';
import { itemRoutes } from './routes/items.ts';
import { ontologyRoutes } from './routes/ontologies.ts';
import { projectRoutes } from './routes/projects.ts';
import { recipeRoutes } from './routes/recipes.ts';
import { sessionRoutes } from './routes/session.ts';
import { taskRoutes } from './routes/tasks.ts';
import { uploadRoutes } from './routes/uploads.ts';

export const ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...projectRoutes,
  ...datasetRoutes,
  ...datasetQueryRoutes,
  ...annotationRoutes,
  ...recipeRoutes,
  ...ontologyRoutes,
  ...itemRoutes,
  ...uploadRoutes,
  ...taskRoutes,
  ...assignmentRoutes,
  ...itemStatusRoutes,
  ...commandRoutes,
];
