/** Events of the engine: who hears them, and which cached answers they make old. */
import type { QueryClient } from '@tanstack/react-query';
import type { EngineEvent, EventName, EventPayload } from '#contract/events.ts';
import type { CallOutput } from '#contract/index.ts';
import { fromWireError, unreachable } from '#core/errors.ts';
import { bridge } from './bridge.ts';
import { useEngineState } from './engine-state.ts';
import { notifyError } from './notify.ts';

/** Hears one kind of event until the function it returns is called. */
export function onEngineEvent<N extends EventName>(
  name: N,
  handler: (payload: EventPayload<N>) => void,
): () => void {
  return bridge().on((event) => {
    if (isEvent(event, name)) handler(event.payload);
  });
}

function isEvent<N extends EventName>(
  event: EngineEvent,
  name: N,
): event is EngineEvent & { readonly name: N; readonly payload: EventPayload<N> } {
  return event.name === name;
}

/**
 * Keeps the cache true to the engine until the function it returns is called. Called once, before the first
 * screen is shown, so that no event is missed.
 */
export function wireEvents(queries: QueryClient): () => void {
  return bridge().on((event) => applyEvent(queries, event));
}

function applyEvent(queries: QueryClient, event: EngineEvent): void {
  switch (event.name) {
    case 'engine.state':
      useEngineState.setState(event.payload);
      // Nobody told of changes while no engine ran.
      if (event.payload.state === 'ready' || event.payload.state === 'idle') void queries.invalidateQueries();
      break;
    case 'workspace.changed':
      applyWorkspace(queries, event.payload);
      break;
    case 'projects.changed':
      invalidate(queries, 'projects.', 'datasets.', 'recipes.', 'pipelines.', 'tasks.', 'sync.travelTasks');
      break;
    case 'items.changed':
      invalidate(queries, 'items.', 'datasets.', 'media.', 'sync.along', 'sync.files');
      break;
    case 'annotations.changed':
      invalidate(queries, 'annotations.');
      break;
    case 'tasks.changed':
      invalidate(queries, 'tasks.', 'issues.', 'sync.along', 'sync.travelTasks', 'packs.leases');
      break;
    case 'pipelines.counts':
      applyCounts(queries, event.payload);
      break;
    case 'jobs.changed':
      queries.setQueryData(['jobs.list', {}], event.payload.jobs);
      break;
    case 'watchedFolders.changed':
      invalidate(queries, 'watchedFolders.');
      break;
    case 'sync.changed':
      queries.setQueryData(['sync.states', {}], event.payload.states);
      invalidate(
        queries,
        'sync.along',
        'sync.conflicts',
        'sync.conflictGroups',
        'sync.files',
        'sync.parked',
        'sync.pipelines',
        'sync.queued',
        'sync.recipes',
        'packs.',
      );
      break;
    case 'problem':
      notifyError(fromWireError(event.payload.error));
      break;
    default:
      unreachable(event);
  }
}

/** What is known of another workspace is forgotten at once; what is known of the same one is asked again. */
function applyWorkspace(queries: QueryClient, { workspace }: EventPayload<'workspace.changed'>): void {
  const current = ['workspaces.current', {}] as const;
  const before = queries.getQueryData<CallOutput<'workspaces.current'>>(current);
  queries.setQueryData(current, workspace);
  if (before?.path === workspace?.path) void queries.invalidateQueries();
  else void queries.resetQueries({ predicate: ({ queryKey: [name] }) => name !== current[0] });
}

function applyCounts(queries: QueryClient, payload: EventPayload<'pipelines.counts'>): void {
  const { pipelineId, counts } = payload;
  queries.setQueryData(['pipelines.counts', { pipelineId }], counts);
  queries.setQueryData<CallOutput<'pipelines.get'>>(
    ['pipelines.get', { pipelineId }],
    (pipeline) => pipeline && { ...pipeline, counts },
  );
  queries.setQueriesData<CallOutput<'pipelines.list'>>({ queryKey: ['pipelines.list'] }, (list) =>
    list?.map((pipeline) => (pipeline.id === pipelineId ? { ...pipeline, counts } : pipeline)),
  );
  invalidate(queries, 'executions.', 'cycles.', 'explain.', 'triggers.');
}

/** Makes old all answers to calls whose name starts with one of these; screens that show them ask again. */
function invalidate(queries: QueryClient, ...prefixes: readonly string[]): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      typeof name === 'string' && prefixes.some((prefix) => name.startsWith(prefix)),
  });
}
