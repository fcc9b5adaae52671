/**
 * How strictly the SDK reads entities (reference section 1): keys that it cannot do without, keys that may be absent but
 * not null, and beside that all keys that the reference says are sent. A reader answers what it was given.
 */
import type { Json } from './wire.ts';

export class Unreadable extends Error {}

const words = (text: string) => text.split(' ');

/** What the reference lists without a question mark. */
const SENT = {
  project: words(
    'id name url createdAt updatedAt creator org account contributors groups guests role featureConstraints archived isBlocked metadata',
  ),
  dataset: words(
    'id url name annotated itemsCount items directoryTree creator projects metadata createdAt readableType accessLevel driver readonly indexDriver annotationsCount',
  ),
  item: words(
    'id url datasetId dataset dir filename name type spec hidden metadata createdAt updatedAt updatedBy creator annotationsCount annotated stream thumbnail annotations srcItem projectId',
  ),
  annotation: words(
    'id url type label attributes metadata creator createdAt updatedAt updatedBy itemId item datasetId dataset hash source',
  ),
  recipe: words(
    'id url title projectIds ontologyIds creator description instructions examples customActions metadata uiSettings createdAt updatedAt updatedBy',
  ),
  ontology: words('id url title roots attributes metadata creator createdAt updatedAt updatedBy'),
  task: words(
    'id url name status projectId datasetId recipeId taskOwner dueDate creator spec hasParent query assignmentIds metadata totalItems itemStatus progress forReview issues availableActions priority description createdAt updatedAt',
  ),
  assignment: words(
    'id url name annotator status projectId metadata totalItems itemStatus taskType progress forReview issues createdAt updatedAt',
  ),
  command: words('id url status createdAt updatedAt type progress spec error'),
} as const;

export function need(what: string, json: Json, keys: readonly string[]): void {
  if (typeof json !== 'object' || json === null) throw new Unreadable(`${what} is no object`);
  const missing = keys.filter((key) => !Object.hasOwn(json, key));
  if (missing.length > 0) throw new Unreadable(`${what} lacks ${missing.join(', ')}`);
}

/** Absent or something, but not null. */
export function notNull(what: string, json: Json, keys: readonly string[]): void {
  for (const key of keys) if (json[key] === null) throw new Unreadable(`${what}.${key} is null`);
}

export function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Unreadable(what);
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function times(what: string, json: Json): void {
  for (const key of ['createdAt', 'updatedAt']) must(TIME.test(json[key]), `${what}.${key} is no time`);
}

export function readProject(json: Json): Json {
  need('project', json, SENT.project);
  times('project', json);
  return json;
}

export function readDataset(json: Json): Json {
  need('dataset', json, SENT.dataset);
  times('dataset', json);
  must(Array.isArray(json.metadata.system.recipes), 'dataset.metadata.system.recipes is no list');
  for (const key of ['annotated', 'itemsCount', 'annotationsCount']) {
    must(typeof json[key] === 'number', `dataset.${key} is no number`);
  }
  for (const key of ['items', 'directoryTree', 'url']) must(typeof json[key] === 'string', `dataset.${key}`);
  return json;
}

export function readItem(json: Json): Json {
  need('item', json, SENT.item);
  notNull('item', json, ['metadata']);
  times('item', json);
  must(typeof json.stream === 'string', 'item.stream is no text');
  must([true, false, 'discarded'].includes(json.annotated), 'item.annotated');
  const { system } = json.metadata;
  need('item.metadata', json.metadata, ['user', 'system']);
  if (json.type === 'dir') return json;
  need(
    'item.metadata.system',
    system,
    words('originalname mimetype size encoding isBinary width height refs'),
  );
  need('item.metadata.system', system, ['taskStatusLog']);
  for (const ref of system.refs) {
    need('ref', ref, ['id', 'type']);
    must(['task', 'assignment'].includes(ref.type), 'ref.type');
    if ('metadata' in ref) need('ref.metadata', ref.metadata, ['status', 'timestamp', 'creator']);
  }
  for (const event of system.taskStatusLog) {
    must(['created', 'deleted'].includes(event.action), 'taskStatusLog.action');
    need('taskStatusLog.status', event.status, words('status taskId assignmentId creator timestamp'));
  }
  return json;
}

export function readAnnotation(json: Json): Json {
  need('annotation', json, SENT.annotation);
  if (json.type !== 'class') need('annotation', json, ['coordinates']);
  notNull('annotation', json, words('metadata type label creator createdAt updatedBy updatedAt'));
  times('annotation', json);
  must(json.attributes === null || Array.isArray(json.attributes), 'annotation.attributes is no list');
  return json;
}

export function readRecipe(json: Json): Json {
  need('recipe', json, SENT.recipe);
  times('recipe', json);
  return json;
}

export function readOntology(json: Json): Json {
  need('ontology', json, SENT.ontology);
  notNull('ontology', json, ['metadata']);
  times('ontology', json);
  must(Array.isArray(json.roots), 'ontology.roots is no list');
  for (const root of json.roots) readLabel(root);
  return json;
}

function readLabel({ value, children }: Json): void {
  need('label', value, ['tag']);
  for (const child of children ?? []) readLabel(child);
}

export function readTask(json: Json): Json {
  need('task', json, SENT.task);
  notNull('task', json, ['availableActions', 'metadata', 'assignmentIds']);
  times('task', json);
  for (const action of json.availableActions) need('availableActions', action, ['action']);
  JSON.parse(json.query);
  return json;
}

export function readAssignment(json: Json): Json {
  need('assignment', json, SENT.assignment);
  notNull('assignment', json, ['metadata']);
  times('assignment', json);
  need('assignment.metadata.system', json.metadata.system, ['taskId', 'datasetId']);
  return json;
}

const RUNNING = words('created making-children waiting-children in-progress finalizing');
const OVER = words('aborted canceled success failed timeout cleaning-up on-error');

export function readCommand(json: Json): Json {
  need('command', json, SENT.command);
  must([...RUNNING, ...OVER].includes(json.status), `command.status ${json.status}`);
  must(OVER.includes(json.status) || typeof json.progress === 'number', 'command.progress is no number');
  must(json.url.includes(`api/v1/commands/${json.id}`), `command.url ${json.url}`);
  return json;
}

export const isRunning = ({ status }: Json) => RUNNING.includes(status);

/** A page: each of its keys is needed for loops to be right. */
export function readPage(json: Json, read: (entity: Json) => Json) {
  need('page', json, words('totalItemsCount items totalPagesCount hasNextPage'));
  must(!('page_offset' in json) && !('page_size' in json), 'page has keys that are not to be sent');
  must(typeof json.hasNextPage === 'boolean', 'page.hasNextPage is neither true nor false');
  return { ...json, items: json.items.map(read) } as Json & { items: Json[]; hasNextPage: boolean };
}
