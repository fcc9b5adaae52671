import { describe, expect, test } from 'vitest';
import { type Label, SAFE_PALETTE } from '#core/model/recipe.ts';
import { lookAlikes, safeColor } from '#core/recipe/colours.ts';
import {
  addLabels,
  moveLabel,
  pasteLabels,
  removeLabel,
  renameLabel,
  type Vocabulary,
} from '#core/recipe/labels.ts';

const label = (name: string, color = '#e69f00'): Label => ({ name, color });
const vocabulary: Vocabulary = {
  labels: ['vehicle', 'vehicle.car', 'vehicle.bus', 'person'].map((name) => label(name)),
  attributes: [{ key: 'plate', title: 'Plate', type: 'freeText', scope: ['vehicle.car'] }],
};
const names = ({ labels }: Vocabulary) => labels.map(({ name }) => name);

describe('a label', () => {
  test('is added below another one, with the next colour of the palette', () => {
    const { vocabulary: now } = addLabels(vocabulary, ['van'], 'vehicle');
    expect(names(now)).toEqual(['vehicle', 'vehicle.car', 'vehicle.bus', 'vehicle.van', 'person']);
    expect(now.labels[3]?.color).toBe(SAFE_PALETTE[1]);
  });

  test.each(['', '  ', 'a.b', 'person'])('is not added as "%s"', (name) => {
    expect(() => addLabels(vocabulary, [name], null)).toThrow();
  });

  test('is renamed with what is below it and with scopes that name it', () => {
    const { vocabulary: now, changes } = renameLabel(vocabulary, 'vehicle', 'motor');
    expect(names(now)).toEqual(['motor', 'motor.car', 'motor.bus', 'person']);
    expect(now.attributes[0]?.scope).toEqual(['motor.car']);
    expect(changes).toEqual([
      { what: 'label', from: 'vehicle', to: 'motor' },
      { what: 'label', from: 'vehicle.car', to: 'motor.car' },
      { what: 'label', from: 'vehicle.bus', to: 'motor.bus' },
    ]);
    expect(() => renameLabel(vocabulary, 'vehicle', 'person')).toThrow('already');
    expect(renameLabel(vocabulary, 'person', ' person ')).toEqual({ vocabulary, changes: [] });
  });

  test('is moved before another one, below another one, and to the top', () => {
    expect(names(moveLabel(vocabulary, 'person', { parent: null, before: 'vehicle' }).vocabulary)[0]).toBe(
      'person',
    );
    const nested = moveLabel(vocabulary, 'person', { parent: 'vehicle', before: 'vehicle.bus' });
    expect(names(nested.vocabulary)).toEqual(['vehicle', 'vehicle.car', 'vehicle.person', 'vehicle.bus']);
    expect(nested.changes).toEqual([{ what: 'label', from: 'person', to: 'vehicle.person' }]);
    const out = moveLabel(vocabulary, 'vehicle.car', { parent: null, before: null });
    expect(names(out.vocabulary)).toEqual(['vehicle', 'vehicle.bus', 'person', 'car']);
    expect(() => moveLabel(vocabulary, 'vehicle', { parent: 'vehicle.car', before: null })).toThrow('itself');
  });

  test('goes with what is below it; annotations stay, go or change', () => {
    const removed = removeLabel(vocabulary, 'vehicle', { type: 'relabel', to: 'person' });
    expect(names(removed.vocabulary)).toEqual(['person']);
    expect(removed.vocabulary.attributes[0]?.scope).toEqual([]);
    expect(removed.changes.map((change) => change.to)).toEqual(['person', 'person', 'person']);
    expect(removeLabel(vocabulary, 'person', { type: 'delete' }).changes).toEqual([
      { what: 'label', from: 'person', to: null },
    ]);
    expect(removeLabel(vocabulary, 'person', { type: 'keep' }).changes).toEqual([]);
  });
});

test('a pasted list nests by its indents and dots, and passes by what is there', () => {
  const { vocabulary: now } = pasteLabels(
    vocabulary,
    'person\r\n  child\n  adult,\n- sign.stop\n\nsky',
    null,
  );
  expect(names(now)).toEqual([
    ...['vehicle', 'vehicle.car', 'vehicle.bus', 'person', 'person.child', 'person.adult'],
    ...['sign', 'sign.stop', 'sky'],
  ]);
});

describe('colours', () => {
  test('of the palette are told apart by all eyes', () => {
    const palette = SAFE_PALETTE.map((color, at) => label(`l${at}`, color));
    expect(lookAlikes(palette)).toEqual([]);
    expect(safeColor(SAFE_PALETTE)).toBe(SAFE_PALETTE[0]);
    expect(safeColor([])).toBe(SAFE_PALETTE[0]);
  });

  test('that are alike are named, and for whom', () => {
    const pairs = lookAlikes([
      label('a', '#d00000'),
      label('b', '#d20505'),
      label('c', '#757500'),
      label('d', '#0000ff'),
    ]);
    expect(pairs[0]).toMatchObject({ a: { name: 'a' }, b: { name: 'b' }, to: 'all' });
    const greens = lookAlikes([label('a', '#b06000'), label('b', '#808000')]);
    expect(greens.map(({ to }) => to)).toEqual(['some']);
  });
});
