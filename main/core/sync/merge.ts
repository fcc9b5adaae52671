/**
 * Puts two people's changes of the same thing together, from what both began with. What only one of them changed is as that
 * one has it. Where both changed the same field differently, the remote's value stands, for it must be the same on every
 * computer, and ours is handed back as a conflict, for a person to decide.
 */
import { isSame } from './canonical.ts';
import { contentOf, type Fields, fieldsOf } from './fields.ts';

/** The whole of a thing, where one side deleted what the other changed. */
export const WHOLE_THING = '';

export type Clash = {
  /** As `fieldsOf` names it; `WHOLE_THING` when one side deleted it. */
  readonly field: string;
  /** Absent: not there. */
  readonly base?: unknown;
  readonly mine?: unknown;
  readonly theirs?: unknown;
};

export type Merged<T> = {
  /** Null: deleted. */
  readonly value: T | null;
  readonly clashes: readonly Clash[];
};

/**
 * @param base what both sides last agreed on; null when it was not there
 * @param mine as it is here; null: deleted here
 * @param theirs as it is at the remote; null: deleted there
 */
export function mergeThree<T extends object>(base: T | null, mine: T | null, theirs: T | null): Merged<T> {
  if (isSame(mine, theirs) || isSame(mine, base)) return { value: theirs, clashes: [] };
  if (isSame(theirs, base)) return { value: mine, clashes: [] };
  if (mine === null || theirs === null) {
    return { value: theirs, clashes: [clash(WHOLE_THING, base, mine, theirs)] };
  }
  return mergeFields<T>(fieldsOf(base ?? {}), fieldsOf(mine), fieldsOf(theirs));
}

function mergeFields<T extends object>(base: Fields, mine: Fields, theirs: Fields): Merged<T> {
  const ours = changed(base, mine);
  const others = changed(base, theirs);
  const merged = new Map(theirs);
  const clashes: Clash[] = [];
  for (const field of ours) {
    const isTheirs = others.has(field);
    if (isTheirs && isSame(mine.get(field), theirs.get(field))) continue;
    const rivals = isTheirs ? [field] : rivalsOf(field, others);
    if (rivals.length > 0) {
      clashes.push(clash(field, base.get(field), mine.get(field), theirs.get(field)));
    } else if (mine.has(field)) merged.set(field, mine.get(field));
    else merged.delete(field);
  }
  // The fields of a `T` with some of their values from one `T` and some from another: the schema has no rules across them.
  return { value: contentOf(merged) as T, clashes };
}

/** Names of the fields that differ. */
function changed(base: Fields, now: Fields): ReadonlySet<string> {
  const names = new Set([...base.keys(), ...now.keys()]);
  return new Set([...names].filter((name) => !isSame(base.get(name), now.get(name))));
}

/** Changes of the other side that cannot stand beside this one: of what it is part of, or of a part of it. */
function rivalsOf(field: string, others: ReadonlySet<string>): string[] {
  return [...others].filter((other) => field.startsWith(`${other}/`) || other.startsWith(`${field}/`));
}

function clash(field: string, base: unknown, mine: unknown, theirs: unknown): Clash {
  const said = Object.entries({ base, mine, theirs }).filter(
    ([, value]) => value !== undefined && (value !== null || field !== WHOLE_THING),
  );
  return { field, ...Object.fromEntries(said) };
}
