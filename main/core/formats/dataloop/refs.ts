/** The tasks of an item as the item itself tells them: `metadata.system.refs` and its log (reference section 1.3). */
import type { ItemPlaces, PastStatus, TaskItem } from '../../model/task.ts';
import { isoTime } from './json.ts';

/** Of a decision that follows from what was decided on copies. */
const NOBODY = 'sluice';

type Mark = { readonly status: string; readonly timestamp: string; readonly creator: string };

export type ItemRef = {
  readonly id: string;
  readonly type: 'task' | 'assignment';
  /** Only while the item has a status there. */
  readonly metadata?: Mark;
};

export type StatusEvent = {
  readonly action: 'created' | 'deleted';
  readonly status: Mark & { readonly taskId: string; readonly assignmentId: string | null };
  readonly nodeId?: string;
  readonly pipelineId?: string;
};

/** Each task that has the item, followed by the assignment in it; both with the status that was given there, if any. */
export function writeRefs({ places }: Pick<ItemPlaces, 'places'>): ItemRef[] {
  return places.filter(isPresent).flatMap((place): ItemRef[] => {
    const { taskId, assignmentId, status, decidedBy, decidedAt } = place;
    const mark =
      status === null
        ? {}
        : { metadata: markOf({ status, by: decidedBy, at: decidedAt ?? place.arrivedAt }) };
    return [
      { id: taskId, type: 'task', ...mark },
      ...(assignmentId === null ? [] : [{ id: assignmentId, type: 'assignment' as const, ...mark }]),
    ];
  });
}

/** Every status that was given to the item or taken away, in the order that happened. */
export function writeStatusLog({ places, past }: Omit<ItemPlaces, 'fromPipe'>): StatusEvent[] {
  const gone = past.flatMap((one) => [
    { at: one.at, event: eventOf('created', one, one) },
    { at: one.removedAt, event: eventOf('deleted', one, { by: one.removedBy, at: one.removedAt }) },
  ]);
  const standing = places.filter(isPresent).flatMap((place) => {
    const { status, decidedBy: by, decidedAt } = place;
    const at = decidedAt ?? place.arrivedAt;
    return status === null ? [] : [{ at, event: eventOf('created', { ...place, status }, { by, at }) }];
  });
  return [...gone, ...standing].toSorted((a, b) => a.at - b.at).map(({ event }) => event);
}

type Given = Pick<PastStatus, 'status' | 'taskId' | 'assignmentId' | 'pipelineId' | 'nodeId'>;
type When = { readonly by: string | null; readonly at: number };

function eventOf(action: StatusEvent['action'], given: Given, when: When): StatusEvent {
  const { taskId, assignmentId, nodeId, pipelineId, status } = given;
  return {
    action,
    status: { ...markOf({ status, ...when }), taskId, assignmentId },
    ...(nodeId === null || pipelineId === null ? {} : { nodeId, pipelineId }),
  };
}

function markOf({ status, by, at }: When & { readonly status: string }): Mark {
  return { status, timestamp: isoTime(at), creator: by ?? NOBODY };
}

function isPresent({ state }: Pick<TaskItem, 'state'>): boolean {
  return state !== 'withdrawn' && state !== 'merged';
}
