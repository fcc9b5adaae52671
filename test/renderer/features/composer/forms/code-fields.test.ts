import { describe, expect, it } from 'vitest';
import { writeCoordinates } from '#core/formats/dataloop/annotation-shapes.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { itemJson } from '#engine/nodes/snippets/entities.ts';
import {
  type CodeField,
  contextFields,
  fieldsAt,
  ITEM_FIELDS,
} from '#renderer/features/composer/forms/code/fields.ts';

const item = {
  id: '1'.repeat(24),
  datasetId: '2'.repeat(24),
  name: 'a.png',
  folder: '/',
  status: 'completed',
  annotationCount: 1,
  createdAt: 0,
  updatedAt: 0,
  mimetype: 'image/png',
  size: 1,
  width: 4,
  height: 3,
  sourceItemId: null,
  metadata: { user: {}, system: { tags: {} } },
} as unknown as Item;
const annotation = {
  id: '3'.repeat(24),
  itemId: item.id,
  label: 'car',
  geometry: { type: 'box', x: 0, y: 0, width: 1, height: 1 },
  creator: 'ana',
  createdAt: 0,
  updatedAt: 0,
  updatedBy: 'ana',
  attributes: {},
  metadata: {},
  extra: {},
} as unknown as Annotation;

/** Every name of the table that the value does not have, and every one of the value that the table lacks. */
function differences(fields: readonly CodeField[], value: object, path: string): readonly string[] {
  const known = new Map(fields.map((field) => [field.name, field]));
  const stored = Object.entries(value).filter(([, one]) => one !== undefined);
  const names = new Set(stored.map(([key]) => key));
  const missing = [...known.keys()].filter((name) => !names.has(name)).map((name) => `${path}${name}: gone`);
  const others = stored.flatMap(([key, one]): readonly string[] => {
    const field = known.get(key);
    if (!field) return [`${path}${key}: unknown`];
    const inside: unknown = Array.isArray(one) ? one[0] : one;
    const below = field.each ?? field.fields ?? [];
    if (below.length === 0 || typeof inside !== 'object' || inside === null) return [];
    return differences(below, inside, `${path}${key}.`);
  });
  return [...missing, ...others];
}

describe('what completion knows', () => {
  it('is what snippets get', () => {
    expect(writeCoordinates(annotation.geometry)).toBeDefined();
    expect(differences(ITEM_FIELDS, itemJson(item, [annotation]), '')).toEqual([]);
  });

  const scope = {
    item: ITEM_FIELDS,
    context: contextFields(
      { nodes: [], connections: [], startNodes: [], variables: [{ name: 'best', type: 'Dataset' }] },
      ['limit'],
    ),
  };
  const names = (code: string, path: string) => fieldsAt(code, path, scope)?.map((field) => field.name);

  it('is found by the names that the snippet gives its parameters', () => {
    expect(names('', 'item.')).toContain('annotations');
    expect(names('export default (it, ctx) => {', 'it.metadata.')).toEqual(['system', 'user']);
    expect(names('export default function (it, ctx) {', 'ctx.variables.')).toEqual(['best']);
    expect(names('', 'context.config.')).toEqual(['limit']);
    expect(names('', 'item?.annotations[0].')).toContain('label');
    expect(names('', 'item.metadata.sy')).toEqual(['system', 'user']);
  });

  it('ends where nothing is known', () => {
    expect(names('', 'other.')).toBeUndefined();
    expect(names('', 'item.name.')).toBeUndefined();
    expect(names('', 'item.annotations.')).toBeUndefined();
  });
});
