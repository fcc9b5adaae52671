import { describe, expect, test } from 'vitest';
import { changeVocabulary } from '#core/annotation/vocabulary.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { annotationIdSchema, itemIdSchema } from '#core/model/ids.ts';

const stamp = { person: 'me', at: 5 };

const car = (more: Partial<Annotation> = {}): Annotation => ({
  id: annotationIdSchema.parse('1'.repeat(24)),
  itemId: itemIdSchema.parse('a'.repeat(24)),
  label: 'car',
  geometry: { type: 'class' },
  attributes: { side: 'left', parts: ['door', 'wheel'], open: true },
  creator: 'ann',
  createdAt: 1,
  updatedAt: 1,
  updatedBy: 'ann',
  rev: 3,
  ...more,
});

const attributesAfter = (change: Parameters<typeof changeVocabulary>[1]) =>
  changeVocabulary(car(), change, stamp)?.after?.attributes;

describe('a label', () => {
  test('gets another name, or its annotations go', () => {
    const renamed = changeVocabulary(car(), { what: 'label', from: 'car', to: 'van' }, stamp);
    expect(renamed?.after).toEqual({ ...car(), label: 'van', rev: 4, updatedAt: 5, updatedBy: 'me' });
    expect(changeVocabulary(car(), { what: 'label', from: 'car', to: null }, stamp)?.after).toBeNull();
    expect(changeVocabulary(car(), { what: 'label', from: 'bus', to: null }, stamp)).toBeNull();
  });

  test('is renamed in the keyframes of a video, too', () => {
    const snapshots_ = [
      { frame: 4, label: 'car' },
      { frame: 9, label: 'bus' },
    ];
    const before = car({ metadata: { system: { frame: 0, snapshots_ } } });
    const after = changeVocabulary(before, { what: 'label', from: 'car', to: 'van' }, stamp)?.after;
    expect(after?.metadata).toEqual({
      system: {
        frame: 0,
        snapshots_: [
          { frame: 4, label: 'van' },
          { frame: 9, label: 'bus' },
        ],
      },
    });
  });
});

describe('an option', () => {
  test('is another one, alone or among several', () => {
    expect(attributesAfter({ what: 'value', key: 'side', from: 'left', to: 'near' })).toMatchObject({
      side: 'near',
    });
    expect(attributesAfter({ what: 'value', key: 'parts', from: 'door', to: 'wheel' })).toMatchObject({
      parts: ['wheel'],
    });
  });

  test('is not chosen any more', () => {
    expect(attributesAfter({ what: 'value', key: 'side', from: 'left', to: null })).not.toHaveProperty(
      'side',
    );
    expect(attributesAfter({ what: 'value', key: 'parts', from: 'door', to: null })).toMatchObject({
      parts: ['wheel'],
    });
    expect(attributesAfter({ what: 'value', key: 'side', from: 'up', to: null })).toBeUndefined();
  });
});

describe('an attribute', () => {
  test('has another key, or its values go', () => {
    expect(attributesAfter({ what: 'key', from: 'open', to: 'opened' })).toEqual({
      side: 'left',
      parts: ['door', 'wheel'],
      opened: true,
    });
    expect(attributesAfter({ what: 'key', from: 'open', to: null })).toEqual({
      side: 'left',
      parts: ['door', 'wheel'],
    });
    expect(attributesAfter({ what: 'key', from: 'absent', to: null })).toBeUndefined();
  });
});
