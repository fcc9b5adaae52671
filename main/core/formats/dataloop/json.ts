/** Small parts that the wire forms of all entities share. */
import { SluiceError } from '../../errors.ts';
import { canonical } from '../../sync/canonical.ts';

export type Json = Readonly<Record<string, unknown>>;

/** ISO 8601 with `Z`, as all times on the wire that are not milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The address of an entity. Clients cut it at `api/v1`, so `base` ends with that. */
export function urlOf(base: string, ...path: readonly string[]): string {
  return [base, ...path].join('/');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects laid over each other, deeply; null takes away, and lists are replaced as a whole. */
export function mergeDiff(base: Json, diff: Json): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(diff)) {
    const old = merged[key];
    if (value === null || value === undefined) delete merged[key];
    else if (isRecord(value)) merged[key] = mergeDiff(isRecord(old) ? old : {}, value);
    else merged[key] = value;
  }
  return merged;
}

/** What `mergeDiff` makes `after` of `before` with, where null is no value of `after`. Empty when nothing differs. */
export function diffOf(before: Json, after: Json): Record<string, unknown> {
  const diff: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (is === undefined) diff[key] = null;
    else if (isRecord(was) && isRecord(is)) {
      const inner = diffOf(was, is);
      if (Object.keys(inner).length > 0) diff[key] = inner;
    } else if (canonical(was ?? null) !== canonical(is)) diff[key] = is;
  }
  return diff;
}

/** The object without the keys; what is left keeps its order. */
export function without(json: Json, keys: Iterable<string>): Record<string, unknown> {
  const left = new Set(keys);
  return Object.fromEntries(Object.entries(json).filter(([key]) => !left.has(key)));
}

/**
 * What a client's diff makes of `metadata`: everything but its `system`, which only an update of the system may change.
 * @param own keys of `system` that are worked out from elsewhere and are never stored.
 */
export function metadataChange(
  before: unknown,
  diff: unknown,
  { system, own }: { readonly system: boolean; readonly own: readonly string[] },
): Record<string, unknown> {
  const old = isRecord(before) ? before : {};
  if (!isRecord(diff)) return { ...old };
  const given = isRecord(diff['system']) ? without(diff['system'], own) : {};
  const part = without(diff, ['system']);
  return mergeDiff(old, system ? { ...part, system: given } : part);
}

/** The text of that key; undefined when there is none. @throws SluiceError `invalid-input` when it is no text. */
export function textIn(json: Json, key: string): string | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new SluiceError('invalid-input', `"${key}" must be a text.`);
}
