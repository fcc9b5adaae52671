/**
 * What changed, gathered and told to listeners a few times a second: a burst of ten thousand items is one event.
 */

import type { EngineEvent } from '#contract/events.ts';
import { unreachable } from '#core/errors.ts';
import {
  datasetIdSchema,
  itemIdSchema,
  pipelineIdSchema,
  projectIdSchema,
  taskIdSchema,
} from '#core/model/ids.ts';
import type { PipelineCounts } from '#core/model/pipeline.ts';

/** Says what a transaction touched. */
export type Changes = {
  project(projectId: string): void;
  dataset(datasetId: string): void;
  annotations(itemId: string): void;
  task(taskId: string): void;
  pipeline(pipelineId: string): void;
  /** Changes of one transaction, told only when `publish` is called. */
  collect(): Changes & { publish(): void };
};

export type ChangeFeed = Changes & {
  /** Tells what is gathered now, then stops. */
  close(): void;
};

type Kind = 'project' | 'dataset' | 'annotations' | 'task' | 'pipeline';
type Mark = { readonly kind: Kind; readonly id: string };

/** Milliseconds between two tellings of the same kind of change. */
const PERIOD = { quick: 250, counts: 500 } as const;

export type FeedOptions = {
  readonly emit: (event: EngineEvent) => void;
  /** The counters of a pipeline as they are now; null when it is gone. */
  readonly readCounts: (pipelineId: string) => PipelineCounts | null;
};

export function createChangeFeed(options: FeedOptions): ChangeFeed {
  const waiting = new Map<string, Mark>();
  const timers = new Map<string, NodeJS.Timeout>();
  let closed = false;

  function eventOf(mark: Mark): EngineEvent | null {
    switch (mark.kind) {
      case 'project':
        return { name: 'projects.changed', payload: { projectId: projectIdSchema.parse(mark.id) } };
      case 'dataset':
        return { name: 'items.changed', payload: { datasetId: datasetIdSchema.parse(mark.id) } };
      case 'annotations':
        return { name: 'annotations.changed', payload: { itemId: itemIdSchema.parse(mark.id) } };
      case 'task':
        return { name: 'tasks.changed', payload: { taskId: taskIdSchema.parse(mark.id) } };
      case 'pipeline': {
        const counts = options.readCounts(mark.id);
        const pipelineId = pipelineIdSchema.parse(mark.id);
        return counts && { name: 'pipelines.counts', payload: { pipelineId, counts } };
      }
      default:
        return unreachable(mark.kind);
    }
  }

  function tell(mark: Mark): void {
    const event = eventOf(mark);
    if (event) options.emit(event);
  }

  /** The first change of a burst is told at once, the rest when the period is over. */
  function add(mark: Mark): void {
    const key = `${mark.kind} ${mark.id}`;
    if (closed) return;
    if (timers.has(key)) {
      waiting.set(key, mark);
      return;
    }
    tell(mark);
    const period = mark.kind === 'pipeline' ? PERIOD.counts : PERIOD.quick;
    const timer = setTimeout(() => {
      timers.delete(key);
      const again = waiting.get(key);
      waiting.delete(key);
      if (again) add(again);
    }, period);
    timers.set(key, timer);
  }

  function collect(): Changes & { publish(): void } {
    const marks: Mark[] = [];
    const seen = new Map<Kind, Set<string>>();
    // A batch of the runner says the same a thousand times.
    const gather = (mark: Mark) => {
      const ids = seen.get(mark.kind) ?? new Set();
      if (ids.has(mark.id)) return;
      seen.set(mark.kind, ids.add(mark.id));
      marks.push(mark);
    };
    return {
      ...speaker(gather),
      collect,
      publish: () => {
        for (const mark of marks) add(mark);
      },
    };
  }

  return {
    ...speaker(add),
    collect,
    close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      for (const mark of waiting.values()) tell(mark);
    },
  };
}

function speaker(say: (mark: Mark) => void): Omit<Changes, 'collect'> {
  return {
    project: (id) => say({ kind: 'project', id }),
    dataset: (id) => say({ kind: 'dataset', id }),
    annotations: (id) => say({ kind: 'annotations', id }),
    task: (id) => say({ kind: 'task', id }),
    pipeline: (id) => say({ kind: 'pipeline', id }),
  };
}
