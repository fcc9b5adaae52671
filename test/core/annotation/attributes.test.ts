import { describe, expect, test } from 'vitest';
import {
  askedOf,
  attributesOf,
  commonValue,
  defaultsOf,
  fits,
  ITEM_LABEL,
  missingOf,
} from '#core/annotation/attributes.ts';
import type { Attribute } from '#core/model/recipe.ts';

const color = '#e69f00';

const attribute = (key: string, more: Partial<Attribute> = {}): Attribute => ({
  key,
  title: key,
  type: 'freeText',
  scope: ['*'],
  ...more,
});

const vocabulary = {
  labels: [
    { name: 'vehicle', color },
    { name: 'vehicle.car', color },
    { name: 'person', color, attributes: ['pose'] },
  ],
  attributes: [
    attribute('note'),
    attribute('plate', { scope: ['vehicle'], default: 'none' }),
    attribute('pose', { scope: [], optional: false }),
    attribute('moving', { type: 'boolean', scope: ['vehicle.car'], optional: false }),
    attribute('speed', {
      type: 'number',
      scope: ['vehicle.car'],
      optional: false,
      when: { key: 'moving', values: ['true'] },
    }),
    attribute('weather', { type: 'options', values: ['sun', 'rain'], level: 'item', optional: false }),
  ],
};
const keys = (attributes: readonly Attribute[]) => attributes.map(({ key }) => key);

describe('attributes of a label', () => {
  test('come by scope, from labels above, and by the list of the label', () => {
    expect(keys(attributesOf(vocabulary, 'vehicle.car'))).toEqual(['note', 'plate', 'moving', 'speed']);
    expect(keys(attributesOf(vocabulary, 'person'))).toEqual(['note', 'pose']);
    expect(keys(attributesOf(vocabulary, 'vehicles'))).toEqual(['note']);
  });

  test('are asked where their condition holds', () => {
    const asked = (attributes: Record<string, unknown>) =>
      keys(askedOf(vocabulary, { label: 'vehicle.car', attributes }));
    expect(asked({})).not.toContain('speed');
    expect(asked({ moving: false })).not.toContain('speed');
    expect(asked({ moving: true })).toContain('speed');
  });

  test('of the item as a whole belong to its own annotation', () => {
    expect(keys(askedOf(vocabulary, { label: ITEM_LABEL, attributes: {} }))).toEqual(['weather']);
  });

  test('are missing as long as they must have a value; no and 0 are answers', () => {
    const missing = (attributes: Record<string, unknown>) =>
      keys(missingOf(vocabulary, { label: 'vehicle.car', attributes }));
    expect(missing({})).toEqual(['moving']);
    expect(missing({ moving: true })).toEqual(['speed']);
    expect(missing({ moving: true, speed: 0 })).toEqual([]);
    expect(missing({ moving: false })).toEqual([]);
  });

  test('have defaults', () => {
    expect(defaultsOf(vocabulary, 'vehicle.car')).toEqual({ plate: 'none' });
    expect(defaultsOf(vocabulary, 'person')).toEqual({});
  });
});

describe('values', () => {
  test.each([
    ['options', { values: ['a', 'b'] }, 'a', 'c'],
    ['options', { values: ['a', 'b'] }, 'b', ['a']],
    ['options', { values: ['a', 'b'], multi: true }, ['a', 'b'], ['a', 'x']],
    ['boolean', {}, false, 'no'],
    ['range', { range: { min: 0, max: 5, step: 1 } }, 5, 6],
    ['number', {}, 1.5, '1.5'],
    ['freeText', {}, '', 5],
  ] as const)('of %s %j: %j fits, %j does not', (type, more, good, bad) => {
    const one = attribute('k', { type, ...(more as Partial<Attribute>) });
    expect([fits(one, good), fits(one, bad), fits(one, undefined)]).toEqual([true, false, true]);
  });

  test('of several objects', () => {
    const object = (value: unknown) => ({ label: 'car', attributes: { k: value } });
    expect(commonValue([object(['a']), object(['a'])], 'k')).toEqual({ value: ['a'], mixed: false });
    expect(commonValue([object('a'), object('b')], 'k')).toEqual({ value: undefined, mixed: true });
  });
});
