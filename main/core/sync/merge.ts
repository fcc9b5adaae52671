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
  return mergeFields<T>({ base: fieldsOf(base ?? {}), mine: fieldsOf(mine), theirs: fieldsOf(theirs) });
}

type Sides = { readonly base: Fields; readonly mine: Fields; readonly theirs: Fields };

function mergeFields<T extends object>(sides: Sides): Merged<T> {
  const holders = emptyHolders(sides);
  const { base, mine, theirs } = without(sides, holders);
  const ours = changed(base, mine);
  const others = changed(base, theirs);
  const merged = new Map(theirs);
  const clashes: Clash[] = [];
  for (const field of ours) {
    const isTheirs = others.has(field);
    const isAgreed = mine.has(field) === theirs.has(field) && isSame(mine.get(field), theirs.get(field));
    if (isTheirs && isAgreed) continue;
    const rivals = isTheirs ? [field] : rivalsOf(field, others);
    if (rivals.length > 0) {
      clashes.push(clash(field, base.get(field), mine.get(field), theirs.get(field)));
    } else if (mine.has(field)) merged.set(field, mine.get(field));
    else merged.delete(field);
  }
  for (const holder of holders) if (staysEmpty(holder, sides, merged)) merged.set(holder, {});
  // The fields of a `T` with some of their values from one `T` and some from another: the schema has no rules across them.
  return { value: contentOf(merged) as T, clashes };
}

/**
 * Objects that are empty on some side: there they are fields, as they would be gone otherwise, and elsewhere their parts are.
 * Two people who each put a first part into one have changed different fields.
 */
function emptyHolders({ base, mine, theirs }: Sides): ReadonlySet<string> {
  const all = [base, mine, theirs];
  const names = all.flatMap((fields) =>
    [...fields].flatMap(([name, value]) => (isSame(value, {}) ? [name] : [])),
  );
  const isValue = (name: string) =>
    all.some((fields) =>
      [...fields].some(([other, value]) => `${name}/`.startsWith(`${other}/`) && !isSame(value, {})),
    );
  return new Set(names.filter((name) => !isValue(name)));
}

function without({ base, mine, theirs }: Sides, names: ReadonlySet<string>): Sides {
  const left = (fields: Fields): Fields => new Map([...fields].filter(([name]) => !names.has(name)));
  return { base: left(base), mine: left(mine), theirs: left(theirs) };
}

/** Whether an object that has no parts any more is still there: where both have it, or one has put it there. */
function staysEmpty(name: string, { base, mine, theirs }: Sides, merged: Fields): boolean {
  const holds = (fields: Fields) =>
    fields.has(name) || [...fields.keys()].some((other) => other.startsWith(`${name}/`));
  if (holds(merged)) return false;
  return holds(mine) && holds(theirs) ? true : !holds(base) && (holds(mine) || holds(theirs));
}

/** Names of the fields that differ. */
function changed(base: Fields, now: Fields): ReadonlySet<string> {
  const names = new Set([...base.keys(), ...now.keys()]);
  // A value that is null is one: without it, what the other side put below would hide ours.
  const isKept = (name: string) => base.has(name) === now.has(name) && isSame(base.get(name), now.get(name));
  return new Set([...names].filter((name) => !isKept(name)));
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
