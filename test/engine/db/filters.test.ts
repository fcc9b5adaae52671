/** Filters in the database find what filters in memory match, and go by the index of a dataset. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { annotationEntity, itemEntity } from '#core/filters/entities.ts';
import { compileMatcher } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { type Database, openDatabase, type ReadableDb } from '#engine/db/driver.ts';
import { migrate } from '#engine/db/migrate.ts';
import { listAnnotations } from '#engine/db/queries/annotations.ts';
import { countItemsMatching, filterSql, listItemIdsMatching } from '#engine/db/queries/filters.ts';
import { findItem } from '#engine/db/queries/items.ts';
import { fc } from '#test/support/property.ts';
import { MEANINGS } from '../../core/filters/cases.ts';
import { aimed, annotationFilters, itemFilters, items, type Sample } from './filters-arbitraries.ts';

let db: Database;

beforeAll(() => {
  db = openDatabase(':memory:');
  migrate(db);
  db.script(`INSERT INTO project (id, name, created_at) VALUES ('p', 'P', 0);
    INSERT INTO dataset (id, project_id, name, created_at, creator)
      VALUES ('d1', 'p', 'One', 0, 'a'), ('d2', 'p', 'Two', 0, 'a');`);
});
afterAll(() => db.close());

/** Makes these the only items, in two datasets by turns; answers their ids. */
function insert(samples: readonly Sample[]): string[] {
  return db.write((tx) => {
    tx.run('DELETE FROM annotation');
    tx.run('DELETE FROM item');
    return samples.map((sample, index) => {
      const { annotations, metadata, ...columns } = sample;
      const id = `i${index}`;
      tx.run(
        `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
           status, metadata, created_at, updated_at)
         VALUES (:id, :datasetId, :id, 'image', :name, :folder, :mimetype, :size, 10, 0, 'stored', '', :status, :metadata,
           :at, :at)`,
        { ...columns, id, datasetId: index % 2 ? 'd2' : 'd1', metadata: JSON.stringify(metadata) },
      );
      for (const [place, annotation] of annotations.entries()) {
        tx.run(
          `INSERT INTO annotation (id, item_id, label, geometry, attributes, creator, created_at, updated_at, updated_by, rev,
             metadata)
           VALUES (:id, :itemId, :label, '{"type":"box"}', :attributes, :creator, :at, :at, 'a', 1, :metadata)`,
          {
            ...annotation,
            id: `${id}-${place}`,
            itemId: id,
            attributes: JSON.stringify(annotation.attributes),
            metadata: annotation.metadata && JSON.stringify(annotation.metadata),
          },
        );
      }
      return id;
    });
  });
}

const plain: Sample = {
  name: 'a.png',
  folder: '/',
  mimetype: 'image/png',
  size: 1,
  status: null,
  metadata: {},
  at: 0,
  annotations: [],
};

type Resource = 'items' | 'annotations';

function found(resource: Resource, filter: unknown): string[] {
  const { sql, params } = filterSql(parseFilter(filter), resource);
  const table = resource === 'items' ? 'item' : 'annotation';
  const text = `SELECT ${table}.id, ${sql} AS verdict FROM ${table} ORDER BY ${table}.id`;
  const rows = db.all<{ id: string; verdict: number | null }>(text, params);
  for (const { verdict } of rows) expect([0, 1]).toContain(verdict);
  return rows.filter((row) => row.verdict === 1).map((row) => row.id);
}

function matched(ids: readonly string[], resource: Resource, filter: unknown): string[] {
  const matches = compileMatcher(parseFilter(filter));
  return ids.flatMap((id) => {
    const item = findItem(db, id);
    if (!item) throw new Error('the item was just inserted');
    const entity = itemEntity(item, { creator: () => 'a' });
    const annotations = listAnnotations(db, id).map((one) => ({ id: one.id, entity: annotationEntity(one) }));
    const related = annotations.map((one) => one.entity);
    if (resource === 'items') return matches(entity, related).matches ? [id] : [];
    return annotations.filter((one) => matches(one.entity, [entity]).matches).map((one) => one.id);
  });
}

describe('what filters mean', () => {
  test.each([...new Set(MEANINGS.map((meaning) => meaning.about))])('%s', (about) => {
    for (const { metadata, filter, matches } of MEANINGS.filter((meaning) => meaning.about === about)) {
      insert([{ ...plain, metadata }]);
      expect([filter, found('items', filter)]).toEqual([filter, matches ? ['i0'] : []]);
    }
  });
});

describe('the same in memory and in the database', () => {
  const some = fc.array(items, { minLength: 1, maxLength: 4 });

  test('items by any filter', () => {
    fc.assert(
      fc.property(some, itemFilters, (samples, filter) => {
        const ids = insert(samples);
        expect(found('items', filter)).toEqual(matched(ids, 'items', filter));
      }),
      { numRuns: 2_000 },
    );
  });

  test('annotations by any filter', () => {
    fc.assert(
      fc.property(some, annotationFilters, (samples, filter) => {
        const ids = insert(samples);
        expect(found('annotations', filter)).toEqual(matched(ids, 'annotations', filter));
      }),
      { numRuns: 2_000 },
    );
  });

  test('by filters about what is there', () => {
    fc.assert(
      fc.property(aimed, ({ samples, itemFilter, annotationFilter }) => {
        const ids = insert(samples);
        expect(found('items', itemFilter)).toEqual(matched(ids, 'items', itemFilter));
        expect(found('annotations', annotationFilter)).toEqual(matched(ids, 'annotations', annotationFilter));
        const joined = {
          filter: itemFilter,
          join: { on: { resource: 'annotations' }, filter: annotationFilter },
        };
        expect(found('items', joined)).toEqual(matched(ids, 'items', joined));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('pages and counts', () => {
  beforeEach(() => {
    insert(Array.from({ length: 9 }, (_, index) => ({ ...plain, name: index < 8 ? 'a' : 'b' })));
    db.write((tx) => tx.run(`UPDATE item SET trashed = 1 WHERE id = 'i2'`));
  });
  const both = ['d1', 'd2'];
  const named = parseFilter({ name: 'a' });

  test('page by page in the order of ids, over all datasets and without the trash', () => {
    const page = (after: string | null) =>
      listItemIdsMatching(db, { datasetIds: both, filter: named, after, limit: 3 });
    expect(page(null)).toEqual(['i0', 'i1', 'i3']);
    expect(page('i3')).toEqual(['i4', 'i5', 'i6']);
    expect(page('i6')).toEqual(['i7']);
    expect(page('i7')).toEqual([]);
    expect(listItemIdsMatching(db, { datasetIds: ['d2'], filter: named, after: null, limit: 9 })).toEqual([
      'i1',
      'i3',
      'i5',
      'i7',
    ]);
  });

  test('counted up to a limit', () => {
    expect(countItemsMatching(db, { datasetIds: both, filter: named, limit: 100 })).toBe(7);
    expect(countItemsMatching(db, { datasetIds: both, filter: named, limit: 5 })).toBe(5);
    expect(countItemsMatching(db, { datasetIds: [], filter: named, limit: 5 })).toBe(0);
  });

  test('a filter for something else is refused', () => {
    const filter = parseFilter({ resource: 'annotations', filter: {} });
    expect(() => countItemsMatching(db, { datasetIds: both, filter, limit: 5 })).toThrow(
      expect.objectContaining({
        code: 'pipeline-invalid',
        message: expect.stringMatching(/is for annotations/),
      }),
    );
  });
});

describe('the way to the items', () => {
  test.each([
    [{}],
    [{ id: 'i3' }],
    [{ id: { $in: ['i3', 'i4', 'i5'] } }],
    [{ id: { $gt: 'i3', $lt: 'i5' } }],
    [{ $or: [{ id: 'i3' }, { id: 'i4' }] }],
    [{ $or: [{ id: 'i3' }, { datasetId: 'd2' }, { name: 'a' }] }],
    [{ datasetId: 'd1' }],
    [{ name: 'a*', createdAt: { $gte: '2024' }, annotated: true }],
    [{ 'metadata.system.mimetype': 'image/*', 'metadata.system.refs.id': { $in: ['a', 'b'] } }],
    [{ 'metadata.system.refs': { $match: { id: 'a', type: { $ne: 'b' } } } }],
    [{ filter: {}, join: { on: { resource: 'annotations' }, filter: { label: 'dog' } } }],
  ])('%j: by the index of the dataset, without sorting', (filter) => {
    const plans: string[][] = [];
    const spy: ReadableDb = {
      get: (sql, params) => {
        plans.push(plan(sql, params));
        return db.get(sql, params);
      },
      all: (sql, params) => {
        plans.push(plan(sql, params));
        return db.all(sql, params);
      },
    };
    const search = { datasetIds: ['d1'], filter: parseFilter(filter), limit: 5 };
    listItemIdsMatching(spy, { ...search, after: 'i1' });
    countItemsMatching(spy, search);
    expect(plans).toHaveLength(2);
    for (const steps of plans) {
      const tables = steps.filter((step) => /^(SCAN|SEARCH) (item|annotation)\b/.test(step));
      expect(tables[0]).toMatch(
        /^SEARCH item USING (COVERING )?INDEX item_by_dataset \(dataset_id=\? AND trashed=\?/,
      );
      for (const step of tables.slice(1)) expect(step).toMatch(/annotation_by_item \(item_id=\?\)/);
      expect(steps.join('\n')).not.toContain('TEMP B-TREE');
    }
  });

  function plan(sql: string, params: Parameters<ReadableDb['all']>[1]): string[] {
    return db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params).map((row) => row.detail);
  }
});

test('the largest filters are answered', () => {
  insert([plain]);
  const path = (index: number) =>
    ['metadata', ...Array.from({ length: 10 }, (_, at) => `s${at}`), index].join('.');
  const wide = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [path(index), { $ne: index }]));
  const names = { name: { $nin: Array.from({ length: 590 }, (_, index) => `x${index}*`) } };
  const list = { 'metadata.a.b': { $nin: Array.from({ length: 10_000 }, (_, index) => index) } };
  let deep: object = { name: 'a.png' };
  for (let level = 0; level < 9; level += 1) deep = { $and: [{ $or: [deep, { name: 'b' }] }] };
  for (const filter of [wide, names, list, deep]) expect(found('items', filter)).toEqual(['i0']);
});
