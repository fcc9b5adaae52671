/** Times and names as a remote says them, which may be anything. */
import { personSchema } from '../../model/common.ts';

/** Milliseconds since 1970 of ISO 8601, or of the number that it is; 0 for what is no time. */
export function timeOf(value: unknown): number {
  const time = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value : Number.NaN;
  return Number.isFinite(time) && time > 0 ? Math.round(time) : 0;
}

export function personOf(value: unknown): string {
  const read = personSchema.safeParse(value);
  return read.success ? read.data : 'somebody';
}
