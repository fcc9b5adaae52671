/** People who work on tasks. */
import type { ItemId, TaskId } from '#core/model/ids.ts';
import { writeSetting } from '#engine/db/queries/settings.ts';
import type { World } from '#test/support/engine-world.ts';

/** The workspace is this person's from now on. */
export function actAs({ ctx }: World, person: string): void {
  ctx.unit('test', (tx) => writeSetting(tx.db, 'person', person));
}

/** Equal shares for these people. */
export const shares = (...people: string[]) => people.map((assigneeId) => ({ assigneeId, load: 1 }));

/** Items of the task by the person whose they are, in the order they came; nobody's under `-`. */
export async function byPerson({ calls }: World, taskId: TaskId): Promise<Record<string, ItemId[]>> {
  const people = new Map((await calls['tasks.assignments']({ taskId })).map((one) => [one.id, one.person]));
  const { items } = await calls['tasks.items']({ taskId, limit: 1000 });
  const found: Record<string, ItemId[]> = {};
  for (const { assignmentId, itemId } of items) {
    const person = assignmentId ? (people.get(assignmentId) ?? '?') : '-';
    found[person] = [...(found[person] ?? []), itemId];
  }
  return found;
}

/** What the history of the item says, the latest last. */
export async function story({ calls }: World, itemId: ItemId): Promise<string[]> {
  const { items } = await calls['items.history']({ itemId, limit: 1000 });
  return items.map((event) => event.text).toReversed();
}
