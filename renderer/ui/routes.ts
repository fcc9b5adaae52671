/** Addresses of the screens, after the hash. The only place where they are spelled. */

/** Patterns for the router; the parameters of a pattern are the arguments of the function of the same name. */
export const PATTERNS = {
  home: '/home/:view?',
  data: '/data/:datasetId?',
  folders: '/folders',
  tasks: '/tasks',
  recipes: '/recipes/:recipeId?',
  studio: '/studio/:taskId/:itemId?',
  review: '/review/:taskId/:itemId?',
  view: '/view/:itemId',
  pipelines: '/pipelines/:pipelineId?',
  compose: '/compose/:pipelineId',
  /** What a link from outside the app names. */
  open: '/open/:kind/:id',
  sync: '/sync/:itemId?',
  settings: '/settings',
  help: '/help/:page?',
} as const;

export type ScreenName = keyof typeof PATTERNS;

function path(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => `/${encodeURIComponent(part)}`)
    .join('');
}

export const routes = {
  home: () => path('home'),
  /** Home with the choices for a new project, although there is one. */
  newProject: () => path('home', 'new'),
  data: (datasetId?: string) => path('data', datasetId),
  folders: () => path('folders'),
  tasks: () => path('tasks'),
  /** Without one: the first. */
  recipes: (recipeId?: string) => path('recipes', recipeId),
  /** Without an item: the next one that waits. */
  studio: (taskId: string, itemId?: string) => path('studio', taskId, itemId),
  /** Without an item: the next one that waits. */
  review: (taskId: string, itemId?: string) => path('review', taskId, itemId),
  /** One item, to be looked at. */
  view: (itemId: string) => path('view', itemId),
  pipelines: (pipelineId?: string) => path('pipelines', pipelineId),
  /** Where its graph is drawn. */
  compose: (pipelineId: string) => path('compose', pipelineId),
  open: (kind: string, id: string) => path('open', kind, id),
  /** With an item: what has to be decided about it. */
  sync: (itemId?: string) => path('sync', itemId),
  settings: () => path('settings'),
  help: (page?: string) => path('help', page),
} as const satisfies Record<ScreenName | 'newProject', (...args: string[]) => string>;

/** The address where a person works on a task. */
export function taskRoute(task: { readonly id: string; readonly type: 'annotation' | 'qa' }): string {
  return task.type === 'qa' ? routes.review(task.id) : routes.studio(task.id);
}

/** The screen an address belongs to; null when it belongs to none. */
export function screenOf(location: string): ScreenName | null {
  const first = location.split('/')[1] ?? '';
  return Object.hasOwn(PATTERNS, first) ? (first as ScreenName) : null;
}
