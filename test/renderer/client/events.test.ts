import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '#contract/events.ts';
import type { CallOutput } from '#contract/index.ts';
import { useEngineState } from '#renderer/client/engine-state.ts';
import { onEngineEvent, wireEvents } from '#renderer/client/events.ts';
import { type FakeBridge, installFakeBridge } from './fake-bridge.ts';

const ID = '0123456789abcdef01234567';
const COUNTS = {
  nodes: [],
  connections: [],
  cycles: { inProgress: 1, success: 0, failed: 0, terminated: 0 },
};
const KEYS = [
  ['annotations.list', { itemId: ID }],
  ['datasets.list', { projectId: ID }],
  ['issues.list', { itemId: ID }],
  ['items.list', { datasetId: ID }],
  ['jobs.list', {}],
  ['pipelines.list', { projectId: ID }],
  ['projects.list', {}],
  ['tasks.view', { taskId: ID, itemId: ID }],
  ['watchedFolders.list', { projectId: ID }],
] as const;

let fake: FakeBridge;
let queries: QueryClient;
let stop: () => void;

beforeEach(() => {
  fake = installFakeBridge();
  queries = new QueryClient();
  stop = wireEvents(queries);
});
afterEach(() => {
  stop();
  queries.clear();
  vi.unstubAllGlobals();
});

/** An event as it arrives: its ids are plain text on the way. */
function emit(name: EngineEvent['name'], payload: unknown): void {
  fake.emit({ name, payload } as EngineEvent);
}

/** Names of calls whose answers an event made old. */
function staleAfter(name: EngineEvent['name'], payload: unknown): string[] {
  for (const key of KEYS) queries.setQueryData(key, []);
  emit(name, payload);
  return KEYS.filter((key) => queries.getQueryState(key)?.isInvalidated).map(([call]) => call);
}

describe('events make answers old', () => {
  it.each<[EngineEvent['name'], unknown, string[]]>([
    ['items.changed', { datasetId: ID }, ['datasets.list', 'items.list']],
    ['tasks.changed', { taskId: ID }, ['issues.list', 'tasks.view']],
    ['annotations.changed', { itemId: ID }, ['annotations.list']],
    ['watchedFolders.changed', { folder: {} }, ['watchedFolders.list']],
    [
      'projects.changed',
      { projectId: ID },
      ['datasets.list', 'pipelines.list', 'projects.list', 'tasks.view'],
    ],
    ['engine.state', { state: 'restarting', error: null }, []],
    ['engine.state', { state: 'ready', error: null }, KEYS.map(([call]) => call)],
  ])('%s', (name, payload, stale) => {
    expect(staleAfter(name, payload)).toEqual(stale);
  });

  it('puts jobs and counts straight into the cache', () => {
    queries.setQueryData(['pipelines.get', { pipelineId: ID }], { id: ID, name: 'One' });
    queries.setQueryData(['pipelines.list', { projectId: ID }], [{ id: ID }, { id: 'other' }]);
    emit('jobs.changed', { jobs: [{ id: ID }] });
    emit('pipelines.counts', { pipelineId: ID, counts: COUNTS });
    expect(queries.getQueryData(['jobs.list', {}])).toEqual([{ id: ID }]);
    expect(queries.getQueryData(['pipelines.counts', { pipelineId: ID }])).toEqual(COUNTS);
    expect(queries.getQueryData(['pipelines.get', { pipelineId: ID }])).toEqual({
      id: ID,
      name: 'One',
      counts: COUNTS,
    });
    expect(queries.getQueryData(['pipelines.list', { projectId: ID }])).toEqual([
      { id: ID, counts: COUNTS },
      { id: 'other' },
    ]);
  });

  it('forgets what it knew of another workspace', () => {
    const workspace = (path: string): CallOutput<'workspaces.current'> => ({
      path,
      name: path,
      epoch: 1,
      recovery: null,
    });
    queries.setQueryData(['workspaces.current', {}], workspace('/a'));
    queries.setQueryData(['projects.list', {}], [{ id: ID }]);
    emit('workspace.changed', { workspace: workspace('/a') });
    expect(queries.getQueryData(['projects.list', {}])).toEqual([{ id: ID }]);
    emit('workspace.changed', { workspace: workspace('/b') });
    expect(queries.getQueryData(['projects.list', {}])).toBeUndefined();
    expect(queries.getQueryData(['workspaces.current', {}])).toEqual(workspace('/b'));
  });

  it('keeps the state of the engine', () => {
    const error = { code: 'engine-unavailable', message: 'It stopped five times.', details: {} };
    emit('engine.state', { state: 'failed', error });
    expect(useEngineState.getState()).toEqual({ state: 'failed', error });
  });
});

describe('onEngineEvent', () => {
  it('hears one kind of event until it is stopped', () => {
    const heard: unknown[] = [];
    const before = fake.listeners();
    const end = onEngineEvent('tasks.changed', (payload) => heard.push(payload));
    emit('items.changed', { datasetId: ID });
    emit('tasks.changed', { taskId: ID });
    end();
    emit('tasks.changed', { taskId: ID });
    expect(heard).toEqual([{ taskId: ID }]);
    expect(fake.listeners()).toBe(before);
  });
});
