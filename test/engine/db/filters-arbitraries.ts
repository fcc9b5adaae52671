/** Random filters and entities from a small vocabulary, so that they often meet. */

import { isRecord } from '#core/filters/values.ts';
import { fc } from '#test/support/property.ts';

const keys = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b') },
  fc.constantFrom(
    'é',
    '😀',
    'q"u',
    'back\\slash',
    '0',
    '__proto__',
    'constructor',
    'length',
    ' ',
    '#',
    '[0]',
  ),
);

const texts = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      'a',
      'ab',
      'aab',
      'abc',
      '/a',
      '/a/b',
      '/a/b/c.png',
      '1',
      '10',
      '9',
      '\u0000',
      'a\u0000b',
      'true',
      'null',
    ],
  ),
  fc.constantFrom(
    'é',
    'e\u0301',
    '😀',
    '\uffee',
    '\ud7ff',
    'a😀b',
    '"',
    "'; DROP TABLE item; --",
    '\n',
    'A',
    '[',
    '?',
  ),
  fc.string({ maxLength: 4, unit: 'binary' }),
);

const numbers = fc.oneof(
  fc.constantFrom(0, -0, 1, 9, 10, -1, 0.1, 1.5, 2 ** 53, 2 ** 60, 1e21, -1e-7, 5e-324, Number.MAX_VALUE),
  fc.integer({ min: -3, max: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const scalars = fc.oneof(texts, numbers, fc.boolean(), fc.constant(null));

type Node = Record<string, unknown> | unknown[] | string | number | boolean | null;

const { object: objects } = fc.letrec<{ node: Node; object: Record<string, unknown>; array: unknown[] }>(
  (tie) => ({
    node: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, scalars, tie('array'), tie('object')),
    array: fc.array(fc.oneof(scalars, tie('object'), tie('node')), { maxLength: 3 }),
    object: fc
      .array(fc.tuple(fc.oneof(keys, fc.constant('a.b')), tie('node')), { maxLength: 4 })
      // Own fields, also those with the names of the prototype's.
      .map((entries) => Object.fromEntries(entries)),
  }),
);

const statuses = fc.constantFrom(null, 'completed', 'discard', 'discarded');
const times = fc.oneof(
  fc.integer({ min: 0, max: 2_000_000_000_000 }),
  fc.constantFrom(0, 999, 1_700_000_000_000),
);

const annotations = fc.record({
  label: texts.filter((text) => text !== ''),
  attributes: objects,
  metadata: fc.option(fc.oneof(objects, fc.record({ system: objects, user: objects }))),
  creator: fc.constantFrom('a', 'b'),
  at: times,
});

/** An item with what is on it. */
export const items = fc.record({
  name: fc.oneof(texts, fc.constantFrom('a.png', 'b.png')),
  folder: fc.constantFrom('/', '/a', '/a/b', '/é'),
  mimetype: fc.constantFrom('image/png', 'image/jpeg', 'video/mp4'),
  size: fc.nat(12),
  status: statuses,
  metadata: fc.oneof(
    objects,
    fc.record({ system: fc.oneof(objects, fc.constant([{ mimetype: 'x', a: 1 }]), scalars), user: objects }),
    fc.record({
      refs: fc.array(fc.record({ a: scalars, b: scalars }, { requiredKeys: [] }), { maxLength: 3 }),
    }),
  ),
  at: times,
  annotations: fc.array(annotations, { maxLength: 2 }),
});

export type Sample = typeof items extends fc.Arbitrary<infer T> ? T : never;

const free = fc.array(keys, { minLength: 1, maxLength: 4 }).map((path) => path.join('.'));
const itemFields = fc.oneof(
  { weight: 6, arbitrary: free.map((path) => `metadata.${path}`) },
  { weight: 3, arbitrary: free.map((path) => `metadata.system.${path}`) },
  { weight: 1, arbitrary: free.map((path) => `metadata.user.${path}`) },
  fc.constantFrom(
    'id',
    'datasetId',
    'name',
    'name.a',
    'dir',
    'filename',
    'type',
    'hidden',
    'annotated',
    'nothing',
  ),
  fc.constantFrom('creator', 'updatedBy', 'mimetype', 'description', 'metadata.system.fromPipe'),
  fc.constantFrom(
    'annotationsCount',
    'createdAt',
    'updatedAt',
    'metadata',
    'metadata.system',
    'metadata.user',
  ),
  fc.constantFrom(...['mimetype', 'size', 'width', 'size.a'].map((name) => `metadata.system.${name}`)),
);
const annotationFields = fc.oneof(
  free.map((path) => `attributes.${path}`),
  free.map((path) => `metadata.system.attributes.${path}`),
  free.map((path) => `metadata.system.${path}`),
  free.map((path) => `metadata.${path}`),
  fc.constantFrom(
    'id',
    'itemId',
    'label',
    'type',
    'creator',
    'createdAt',
    'updatedBy',
    'attributes',
    'metadata',
  ),
);

/** What the columns hold, so that tests on them are not always in vain. */
const known = fc.constantFrom<string | number>(
  ...['image/png', 'image/*', '*', '**', 'a*', '*a*b*', '*.png', '/a/*', 'discarded', 'box', 'file', 'a.png'],
  ...['1970-01-01T00:00:00.000Z', '2023-11-14T22:13:20.000Z', '2001', 'd1'],
);
const operands = fc.oneof(scalars, known);
const comparables = fc.oneof(texts, numbers, known);
const regexes = fc.constantFrom(
  'a',
  '^a',
  'b$',
  '^/a/.*png',
  '[0-9]+',
  '(?i)A',
  '.',
  '^$',
  'a.b',
  '\\pL',
  '😀',
);
const globs = fc.constantFrom('*', '**', '/a/*', '/a/**', '/**/*.png', '?', '*.png', 'a?b', '**/c.png', '[');

const tests = fc.letrec<{ test: Record<string, unknown>; group: Record<string, unknown> }>((tie) => ({
  test: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ $eq: operands }),
    fc.record({ $ne: operands }),
    fc.record({ $in: fc.array(operands, { maxLength: 4 }) }),
    fc.record({ $nin: fc.array(operands, { maxLength: 4 }) }),
    fc
      .record({ $gt: comparables, $lte: comparables }, { requiredKeys: [] })
      .filter((one) => Object.keys(one).length > 0),
    fc
      .record({ $gte: comparables, $lt: comparables }, { requiredKeys: [] })
      .filter((one) => Object.keys(one).length > 0),
    fc.record({ $exists: fc.boolean() }),
    fc.record({ $regex: regexes }),
    fc.record({ $glob: globs }),
    fc.record({ $not: tie('test') }),
    fc.record({ $match: tie('group') }),
  ),
  group: groupsOf(free, tie('test')),
}));

function groupsOf(
  fields: fc.Arbitrary<string>,
  test: fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  const field = fc
    .tuple(fields, fc.oneof({ weight: 3, arbitrary: test }, operands))
    .map(([path, wanted]) => Object.fromEntries([[path, wanted]]));
  return fc.letrec<{ group: Record<string, unknown> }>((tie) => ({
    group: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      field,
      fc.record({ $and: fc.array(tie('group'), { maxLength: 3 }) }),
      fc.record({ $or: fc.array(tie('group'), { maxLength: 3 }) }),
    ),
  })).group;
}

type Leaf = { readonly path: string; readonly value: unknown };

/** Every place in a JSON value that a path leads to, with what is there. */
function leavesOf(value: unknown, path: readonly string[]): Leaf[] {
  const here = path.length > 0 ? [{ path: path.join('.'), value }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((one) => (Array.isArray(one) ? here : [...here, ...leavesOf(one, path)]));
  }
  if (!isRecord(value)) return here;
  const names = Object.keys(value).filter((name) => !name.includes('.'));
  const inner = names.flatMap((name) => leavesOf(value[name], [...path, name]));
  return [...here, ...inner];
}

const isScalar = (value: unknown) => typeof value !== 'object' || value === null;

/** A test that has to do with what is there, from some random numbers. */
function aimAt(leaves: readonly Leaf[], picks: readonly number[]): Record<string, unknown> {
  const [first = 0, second = 0, kind = 0] = picks;
  const leaf = leaves[first % leaves.length];
  if (!leaf) return {};
  const near = leaves.filter((one) => isScalar(one.value));
  const other = isScalar(leaf.value) ? leaf.value : (near[second % Math.max(1, near.length)]?.value ?? null);
  const order = typeof other === 'string' || typeof other === 'number' ? other : 'a';
  if (!isScalar(leaf.value)) {
    const elements = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
    const inside = elements.flatMap((one) => leavesOf(one, [])).filter((one) => isScalar(one.value));
    const wanted = [0, 1].map((step) => aimAt(inside, [first + step * second, second, kind >> 3]));
    return { [leaf.path]: inside.length > 0 ? { $match: { $and: wanted } } : { $exists: kind % 2 === 0 } };
  }
  const aims = [
    other,
    { $in: [other, 'zzz', 7] },
    { $ne: other },
    { $gte: order },
    { $not: { $lt: order } },
    { $exists: second % 2 === 0 },
    typeof other === 'string' && other !== '' ? `${[...other][0]}*` : other,
    { $nin: [other, null] },
  ];
  return { [leaf.path]: aims[kind % aims.length] };
}

const picks = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999));

/** Items, and a filter about some of their values. */
export const aimed = fc
  .tuple(
    fc.array(items, { minLength: 1, maxLength: 3 }),
    fc.array(picks, { minLength: 1, maxLength: 3 }),
    fc.boolean(),
  )
  .map(([samples, aims, either]) => {
    const leaves = samples.flatMap((sample) => leavesOf({ metadata: sample.metadata }, []));
    const inside = samples.flatMap((sample) =>
      sample.annotations.flatMap((one) =>
        leavesOf({ label: one.label, attributes: one.attributes, metadata: one.metadata ?? {} }, []),
      ),
    );
    const group = (of: readonly Leaf[]) => ({ [either ? '$or' : '$and']: aims.map((aim) => aimAt(of, aim)) });
    return { samples, itemFilter: group(leaves), annotationFilter: group(inside) };
  });

const itemGroups = groupsOf(itemFields, tests.test);
const annotationGroups = groupsOf(annotationFields, tests.test);

const joinOf = (resource: 'annotations' | 'items', filter: fc.Arbitrary<unknown>) =>
  fc.record({ on: fc.constant({ resource }), filter });

/** Filters as people write them, bare or with a join. */
export const itemFilters = fc.oneof(
  { weight: 4, arbitrary: itemGroups },
  fc.record({ filter: itemGroups, join: joinOf('annotations', annotationGroups) }),
);
export const annotationFilters = fc.oneof(
  annotationGroups,
  fc.record({ filter: annotationGroups, join: joinOf('items', itemGroups) }),
);
