/** Reads a filter in any of the forms in which it is written down. */
import { type Condition, EVERYTHING, type Filter, type Join, type JoinResource } from './ast.ts';
import { type Budget, newBudget } from './budget.ts';
import { readGroup } from './conditions.ts';
import { LIMITS } from './limits.ts';
import { cut, refuse, show } from './refuse.ts';
import { isRecord, type Json } from './values.ts';

const NOTHING: Filter = { resource: null, where: EVERYTHING, join: null };

/** What may stand beside a filter in a query; only the resource and the join are of interest here. */
const BESIDE = new Set([
  'resource',
  'filter',
  'join',
  'sort',
  'page',
  'pageSize',
  'pageOffset',
  'context',
  'references',
  'update',
  'delete',
  'systemSpace',
]);

/**
 * Reads a filter from its JSON text, or from the value that such a text stands for: bare (`{"name": "a*"}`), with
 * `$and` and `$or`, or as a query (`{"resource": "items", "filter": {…}, "join": {…}}`). An empty text, null and `{}`
 * are a filter that everything passes.
 * @throws SluiceError `pipeline-invalid` with the place of the first problem and what to do.
 */
export function parseFilter(input: unknown): Filter {
  const value = typeof input === 'string' ? parseText(input) : input;
  if (value === null || value === undefined) return NOTHING;
  if (!isRecord(value)) {
    refuse('', `it is ${show(value)}, but must be a JSON object such as {"metadata.user.checked": true}.`);
  }
  const budget = newBudget();
  if (!isQuery(value)) return { ...NOTHING, where: readGroup(value, '', budget) };
  return readQuery(value, budget);
}

function parseText(text: string): unknown {
  if (text.length > LIMITS.text) {
    refuse(
      '',
      `it has ${text.length} characters, and may have ${LIMITS.text}. Use a wildcard or shorter lists.`,
    );
  }
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    refuse(
      '',
      `${cut(text)} is not JSON. Write it as {"field": value}, names and text in double quotes.`,
      cause,
    );
  }
}

/** Told from a bare condition by its own words: no entity has a field "filter" or "join". */
function isQuery(value: Json): boolean {
  if (Object.hasOwn(value, 'filter') || Object.hasOwn(value, 'join')) return true;
  return Object.hasOwn(value, 'resource') && Object.keys(value).every((key) => BESIDE.has(key));
}

function readQuery(query: Json, budget: Budget): Filter {
  const stray = Object.keys(query).find((key) => !BESIDE.has(key));
  if (stray !== undefined) refuse(stray, 'this stands beside "filter". Move it into the filter.');
  const where = readPart(query['filter'], 'filter', budget);
  const resource = readResource(query['resource']);
  const join = readJoin(query['join'], resource, budget);
  return { resource: resource ?? (join ? OPPOSITE[join.resource] : null), where, join };
}

function readPart(part: unknown, place: string, budget: Budget): Condition {
  if (part === null || part === undefined) return EVERYTHING;
  if (!isRecord(part)) refuse(place, `it is ${show(part)}, but must be an object of conditions.`);
  return readGroup(part, place, budget);
}

function readResource(resource: unknown): string | null {
  if (resource === null || resource === undefined) return null;
  if (typeof resource === 'string' && resource !== '') return resource;
  refuse('resource', `it is ${show(resource)}, but must be a name such as "items".`);
}

const OPPOSITE = { annotations: 'items', items: 'annotations' } as const satisfies Record<
  JoinResource,
  JoinResource
>;

/** Which field of the joined entity equals which of the entity itself. */
const KEYS = {
  annotations: { local: 'itemId', foreign: 'id' },
  items: { local: 'id', foreign: 'itemId' },
} as const satisfies Record<JoinResource, { local: string; foreign: string }>;

function readJoin(join: unknown, resource: string | null, budget: Budget): Join | null {
  if (join === null || join === undefined) return null;
  if (!isRecord(join)) refuse('join', `it is ${show(join)}, but must be an object with "on" and "filter".`);
  if (Object.keys(join).length === 0) return null;
  const on = join['on'];
  if (!isRecord(on)) {
    refuse(
      'join.on',
      'it must say what is joined: {"resource": "annotations", "local": "itemId", "forigen": "id"}.',
    );
  }
  const joined = on['resource'];
  if (joined !== 'annotations' && joined !== 'items') {
    refuse('join.on.resource', `${show(joined)} cannot be joined. Use "annotations" or "items".`);
  }
  if (resource !== null && resource !== OPPOSITE[joined]) {
    refuse(
      'join.on.resource',
      `${joined} can be joined to ${OPPOSITE[joined]} only, not to ${cut(resource)}.`,
    );
  }
  checkKeys(on, joined);
  return { resource: joined, where: readPart(join['filter'], 'join.filter', budget) };
}

/** The reference system spells it "forigen". */
function checkKeys(on: Json, joined: JoinResource): void {
  const keys = KEYS[joined];
  const local = on['local'] ?? keys.local;
  const foreign = on['forigen'] ?? on['foreign'] ?? keys.foreign;
  if (local === keys.local && foreign === keys.foreign) return;
  refuse('join.on', `${joined} are joined with "local": "${keys.local}" and "forigen": "${keys.foreign}".`);
}
