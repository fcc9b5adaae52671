/** The status of items in tasks (reference section 2.7). */
import type { Context } from '../context.ts';
import { BadRequest } from '../errors.ts';
import { pathOf } from '../named.ts';
import type { Cancel } from '../transport.ts';

export type StatusOptions = Cancel & {
  /** Needed when the item is in several tasks. */
  readonly taskId?: string;
  readonly assignmentId?: string;
  /** True: the status is taken away. */
  readonly clear?: boolean;
};

export type StatusOf = {
  readonly itemId: string;
  readonly refs: readonly { readonly id: string; readonly type: string }[];
  readonly status: string;
};

/** @throws BadRequest when it is not clear which task is meant. */
export async function setStatus(
  { transport }: Context,
  { itemId, refs, status }: StatusOf,
  { taskId, assignmentId, clear = false, signal }: StatusOptions,
): Promise<void> {
  const operation = clear ? 'delete' : 'create';
  const found =
    taskId === undefined && assignmentId === undefined ? placeIn(itemId, refs) : { taskId, assignmentId };
  if (found.assignmentId !== undefined) {
    const path = pathOf('assignments', found.assignmentId, 'items', itemId, 'status');
    await transport.request('POST', path, { json: { operation, status }, signal });
    return;
  }
  const json = { itemIds: [itemId], statusPayload: { operation, returnLastStatus: true, status } };
  await transport.request('POST', pathOf('assignments', 'items', 'tasks', found.taskId ?? '', 'status'), {
    json,
    signal,
  });
}

function placeIn(
  itemId: string,
  refs: StatusOf['refs'],
): { taskId?: string | undefined; assignmentId?: string | undefined } {
  const taskId = refs.find(({ type }) => type === 'task')?.id;
  if (taskId !== undefined && refs.length <= 2) {
    return { taskId, assignmentId: refs.find(({ type }) => type === 'assignment')?.id };
  }
  const why =
    taskId === undefined ? 'is in no task' : 'is in several tasks: say which by taskId or assignmentId';
  throw new BadRequest(`The item ${itemId} ${why}.`, { status: 400, request: 'the status of an item' });
}
