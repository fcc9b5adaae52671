import { describe, expect, test } from 'vitest';
import {
  type Draft,
  done,
  inverse,
  NO_HISTORY,
  stepOf,
  takeAgain,
  takeBack,
} from '#renderer/features/recipes/state/draft.ts';

const draft = (title: string): Draft => ({
  title,
  labels: [],
  attributes: [],
  tools: [],
  instructions: '',
  settings: { allowMissing: false, singleTag: false, poses: [] },
});

describe('taking a change of a recipe back', () => {
  test('renames annotations back, in the other order', () => {
    expect(
      inverse([
        { what: 'label', from: 'a', to: 'b' },
        { what: 'label', from: 'a.c', to: 'b.c' },
      ]),
    ).toEqual([
      { what: 'label', from: 'b.c', to: 'a.c' },
      { what: 'label', from: 'b', to: 'a' },
    ]);
  });

  test('leaves alone what was deleted or became the same as others', () => {
    expect(inverse([{ what: 'label', from: 'a', to: null }])).toEqual([]);
    expect(
      inverse([
        { what: 'label', from: 'a', to: 'x' },
        { what: 'label', from: 'b', to: 'x' },
      ]),
    ).toEqual([]);
    expect(inverse([{ what: 'value', key: 'k', from: 'a', to: 'b' }])).toEqual([]);
  });

  test('and doing it again goes through all steps; a new one ends what was taken back', () => {
    const [a, b, c] = [draft('a'), draft('b'), draft('c')];
    const both = done(done(NO_HISTORY, stepOf(a, b, [])), stepOf(b, c, []));
    const back = takeBack(both);
    expect(back?.step.before).toBe(b);
    if (!back) return;
    expect(takeAgain(back.history)).toEqual({ step: stepOf(b, c, []), history: both });
    expect(takeAgain(done(back.history, stepOf(b, a, [])))).toBeNull();
    expect(takeBack(NO_HISTORY)).toBeNull();
  });
});
