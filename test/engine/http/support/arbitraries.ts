/** Random requests for a route, from what the route says it takes: some that fit, some that nearly do, some that do not. */
import { operationId, schemaOf } from '#engine/http/openapi.ts';
import type { Route } from '#engine/http/route.ts';
import { fc } from '#test/support/property.ts';
import { fileParts, PARTS, PIXEL, partsBody } from './parts.ts';

type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
};

export type RandomRequest = {
  readonly route: Route;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly name: string;
};

const NAMES = ['name', 'a', 'x.y', 'Ünï', ' ', '', '../..', '$and', '__proto__', 'constructor', '0'];
const FILTERS = [
  { $and: [{ name: 'a*' }] },
  { $or: [] },
  { name: { $in: ['a', 1, null] } },
  { 'a.b.c': { $gt: 3 } },
  { id: { $regex: '(a+)+$' } },
  { $nonsense: 1 },
  { name: { $match: {} } },
];

const SORTS = [{ id: 'ascending' }, { createdAt: 'descending' }, {}];

const SPLITS = [
  { train: 80, validation: 10, test: 10 },
  { train: 0, validation: 0, test: 100 },
];

/** Anything that JSON can hold. */
const anyJson = fc.oneof(
  fc.constantFrom(null, true, -1, 0, 1.5, 1e308, 2 ** 53, '', 'x', [], {}, [null], { a: { b: [] } }),
  fc.constantFrom(...NAMES),
  fc.constantFrom(...FILTERS),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Ids of entities that are there, by the kind in their addresses; read at each draw, as more are made meanwhile. */
export type KnownIds = (kind: string | null) => readonly string[];

const KINDS: readonly (readonly [kind: string, names: readonly string[]])[] = [
  ['projects', ['projectId', 'projects', 'projectIds']],
  ['datasets', ['datasetId', 'datasets', 'datasetsIds', 'targetDatasetId']],
  ['recipes', ['recipeId', 'recipes']],
  ['ontologies', ['ontologyId', 'ontologyIds']],
  ['pipelines', ['pipelineId']],
  ['commands', ['commandId']],
  ['items', ['itemId', 'itemIds']],
  ['executions', ['cycleId', 'executionId']],
  ['annotations', ['annotationId']],
  ['annotationtasks', ['taskId', 'parentTaskId']],
  ['assignments', ['assignmentId']],
];

/** What is named by no id. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  nodeId: ['begin', 'label', 'end'],
  version: ['1', '2'],
  templateId: ['simple'],
  email: ['ada@example.com', 'eve@example.com'],
};

/** An id for a key that names its kind, such as `projectId` or `ontologyIds`; now and then of another kind. */
function idFor(ids: KnownIds, key: string): fc.Arbitrary<string> {
  const named = NAMED[key];
  if (named) return fc.constantFrom(...named);
  const [kind] = KINDS.find(([, names]) => names.includes(key)) ?? [null];
  const draw = (all: readonly string[], at: number) => all[at % Math.max(1, all.length)] ?? '0'.repeat(24);
  return fc.oneof(
    { weight: 8, arbitrary: fc.nat().map((at) => draw(ids(kind), at)) },
    { weight: 1, arbitrary: fc.nat().map((at) => draw(ids(null), at)) },
  );
}

export function requestsOf(route: Route, ids: KnownIds): fc.Arbitrary<RandomRequest> {
  const params = [...route.path.matchAll(/:(\w+)/g)].map(([, key = '']) =>
    fc.oneof(
      { weight: 8, arbitrary: idFor(ids, key) },
      { weight: 1, arbitrary: fc.constantFrom('nope', '0'.repeat(24), '%00', '%2e%2e', 'ü') },
    ),
  );
  const query = route.query ? partOf(schemaOf(route.query, 'input') as Schema, ids, '') : fc.constant({});
  const body = route.body
    ? fc.oneof(
        { weight: 8, arbitrary: partOf(schemaOf(route.body, 'input') as Schema, ids, '') },
        { weight: 1, arbitrary: anyJson },
      )
    : fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: anyJson });
  const plain = body.map((sent) => ({ body: sent, headers: {} }));
  const whole = route.parts ? fc.oneof(plain, { weight: 5, arbitrary: anyParts }) : plain;
  return fc.tuple(fc.tuple(...params), query, whole).map(([values, asked, sent]) => ({
    route,
    name: operationId(route),
    path: pathOf(route, values) + queryOf(asked),
    ...sent,
  }));
}

/** A file with fields, of which any may be missing, twice there or nonsense; now and then it breaks off. */
const anyParts = fc
  .tuple(
    fc.oneof(
      fc.constant([]),
      fc.array(
        fc.record({
          name: fc.constantFrom('type', 'path', 'metadata', 'description', 'x', 'y', 'z'),
          value: fc.string(),
        }),
        { maxLength: 3 },
      ),
    ),
    fc.constantFrom('/a.png', 'b/c.png', '/d/e.png', '/f', '/', '..', '/g/', ''),
    fc.constantFrom(PIXEL, PIXEL, PIXEL, PIXEL.subarray(0, 20), Buffer.alloc(0), Buffer.from('text')),
    fc.constantFrom(0, 0, 0, 0, 0, 30, 300),
  )
  .map(([fields, path, bytes, cut]) => {
    const body = partsBody([...fields, ...fileParts(path, bytes)]);
    return { body: body.subarray(0, body.length - cut), headers: PARTS };
  });

function pathOf(route: Route, values: readonly string[]): string {
  let at = 0;
  return route.path.replaceAll(/:\w+/g, () => {
    at += 1;
    return encodeURI(values[at - 1] ?? '');
  });
}

function queryOf(asked: unknown): string {
  if (typeof asked !== 'object' || asked === null) return '';
  const entries = Object.entries(asked).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
  ]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

/** A value of the schema, in which now and then a part is something else. */
function partOf(schema: Schema, ids: KnownIds, key: string): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema, ids, key) }, { weight: 1, arbitrary: anyJson });
}

function fitting(schema: Schema, ids: KnownIds, key: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => partOf(choice, ids, key)));
  switch (schema.type) {
    case 'string':
      return schema.pattern?.includes('[0-9a-f]{24}')
        ? idFor(ids, key)
        : fc.oneof(fc.constantFrom(...NAMES), idFor(ids, key), fc.string({ maxLength: 30 }));
    case 'integer':
    case 'number':
      return fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 1, arbitrary: fc.double() },
      );
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(partOf(schema.items ?? {}, ids, key), { maxLength: 3 });
    case 'object':
      if (key === 'filter') return fc.oneof(fc.constantFrom({}, ...FILTERS), objectOf(schema, ids));
      if (key === 'MLSplitList') return fc.oneof(fc.constantFrom(...SPLITS), objectOf(schema, ids));
      if (key === 'sort') return fc.oneof(fc.constantFrom(...SORTS), objectOf(schema, ids));
      return objectOf(schema, ids);
    default:
      return anyJson;
  }
}

/** With keys that nobody knows beside those of the schema. */
function objectOf(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, one]) => [name, partOf(one, ids, name)]),
  );
  const required = [...(schema.required ?? [])].filter((name) => name in known);
  const extra = fc.dictionary(
    fc.constantFrom(
      'name',
      'title',
      'metadata',
      'roots',
      'system',
      'filter',
      'status',
      'nodes',
      'settings',
      'instructions',
    ),
    anyJson,
    { maxKeys: 3 },
  );
  return fc
    .tuple(extra, fc.record(known, { requiredKeys: required }))
    .map(([more, own]) => ({ ...more, ...own }));
}
