import { describe, expect, test } from 'vitest';
import type { RecipeContent } from '#core/model/recipe.ts';
import { isSame } from '#core/sync/canonical.ts';
import { mergeRecipes, withMine } from '#core/sync/recipes.ts';
import { fc } from '#test/support/property.ts';

const label = (name: string, color = '#111111') => ({ name, color });
const recipe = (part: Partial<RecipeContent> = {}): RecipeContent => ({
  ...{ title: 'Roads', instructions: '', tools: [], labels: [label('car'), label('bus')], attributes: [] },
  ...part,
});
const names = ({ labels }: RecipeContent) => labels.map(({ name }) => name);

describe('two people change a recipe', () => {
  test('labels that each adds are both there, in the order of who changed it', () => {
    const mine = recipe({ labels: [label('car'), label('bus'), label('tram')] });
    const theirs = recipe({ labels: [label('bike'), label('car'), label('bus')] });
    const { value, clashes } = mergeRecipes(recipe(), mine, theirs);
    expect(names(value)).toEqual(['car', 'bus', 'tram', 'bike']);
    expect(clashes).toEqual([]);
    const turned = recipe({ labels: [label('bus'), label('car')] });
    expect(names(mergeRecipes(recipe(), mine, turned).value)).toEqual(['bus', 'car', 'tram']);
    expect(names(mergeRecipes(recipe(), turned, theirs).value)).toEqual(['bus', 'car', 'bike']);
  });

  test('the same field: theirs stands, and ours can be put in its place', () => {
    const mine = recipe({ title: 'A', labels: [label('car', '#222222'), label('bus')] });
    const theirs = recipe({ title: 'B', labels: [label('car', '#333333'), label('bus')] });
    const { value, clashes } = mergeRecipes(recipe(), mine, theirs);
    expect(value).toEqual(theirs);
    expect(clashes.map(({ field }) => field)).toEqual(['/title', '/labels/car/color']);
    expect(clashes.reduce(withMine, value)).toEqual(mine);
  });

  test('a label that one takes away and the other changes is a question; either answer can be given', () => {
    const mine = recipe({ labels: [label('bus')] });
    const theirs = recipe({ labels: [label('car', '#333333'), label('bus')] });
    const gone = mergeRecipes(recipe(), mine, theirs);
    expect(gone.clashes).toMatchObject([{ field: '/labels/car' }]);
    expect(names(gone.clashes.reduce(withMine, gone.value))).toEqual(['bus']);
    const back = mergeRecipes(recipe(), theirs, mine);
    expect(names(back.value)).toEqual(['bus']);
    expect(back.clashes.reduce(withMine, back.value).labels).toContainEqual(label('car', '#333333'));
  });

  test('every change of ours is in what comes out or is asked about, and met with theirs again it stays', () => {
    const one = fc.record({
      title: fc.constantFrom('A', 'B'),
      instructions: fc.constantFrom('', 'x'),
      tools: fc.constantFrom<RecipeContent['tools']>([], ['box']),
      labels: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom('a', 'b/c', '~', 'd'),
          color: fc.constantFrom('#111111', '#222222'),
        }),
        { selector: ({ name }) => name },
      ),
      attributes: fc.constant<RecipeContent['attributes']>([]),
    });
    fc.assert(
      fc.property(one, one, one, (base, mine, theirs) => {
        const { value, clashes } = mergeRecipes(base, mine, theirs);
        expect(mergeRecipes(theirs, value, theirs)).toEqual({ value, clashes: [] });
        const asked = new Set(clashes.map(({ field }) => field.split('/')[2]));
        for (const { name, color } of mine.labels) {
          const was = base.labels.find((other) => other.name === name);
          if (was?.color === color) continue;
          const now = value.labels.find((other) => other.name === name);
          const isAsked = asked.has(name.replaceAll('~', '~0').replaceAll('/', '~1'));
          expect(isAsked || isSame(now, { name, color })).toBe(true);
        }
      }),
    );
  });
});
