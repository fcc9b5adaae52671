/** Which labels are for items as a whole. */
import type { Label, Recipe } from '#core/model/recipe.ts';

/** Those that name the tool themselves, or all when the recipe does and they name no tools. */
export function tagLabelsOf({ labels, tools }: Pick<Recipe, 'labels' | 'tools'>): readonly Label[] {
  return labels.filter((label) => {
    const own = label.tools ?? [];
    return own.length > 0 ? own.includes('class') : tools.includes('class');
  });
}

/** True when there is nothing to draw: number keys then mean tags from the start. */
export function isOnlyTags({ labels, tools }: Pick<Recipe, 'labels' | 'tools'>): boolean {
  return labels.length > 0 && tools.length > 0 && tools.every((tool) => tool === 'class');
}
