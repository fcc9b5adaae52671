/** Assignments on the wire (reference section 1.8). */
import type { Assignment, Task } from '../../model/task.ts';
import { isoTime, isRecord, type Json, mergeDiff, metadataChange, urlOf, without } from './json.ts';
import { writeDueDate } from './task.ts';

/** What the server says itself: what a client sends for it is not looked at. */
const OWNED = [
  'id',
  'url',
  'annotator',
  'status',
  'projectId',
  'metadata',
  'totalItems',
  'itemStatus',
  'taskType',
  'progress',
  'forReview',
  'issues',
  'createdAt',
  'updatedAt',
];

/** Keys of `metadata.system` that are worked out from the task. */
const OWN_SYSTEM = ['taskId', 'datasetId', 'dueDate', 'active', 'markForDeletion'];

export type AssignmentFacts = {
  readonly assignment: Assignment;
  readonly task: Task;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly rework: number;
};

export function writeAssignment({ assignment, task, byStatus, rework }: AssignmentFacts, base: string) {
  const { id, items, open, person, extra } = assignment;
  const kept = isRecord(extra['metadata']) ? extra['metadata'] : {};
  const system = isRecord(kept['system']) ? kept['system'] : {};
  const decided = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  const madeAt = isoTime(Number.parseInt(id.slice(0, 12), 16));
  return {
    name: `${task.name} (${person})`,
    ...extra,
    id,
    url: urlOf(base, 'assignments', id),
    annotator: person,
    status: items > 0 && open === 0 ? 'done' : decided > 0 ? 'in progress' : 'todo',
    projectId: task.projectId,
    metadata: {
      ...kept,
      system: {
        ...system,
        taskId: task.id,
        ...(task.datasetId === null ? {} : { datasetId: task.datasetId }),
        ...(task.dueAt === null ? {} : { dueDate: writeDueDate(task) }),
        active: assignment.load > 0,
        // Nothing is theirs and nothing will be.
        markForDeletion: assignment.load === 0 && items === 0,
      },
    },
    totalItems: items,
    itemStatus: { completed: decided, remaining: items - decided, actions: { ...byStatus } },
    taskType: task.type,
    progress: items === 0 ? 0 : Math.round((100 * decided) / items),
    forReview: task.type === 'qa' ? rework : 0,
    issues: task.type === 'qa' ? 0 : rework,
    priority: task.priority,
    createdAt: madeAt,
    updatedAt: madeAt,
  } as const;
}

/** The whole of an assignment comes back; its name and what a client keeps with it change. */
export function readAssignmentChange(before: Assignment, json: Json, system: boolean): Json {
  const metadata = metadataChange(before.extra['metadata'], json['metadata'], { system, own: OWN_SYSTEM });
  return { ...mergeDiff(before.extra, without(json, OWNED)), metadata };
}
