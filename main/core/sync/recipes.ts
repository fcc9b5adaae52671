/**
 * Puts two people's changes of a recipe together. Labels are told apart by their names and attributes by their keys; of each,
 * different fields are put together as those of annotations are.
 */
import type { z } from 'zod';
import {
  type Attribute,
  attributeSchema,
  type Label,
  labelSchema,
  type RecipeContent,
  recipeContentSchema,
} from '../model/recipe.ts';
import { isSame } from './canonical.ts';
import { withField } from './fields.ts';
import type { Clash } from './merge.ts';
import { mergeThree, WHOLE_THING } from './merge.ts';

export function recipeContent({
  title,
  instructions,
  tools,
  labels,
  attributes,
}: RecipeContent): RecipeContent {
  return { title, instructions, tools, labels, attributes };
}

export type MergedRecipe = { readonly value: RecipeContent; readonly clashes: readonly Clash[] };

/** As `mergeThree`: where both changed the same field differently, theirs stands and ours is handed back. */
export function mergeRecipes(base: RecipeContent, mine: RecipeContent, theirs: RecipeContent): MergedRecipe {
  const own = ({ title, instructions, tools }: RecipeContent) => ({ title, instructions, tools });
  const rest = mergeThree(own(base), own(mine), own(theirs));
  const labels = mergeList('labels', nameOf, [base.labels, mine.labels, theirs.labels]);
  const attributes = mergeList('attributes', keyOf, [base.attributes, mine.attributes, theirs.attributes]);
  return {
    value: { ...(rest.value ?? own(theirs)), labels: labels.list, attributes: attributes.list },
    clashes: [...rest.clashes, ...labels.clashes, ...attributes.clashes],
  };
}

const nameOf = (label: Label) => label.name;
const keyOf = (attribute: Attribute) => attribute.key;

type Lists<T> = readonly [base: readonly T[], mine: readonly T[], theirs: readonly T[]];

function mergeList<T extends object>(
  field: string,
  named: (one: T) => string,
  lists: Lists<T>,
): { list: T[]; clashes: Clash[] } {
  const [base, mine, theirs] = lists.map((list) => new Map(list.map((one) => [named(one), one])));
  const clashes: Clash[] = [];
  const list = orderOf(lists.map((each) => each.map(named))).flatMap((name) => {
    const at = (side: ReadonlyMap<string, T> | undefined) => side?.get(name) ?? null;
    const merged = mergeThree<T>(at(base), at(mine), at(theirs));
    clashes.push(
      ...merged.clashes.map((one) => ({ ...one, field: `/${field}/${escaped(name)}${one.field}` })),
    );
    return merged.value ?? [];
  });
  return { list, clashes };
}

/** The order of who has changed it, theirs before ours, with what only the other one has at its end. */
function orderOf([base = [], mine = [], theirs = []]: readonly (readonly string[])[]): string[] {
  const common = (list: readonly string[], other: readonly string[]) =>
    list.filter((one) => other.includes(one));
  const isTheirs = !isSame(common(base, theirs), common(theirs, base));
  const [first, second] = isTheirs ? [theirs, mine] : [mine, theirs];
  return [...new Set([...first, ...second])];
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (name: string) => name.replaceAll('~1', '/').replaceAll('~0', '~');

/** The recipe with our value in the place of theirs. */
export function withMine(content: RecipeContent, { field, mine }: Clash): RecipeContent {
  const [, part = '', name = '', ...rest] = field.split('/');
  const inner = rest.length === 0 ? WHOLE_THING : `/${rest.join('/')}`;
  switch (part) {
    case 'labels':
      return {
        ...content,
        labels: replaced(content.labels, nameOf, unescaped(name), inner, mine, labelSchema),
      };
    case 'attributes': {
      const list = replaced(content.attributes, keyOf, unescaped(name), inner, mine, attributeSchema);
      return { ...content, attributes: list };
    }
    default: {
      const read = recipeContentSchema.safeParse({ ...content, [part]: mine });
      return read.success ? read.data : content;
    }
  }
}

function replaced<T extends object>(
  list: readonly T[],
  named: (one: T) => string,
  name: string,
  inner: string,
  mine: unknown,
  schema: z.ZodType<T>,
): T[] {
  const before = list.find((one) => named(one) === name);
  if (inner === WHOLE_THING && mine === undefined) return list.filter((one) => one !== before);
  const wanted = inner === WHOLE_THING ? mine : withField(before ?? {}, inner, mine);
  const read = schema.safeParse(wanted);
  if (!read.success) return [...list];
  return before ? list.map((one) => (one === before ? read.data : one)) : [...list, read.data];
}
