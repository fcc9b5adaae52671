/** How answers cross a boundary: the value, or an error with a code. Nothing is ever thrown across. */
import { fromWireError, SluiceError, toWireError, type WireError } from '#core/errors.ts';

export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: WireError };

/**
 * An envelope as it goes from the engine to a window: as one text, which processes and worlds hand on as it is.
 * Copied as objects from one to the next, an item with 10,000 annotations took more than a second.
 */
export function toText(envelope: Envelope<unknown>): string {
  return JSON.stringify(envelope);
}

/** What `toText` made. */
export function fromText(text: string): Envelope<unknown> {
  return JSON.parse(text) as Envelope<unknown>;
}

/** The envelope of whatever the work answers or throws. */
export async function enclose<T>(work: () => T | Promise<T>): Promise<Envelope<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toWireError(error) };
  }
}

/**
 * The value inside.
 * @throws SluiceError the error inside.
 */
export function open<T>(envelope: Envelope<T>): T {
  if (envelope.ok) return envelope.value;
  throw fromWireError(envelope.error);
}

/** An error whose message names the field that does not fit, from zod's list of issues. */
export function invalidInput(
  what: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): SluiceError {
  const [first] = issues;
  const where = first && first.path.length > 0 ? ` (${first.path.map(String).join('.')})` : '';
  return new SluiceError('invalid-input', `${what}${where}: ${first?.message ?? 'does not fit'}`, {
    issues: issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })),
  });
}
