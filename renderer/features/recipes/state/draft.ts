/** A recipe while it is changed: every change is a step that can be taken back, and is stored by itself. */

import type { Recipe } from '#core/model/recipe.ts';
import { type RecipeSettings, recipeSettingsOf } from '#core/model/recipe-settings.ts';
import type { VocabularyChange } from '#core/model/vocabulary-change.ts';

export type Draft = Pick<Recipe, 'title' | 'labels' | 'attributes' | 'tools' | 'instructions'> & {
  readonly settings: RecipeSettings;
};

/** What becomes of annotations with a step, and what when it is taken back. */
export type Step = {
  readonly before: Draft;
  readonly after: Draft;
  readonly changes: readonly VocabularyChange[];
  readonly back: readonly VocabularyChange[];
};

export type History = { readonly past: readonly Step[]; readonly future: readonly Step[] };

export const NO_HISTORY: History = { past: [], future: [] };

/** Steps that are kept. */
const MOST = 200;

export function draftOf(recipe: Recipe): Draft {
  const { title, labels, attributes, tools, instructions } = recipe;
  return { title, labels, attributes, tools, instructions, settings: recipeSettingsOf(recipe) };
}

export function stepOf(before: Draft, after: Draft, changes: readonly VocabularyChange[]): Step {
  return { before, after, changes, back: inverse(changes) };
}

/** Renames go back; what was deleted or became the same as something else cannot be told apart any more and stays. */
export function inverse(changes: readonly VocabularyChange[]): VocabularyChange[] {
  const targets = changes.map((change) => change.to);
  const isOnly = (to: string) => targets.filter((each) => each === to).length === 1;
  return changes.toReversed().flatMap((change): VocabularyChange[] => {
    if (change.to === null || !isOnly(change.to) || change.what === 'value') return [];
    return [{ ...change, from: change.to, to: change.from }];
  });
}

export function done({ past }: History, step: Step): History {
  return { past: [...past, step].slice(-MOST), future: [] };
}

/** The step that is taken back, and the history after that; null when there is none. */
export function takeBack({ past, future }: History): { step: Step; history: History } | null {
  const step = past.at(-1);
  return step ? { step, history: { past: past.slice(0, -1), future: [step, ...future] } } : null;
}

export function takeAgain({ past, future }: History): { step: Step; history: History } | null {
  const [step, ...rest] = future;
  return step ? { step, history: { past: [...past, step], future: rest } } : null;
}
