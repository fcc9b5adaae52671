/** Labels by what a person types of them. */
import type { Label } from '#core/model/recipe.ts';

export type NumberedLabel = {
  readonly label: Label /** Place in the recipe, from 0. */;
  readonly index: number;
};

/** 0: begins with it; 1: a word or a branch of its tree does; 2: has it somewhere; null: has it not. */
function rank(name: string, typed: string): 0 | 1 | 2 | null {
  const at = name.toLocaleLowerCase();
  if (at.startsWith(typed)) return 0;
  if (at.split(/[\s._/-]+/u).some((word) => word.startsWith(typed))) return 1;
  return at.includes(typed) ? 2 : null;
}

/** Labels that fit, the best first; all in their order when nothing is typed. */
export function findLabels(labels: readonly Label[], typed: string): NumberedLabel[] {
  const wanted = typed.trim().toLocaleLowerCase();
  return labels
    .map((label, index) => ({ label, index, rank: rank(label.name, wanted) }))
    .filter((entry) => entry.rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.index - b.index)
    .map(({ label, index }) => ({ label, index }));
}
