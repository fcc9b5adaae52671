/** Tasks on the wire (reference section 1.7). */
import { SluiceError } from '../../errors.ts';
import type { Task, TaskSettings } from '../../model/task.ts';
import { isoTime, isRecord, type Json, mergeDiff, metadataChange, textIn, urlOf, without } from './json.ts';

/** What the server says itself: what a client sends for it is not looked at. */
const OWNED = [
  'id',
  'url',
  'name',
  'status',
  'projectId',
  'datasetId',
  'recipeId',
  'creator',
  'spec',
  'hasParent',
  'assignmentIds',
  'metadata',
  'totalItems',
  'itemStatus',
  'progress',
  'forReview',
  'issues',
  'priority',
  'error',
  'createdAt',
  'updatedAt',
  'updatedBy',
];

/** Said once, when a task is made. */
const ASKED = ['workload', 'limit', 'asynced', 'checkIfExist', 'percentage', 'assigneeIds'];

/** Keys of `metadata.system` that the task itself knows. */
const OWN_SYSTEM = ['nodeId', 'pipelineId', 'batchSize', 'maxBatchWorkload'];

const COLOURS: Readonly<Record<string, string>> = {
  completed: '#29B981',
  approved: '#29B981',
  discard: '#F25C5C',
};

export function writeTask(task: Task, assignmentIds: readonly string[], base: string) {
  const { counts, extra } = task;
  const decided = sumOf(counts.byStatus);
  return {
    description: null,
    error: null,
    taskOwner: task.creator,
    query: JSON.stringify(itemsOf(task.id)),
    ...extra,
    id: task.id,
    url: urlOf(base, 'annotationtasks', task.id),
    name: task.name,
    status: task.status,
    projectId: task.projectId,
    datasetId: task.datasetId,
    recipeId: task.recipeId,
    dueDate: writeDueDate(task),
    creator: task.creator,
    spec: { type: task.type, ...(task.parentTaskId ? { parentTaskId: task.parentTaskId } : {}) },
    hasParent: task.parentTaskId !== null,
    assignmentIds: [...assignmentIds],
    metadata: writeMetadata(task),
    totalItems: counts.total,
    itemStatus: { completed: decided, remaining: counts.total - decided, actions: { ...counts.byStatus } },
    progress: counts.total === 0 ? 0 : Math.round((100 * decided) / counts.total),
    // Labelling has what came back with an issue, QA what it sent back and what was fixed since.
    issues: task.type === 'qa' ? counts.away : counts.rework,
    forReview: task.type === 'qa' ? counts.rework : 0,
    availableActions: writeActions(task),
    priority: task.priority,
    createdAt: isoTime(task.createdAt),
    updatedAt: isoTime(task.updatedAt),
    updatedBy: task.creator,
  };
}

/** With the fractions of a millisecond that a client sent. */
export function writeDueDate({ dueAt, extra }: Task): number | null {
  const { dueDate } = extra;
  return typeof dueDate === 'number' && Math.round(dueDate) === dueAt ? dueDate : dueAt;
}

/** The query by which clients find the items of a task. */
function itemsOf(taskId: string): Json {
  const filter = { $and: [{ 'metadata.system.refs.id': { $in: [taskId] } }] };
  return { filter, page: 0, pageSize: 1000, resource: 'items' };
}

function writeMetadata({ extra, nodeId, pipelineId, settings }: Task) {
  const kept = recordOf(extra['metadata']);
  const { pulling, consensus } = settings;
  return {
    ...kept,
    system: {
      ...recordOf(kept['system']),
      ...(pipelineId === null ? {} : { pipelineId, nodeId }),
      ...(pulling ? { batchSize: pulling.batchSize, maxBatchWorkload: pulling.maxOpen } : {}),
      ...(consensus
        ? {
            consensusTaskType: 'consensus',
            consensusPercentage: consensus.percentage,
            consensusAssignees: consensus.people,
          }
        : {}),
    },
  };
}

/** With the looks that a client gave them. */
function writeActions({ actions, extra }: Task) {
  const given = Array.isArray(extra['availableActions']) ? extra['availableActions'].filter(isRecord) : [];
  return actions.map((action) => ({
    displayName: action.charAt(0).toUpperCase() + action.slice(1),
    color: COLOURS[action] ?? '#6E7781',
    icon: '',
    ...given.find((one) => one['action'] === action),
    action,
  }));
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const recordOf = (value: unknown): Json => (isRecord(value) ? value : {});

/** Whole milliseconds; clients send fractions of them. */
export function readDueDate(json: Json): number | null {
  const { dueDate } = json;
  return typeof dueDate === 'number' ? Math.round(dueDate) : null;
}

/** The decisions, by objects or by their names; null: the usual ones. @throws SluiceError `invalid-input`. */
export function readActions(json: Json): string[] | null {
  const { availableActions: given } = json;
  if (!Array.isArray(given) || given.length === 0) return null;
  return given.map((one: unknown) => {
    const action = isRecord(one) ? one['action'] : one;
    if (typeof action === 'string') return action;
    throw new SluiceError(
      'invalid-input',
      'Each of "availableActions" must have an "action", which is a text.',
    );
  });
}

/** A query comes as JSON in a text. @throws SluiceError `invalid-input` when it is none. */
export function readQuery(query: unknown): Record<string, unknown> {
  const parsed = typeof query === 'string' ? parseJson(query) : (query ?? {});
  if (isRecord(parsed)) return parsed;
  throw new SluiceError('invalid-input', '"query" must be a filter, as an object or as JSON in a text.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How items are handed out, and by whom they are worked on when no shares are given. */
export function readSettings(json: Json): { settings: Partial<TaskSettings>; allowed: string[] } {
  const system = recordOf(recordOf(json['metadata'])['system']);
  const number = (key: string) => (typeof system[key] === 'number' ? system[key] : undefined);
  const batchSize = number('batchSize');
  const allowed = Array.isArray(system['allowedAssignees']) ? system['allowedAssignees'] : [];
  return {
    settings: {
      ...(batchSize === undefined
        ? {}
        : { pulling: { batchSize, maxOpen: number('maxBatchWorkload') ?? batchSize * 2 } }),
      ...(system['consensusTaskType'] === 'consensus'
        ? {
            consensus: {
              percentage: number('consensusPercentage') ?? 100,
              people: number('consensusAssignees') ?? 2,
            },
          }
        : {}),
    },
    allowed: allowed.filter((one): one is string => typeof one === 'string'),
  };
}

/** What a client keeps with a task from its beginning. */
export function readTaskExtra(json: Json): Record<string, unknown> {
  const extra = mergeDiff({}, without(json, [...OWNED, ...ASKED]));
  const metadata = metadataChange({}, json['metadata'], { system: true, own: OWN_SYSTEM });
  return Object.keys(metadata).length === 0 ? extra : { ...extra, metadata };
}

/** The whole of a task comes back; what is not the client's to say is not looked at. */
export function readTaskChange(before: Task, json: Json, system: boolean) {
  const metadata = metadataChange(before.extra['metadata'], json['metadata'], { system, own: OWN_SYSTEM });
  const priority = json['priority'];
  const actions = readActions(json);
  return {
    name: textIn(json, 'name'),
    ...(typeof priority === 'number' ? { priority } : {}),
    ...(json['dueDate'] === undefined ? {} : { dueAt: readDueDate(json) }),
    ...(actions === null ? {} : { actions }),
    extra: { ...mergeDiff(before.extra, without(json, [...OWNED, ...ASKED])), metadata },
  };
}
