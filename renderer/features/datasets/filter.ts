/** Filters of the data screen. */
import type { ItemFilter } from '#contract/items.ts';
import type { Task } from '#core/model/task.ts';

export const NO_FILTER: ItemFilter = { text: '', kind: null, status: null, trashed: false };

export function isFiltered(filter: ItemFilter): boolean {
  return filter.text !== '' || filter.kind !== null || filter.status !== null;
}

/** Every status that a task of the project can give, each once, in the order they come up. */
export function statusesOf(tasks: readonly Task[]): readonly string[] {
  return [...new Set(tasks.flatMap((task) => [...task.actions, ...Object.keys(task.counts.byStatus)]))];
}
