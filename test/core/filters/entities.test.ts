import { expect, test } from 'vitest';
import { annotationEntity, itemEntity } from '#core/filters/entities.ts';
import { annotationSchema } from '#core/model/annotation.ts';
import { itemSchema } from '#core/model/item.ts';

const id = '0123456789abcdef01234567';

const item = itemSchema.parse({
  id,
  datasetId: id,
  kind: 'image',
  name: 'a.png',
  folder: '/day 1',
  mimetype: 'image/png',
  size: 3,
  width: 4,
  height: 5,
  sha256: null,
  frame: null,
  video: null,
  picture: null,
  overwritten: null,
  sourceItemId: null,
  storage: 'stored',
  annotationCount: 0,
  status: null,
  trashed: false,
  metadata: { user: { a: 1 }, system: { exif: { b: 2 }, mimetype: 'overruled' } },
  createdAt: 0,
  updatedAt: 1_700_000_000_123,
});

test('an item', () => {
  expect(itemEntity(item)).toEqual({
    id,
    datasetId: id,
    name: 'a.png',
    mimetype: 'image/png',
    dir: '/day 1',
    filename: '/day 1/a.png',
    type: 'file',
    hidden: false,
    annotated: false,
    annotationsCount: 0,
    createdAt: '1970-01-01T00:00:00.000Z',
    updatedAt: '2023-11-14T22:13:20.123Z',
    metadata: {
      user: { a: 1 },
      system: { exif: { b: 2 }, mimetype: 'image/png', size: 3, width: 4, height: 5, refs: [] },
    },
  });
});

test('an item at the top, and what its annotations and status make of it', () => {
  expect(itemEntity({ ...item, folder: '/' })['filename']).toBe('/a.png');
  expect(itemEntity({ ...item, annotationCount: 2 })['annotated']).toBe(true);
  expect(itemEntity({ ...item, annotationCount: 2, status: 'discard' })['annotated']).toBe('discarded');
  expect(itemEntity({ ...item, metadata: { system: ['odd'] } })['metadata']).toEqual({
    system: { mimetype: 'image/png', size: 3, width: 4, height: 5, refs: [] },
  });
});

test('an annotation', () => {
  const annotation = annotationSchema.parse({
    id,
    itemId: id,
    label: 'dog',
    geometry: { type: 'box', left: 0, top: 0, right: 1, bottom: 1 },
    attributes: { colour: 'red' },
    metadata: { user: { model: { confidence: 0.5 } }, system: { frame: 3, attributes: 'overruled' } },
    creator: 'me',
    createdAt: 0,
    updatedAt: 1000,
    updatedBy: 'you',
    rev: 1,
  });
  expect(annotationEntity(annotation)).toEqual({
    id,
    annotationId: id,
    itemId: id,
    label: 'dog',
    type: 'box',
    creator: 'me',
    createdAt: '1970-01-01T00:00:00.000Z',
    updatedAt: '1970-01-01T00:00:01.000Z',
    updatedBy: 'you',
    attributes: { colour: 'red' },
    metadata: {
      user: { model: { confidence: 0.5 } },
      system: { frame: 3, attributes: { colour: 'red' } },
    },
  });
  const { metadata: _, ...bare } = annotation;
  expect(annotationEntity(bare)['metadata']).toEqual({ system: { attributes: { colour: 'red' } } });
});
