/** How far a task is, in parts that add up to its total. */
import type { Task } from '#core/model/task.ts';
import type { WorkTone } from './state-dot.tsx';

export type TaskPart = {
  /** `fresh`: not seen yet; `rework`: came back after an issue; `review`: came back fixed; `away`: sent back. */
  readonly kind: 'fresh' | 'rework' | 'review' | 'away' | 'status';
  /** The decision, for `status`. */
  readonly status: string | null;
  readonly count: number;
  readonly tone: WorkTone;
};

/** The parts with at least one item: what is decided first, then what is elsewhere, then what waits. */
export function taskParts(task: Task): readonly TaskPart[] {
  const { counts } = task;
  // Decisions in the order of the task's actions, then words of other versions of its graph.
  const order = [
    ...task.actions,
    ...Object.keys(counts.byStatus).filter((key) => !task.actions.includes(key)),
  ];
  const parts: TaskPart[] = order.map((status) => ({
    kind: 'status',
    status,
    count: counts.byStatus[status] ?? 0,
    tone: status === 'discard' ? 'queued' : 'done',
  }));
  const back = task.type === 'qa' ? 'review' : 'rework';
  parts.push(
    { kind: 'away', status: null, count: counts.away, tone: 'rework' },
    { kind: back, status: null, count: counts.rework, tone: 'rework' },
    { kind: 'fresh', status: null, count: counts.open - counts.rework, tone: 'waiting' },
  );
  return parts.filter((part) => part.count > 0);
}

/** Items with a decision. */
export function decidedCount(task: Task): number {
  return Object.values(task.counts.byStatus).reduce((sum, count) => sum + count, 0);
}
