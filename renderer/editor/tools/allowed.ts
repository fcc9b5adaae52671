/** What a recipe lets people make. */
import type { Tool as RecipeTool } from '#core/model/recipe.ts';
import type { EditorState } from '../state.ts';

/** True when one of the words is allowed by the recipe, and by the label where it says so itself. */
export function mayMake(
  { allowed, label, labels }: Pick<EditorState, 'allowed' | 'label' | 'labels'>,
  words: readonly RecipeTool[],
): boolean {
  if (words.length === 0) return true;
  const own = labels.find(({ name }) => name === label)?.tools ?? [];
  return [allowed ?? [], own].every((list) => list.length === 0 || words.some((word) => list.includes(word)));
}
