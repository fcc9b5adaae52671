/** Recipes on the wire (reference section 1.5). */
import { SluiceError } from '../../errors.ts';
import { type OntologyId, ontologyIdSchema } from '../../model/ids.ts';
import type { Recipe } from '../../model/recipe.ts';
import { isoTime, type Json, mergeDiff, metadataChange, textIn, urlOf, without } from './json.ts';

const OWNED = [
  'id',
  'url',
  'title',
  'projectIds',
  'ontologyIds',
  'creator',
  'instructions',
  'metadata',
  'createdAt',
  'updatedAt',
  'updatedBy',
];

export function writeRecipe(recipe: Recipe, base: string) {
  return {
    description: '',
    examples: null,
    customActions: [],
    metadata: { system: {} },
    uiSettings: { allowObjectIdAutoAssign: false, studioV2App: false },
    ...recipe.extra,
    id: recipe.id,
    url: urlOf(base, 'recipes', recipe.id),
    title: recipe.title,
    projectIds: [recipe.projectId],
    ontologyIds: [recipe.ontologyId],
    creator: recipe.creator,
    instructions: recipe.instructions === '' ? null : recipe.instructions,
    createdAt: isoTime(recipe.createdAt),
    updatedAt: isoTime(recipe.updatedAt),
    updatedBy: recipe.creator,
  };
}

/** What a client keeps with a recipe from its beginning. */
export function readRecipeExtra(json: Json): Record<string, unknown> {
  const metadata = metadataChange({}, json['metadata'], { system: true, own: [] });
  const extra = mergeDiff({}, without(json, OWNED));
  return Object.keys(metadata).length === 0 ? extra : { ...extra, metadata };
}

export type RecipeChange = {
  readonly title: string | undefined;
  readonly instructions: string | undefined;
  readonly ontologyId: OntologyId | undefined;
  readonly extra: Json;
};

export function readRecipeChange(before: Recipe, diff: Json, system: boolean): RecipeChange {
  const metadata = metadataChange(before.extra['metadata'], diff['metadata'], { system, own: [] });
  return {
    title: textIn(diff, 'title'),
    instructions: diff['instructions'] === null ? '' : textIn(diff, 'instructions'),
    ontologyId: readOntologyIds(diff['ontologyIds'])[0],
    extra: { ...mergeDiff(before.extra, without(diff, OWNED)), metadata },
  };
}

/** @throws SluiceError `not-found` for what cannot be the id of an ontology. */
export function readOntologyIds(ids: unknown): OntologyId[] {
  if (!Array.isArray(ids)) return [];
  return ids.map((id) => {
    const parsed = ontologyIdSchema.safeParse(id);
    if (parsed.success) return parsed.data;
    throw new SluiceError('not-found', `There is no ontology "${String(id).slice(0, 100)}".`);
  });
}
