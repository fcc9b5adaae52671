/**
 * What a filter is once it is read: plain data that nothing changes.
 *
 * What each part means, in memory (`match.ts`) and in the database (`sql.ts`) alike:
 * - A path names fields with dots. An array on the way, or at the end, is looked through: one of its elements is enough.
 *   An array directly inside an array is not looked through. There are no array indices.
 * - Several tests on one field must all hold, each on its own; `$match` asks for one element that holds all of them.
 * - `$ne` and `$nin` are the opposites of `$eq` and `$in`: true as well when there is no such field.
 * - `null` equals a field that is not there, and a null. An empty array is neither.
 * - `*` in a text of `$eq`, `$ne`, `$in`, `$nin` stands for any run of characters, `**` too.
 * - `$gt`, `$gte`, `$lt`, `$lte` compare numbers with numbers and text with text (in the order of code points, which for
 *   ISO 8601 times is the order of time), and nothing else. Booleans equal booleans only, numbers never equal text.
 */
export type Scalar = string | number | boolean | null;

export type Test =
  | { readonly op: '$eq' | '$ne'; readonly value: Scalar }
  | { readonly op: '$in' | '$nin'; readonly values: readonly Scalar[] }
  | { readonly op: '$gt' | '$gte' | '$lt' | '$lte'; readonly value: string | number }
  /** Whether there is such a field, be it null or an empty array. */
  | { readonly op: '$exists'; readonly value: boolean }
  /** `$regex` finds an RE2 expression anywhere in a text; `$glob` fits a whole path. */
  | { readonly op: '$regex' | '$glob'; readonly pattern: string }
  /** One object, alone or in an array, that meets the condition by itself; paths start at that object. */
  | { readonly op: '$match'; readonly where: Condition }
  /** Not all of the tests hold. */
  | { readonly op: '$not'; readonly tests: readonly Test[] };

export type Path = readonly string[];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'field'; readonly path: Path; readonly tests: readonly Test[] };

/** The entities that can be joined: annotations to their item, the item to its annotations. */
export type JoinResource = 'annotations' | 'items';

/** At least one entity of the other kind that belongs to this one meets the condition. */
export type Join = { readonly resource: JoinResource; readonly where: Condition };

export type Filter = {
  /** What the filter says it is for ("items", "annotations", "datasets", …); null when it does not say. */
  readonly resource: string | null;
  readonly where: Condition;
  readonly join: Join | null;
};

/** The condition that everything meets. */
export const EVERYTHING: Condition = { kind: 'and', parts: [] };

/** True when nothing is asked. */
export function isEverything(where: Condition): boolean {
  return where.kind === 'and' && where.parts.length === 0;
}

/** Whether everything passes: there is no condition at all. */
export function isEmpty(filter: Filter): boolean {
  return filter.join === null && isEverything(filter.where);
}
