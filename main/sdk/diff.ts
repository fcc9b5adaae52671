/** Updates are diffs: only what differs from what the server has is sent, and null takes away. */
import type { Json } from './transport.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What of a change is none yet; objects are compared key by key, lists as a whole. */
export function diffOf(before: Json, change: Json): Record<string, unknown> {
  const diff: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue;
    const old = before[key];
    if (isRecord(value) && isRecord(old)) {
      const inner = diffOf(old, value);
      if (Object.keys(inner).length > 0) diff[key] = inner;
    } else if (!isSame(old ?? null, value)) {
      diff[key] = value;
    }
  }
  return diff;
}

/** Whether two values of JSON are the same, whatever the order of their keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, at) => isSame(value, b[at]));
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
  );
}
