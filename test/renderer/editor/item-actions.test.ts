import { describe, expect, test } from 'vitest';
import { ITEM_LABEL } from '#core/annotation/attributes.ts';
import type { Attribute } from '#core/model/recipe.ts';
import { missingIn } from '#renderer/features/studio/attributes/required.ts';
import { box } from './support/annotations.ts';
import { createRig } from './support/rig.ts';

const tags = (rig: ReturnType<typeof createRig>) => rig.shown().map(({ label }) => label);

describe('tags of a picture', () => {
  test('are turned on and off; where one is allowed it takes the place of the others', async () => {
    const rig = createRig();
    rig.editor.whole.toggleTag('sunny', false);
    rig.editor.whole.toggleTag('street', false);
    expect(tags(rig)).toEqual(['sunny', 'street']);
    rig.editor.whole.toggleTag('sunny', false);
    expect(tags(rig)).toEqual(['street']);
    rig.editor.whole.toggleTag('night', true);
    expect(tags(rig)).toEqual(['night']);
    await rig.editor.undo();
    expect(tags(rig)).toEqual(['street']);
  });

  test('are not changed where only looking is allowed', () => {
    const rig = createRig([], false);
    rig.editor.whole.toggleTag('sunny', false);
    rig.editor.whole.setItemAttributes({ weather: 'sun' });
    expect(rig.shown()).toEqual([]);
    expect(rig.notices).toEqual(['read-only', 'read-only']);
  });
});

describe('attributes of a picture', () => {
  test('are kept by one annotation, which single tags leave alone', () => {
    const rig = createRig();
    rig.editor.whole.setItemAttributes({ weather: 'sun' });
    rig.editor.whole.setItemAttributes({ road: true });
    rig.editor.whole.toggleTag('night', true);
    expect(rig.shown().map(({ label, attributes }) => [label, attributes])).toEqual([
      [ITEM_LABEL, { weather: 'sun', road: true }],
      ['night', {}],
    ]);
    rig.editor.whole.setItemAttributes({ weather: undefined });
    expect(rig.shown()[0]?.attributes).toEqual({ road: true });
  });
});

describe('what is missing before an item is complete', () => {
  const weather: Attribute = {
    key: 'weather',
    title: 'Weather',
    type: 'options',
    values: ['sun'],
    scope: ['*'],
    level: 'item',
    optional: false,
  };
  const side: Attribute = {
    key: 'side',
    title: 'Side',
    type: 'freeText',
    scope: ['car'],
    optional: false,
    default: 'left',
  };

  test('is named object by object, the picture itself first', () => {
    const rig = createRig([box(1, [0, 0, 9, 9]), box(2, [20, 20, 90, 90], { label: 'person' })]);
    expect(missingIn(rig.editor.state.get())).toEqual([]);
    rig.editor.setAttributes([weather, side]);
    expect(missingIn(rig.editor.state.get()).map(({ label }) => label)).toEqual([ITEM_LABEL, 'car']);
    rig.editor.whole.setItemAttributes({ weather: 'sun' });
    rig.editor.objects.setAttributes({ side: 'right' }, [rig.shown()[0]?.id ?? box(1, [0, 0, 9, 9]).id]);
    expect(missingIn(rig.editor.state.get())).toEqual([]);
  });

  test('a new object begins with the defaults', () => {
    const rig = createRig();
    rig.editor.setAttributes([weather, side]);
    rig.editor.takeTool('box');
    rig.drag([10, 10], [80, 80]);
    expect(rig.shown()[0]?.attributes).toEqual({ side: 'left' });
    expect(missingIn(rig.editor.state.get()).map(({ id }) => id)).toEqual([null]);
  });
});
