/** What fields show of settings whose JSON may be anything. */

type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The objects of a list, each with its place, so that what is in them and not shown stays in them. */
export function rowsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** A row with another value; undefined takes the key away. */
export function withValue(row: Json, key: string, value: unknown): Json {
  if (value !== undefined) return { ...row, [key]: value };
  const { [key]: _taken, ...others } = row;
  return others;
}

/** What is typed into a field for any JSON: a text needs no quotation marks. */
export function parseLoose(text: string): unknown {
  const trimmed = text.trim();
  if (!/^(?:-?\d|\{|\[|"|true$|false$|null$)/.test(trimmed)) return text;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return text;
  }
}

/** The other way round: a text that would be read as something else has quotation marks. */
export function writeLoose(value: unknown): string {
  if (typeof value === 'string' && parseLoose(value) === value) return value;
  return JSON.stringify(value) ?? '';
}

/** Shares that sum up to exactly 100, as equal as two decimals allow. */
export function equalShares(count: number): readonly number[] {
  const each = Math.floor(10_000 / count) / 100;
  return Array.from({ length: count }, (_, at) =>
    at === 0 ? Math.round((100 - each * (count - 1)) * 100) / 100 : each,
  );
}

/** True when all shares are the same, but for rounding. */
export function areEqual(shares: readonly number[]): boolean {
  return shares.every((share) => Math.abs(share - 100 / shares.length) < 0.05);
}

/**
 * The shares of `count` groups after one came or went: as equal as before, when they were; else as they were, and a new
 * one has what is left.
 */
export function sharesFor(before: readonly number[], count: number): readonly number[] {
  if (areEqual(before)) return equalShares(count);
  const left = Math.max(0, Math.round((100 - before.reduce((sum, share) => sum + share, 0)) * 100) / 100);
  return Array.from({ length: count }, (_, at) => before[at] ?? left);
}
