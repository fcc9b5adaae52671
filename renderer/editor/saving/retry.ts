/** When a change that was not stored is tried again. */
import { type ErrorCode, SluiceError, toWireError } from '#core/errors.ts';

/** What waiting does not mend. All else may pass: the engine comes back, a disk gets room again. */
const PERMANENT: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'forbidden',
  'invalid-input',
  'not-found',
  'unknown-call',
  'unsupported',
  'wrong-state',
]);

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;

export function isPermanent(error: SluiceError): boolean {
  return PERMANENT.has(error.code);
}

/** Milliseconds before the next attempt after `failures` in a row: doubled each time, up to five seconds. */
export function backoff(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 16));
}

/** The thrown value as an error with a code. */
export function asSluiceError(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown;
  const { code, message, details } = toWireError(thrown);
  return new SluiceError(code, message, details, { cause: thrown });
}
