/** The statuses that people give to items, on the wire (reference section 2.7). */
import { SluiceError } from '../../errors.ts';
import type { TaskItem } from '../../model/task.ts';
import { isoTime } from './json.ts';

export type StatusRequest = {
  readonly operation: string;
  readonly status?: string | null | undefined;
};

/** Null: the status is taken away. @throws SluiceError `invalid-input` when one is to be given and none is named. */
export function readStatus({ operation, status }: StatusRequest): string | null {
  if (operation.startsWith('delete')) return null;
  if (status) return status;
  throw new SluiceError('invalid-input', '"status" must be the status that the item is to have.');
}

export function writeStatus({ itemId, taskId, assignmentId, status, decidedBy, decidedAt }: TaskItem) {
  return {
    id: itemId,
    taskId,
    assignmentId,
    status,
    creator: status === null ? null : (decidedBy ?? 'sluice'),
    timestamp: status === null || decidedAt === null ? null : isoTime(decidedAt),
  };
}

/** By item: what each has now. */
export function writeStatuses(places: readonly TaskItem[]) {
  return Object.fromEntries(places.map((place) => [place.itemId, writeStatus(place)]));
}
