/** Tasks and their items as a person reads them in a terminal. */
import type { AssignmentView } from '#contract/assignments.ts';
import type { Task } from '#core/model/task.ts';
import { facts, table } from '../output.ts';
import type { TakenItem } from './find.ts';

export function describeTasks(tasks: readonly Task[]): string {
  return table(
    ['id', 'task', 'type', 'total', 'open', 'rework', 'away', 'decided'],
    tasks.map(({ id, name, type, counts }) => [
      id,
      name,
      type,
      counts.total,
      counts.open,
      counts.rework,
      counts.away,
      Object.values(counts.byStatus).reduce((sum, count) => sum + count, 0),
    ]),
  );
}

export function describeTask(task: Task): string {
  const { counts } = task;
  return facts([
    ['task', task.id],
    ['name', task.name],
    ['type', task.type],
    ['status', task.status],
    ['decisions', task.actions.join(', ')],
    ['items', counts.total],
    ['open', counts.open],
    ...Object.entries(counts.byStatus),
  ]);
}

export function describeAssignments(found: readonly AssignmentView[]): string {
  return table(
    ['id', 'person', 'task', 'items', 'open', 'decided'],
    found.map(({ assignment, task, byStatus }) => [
      assignment.id,
      assignment.person,
      task.name,
      assignment.items,
      assignment.open,
      Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    ]),
  );
}

export function describeItem({ task, item, taskItem, annotations, issues, path }: TakenItem): string {
  return facts([
    ['item', item.id],
    ['name', item.name],
    ['file', path ?? `to be had by: sluice items download ${item.id} --to DIR`],
    ['size', `${item.width} x ${item.height}`],
    ['state', taskItem.state],
    ['annotations', annotations.length],
    ['issues', issues.filter((issue) => issue.status === 'issue').length],
    ['decisions', task.actions.join(', ')],
  ]);
}
