/** How a filter is refused, and how its values are shown to people: short, however large they are. */
import { SluiceError } from '../errors.ts';

/**
 * @param place Where in the filter: "$and[1].name"; empty for the filter itself.
 * @param problem What is wrong and what to do, as sentences.
 */
export function refuse(place: string, problem: string, cause?: unknown): never {
  const where = place === '' ? '' : ` at ${cut(place)}`;
  throw new SluiceError(
    'pipeline-invalid',
    `The filter cannot be used${where}: ${problem}`,
    { place: cut(place) },
    { cause },
  );
}

const LONGEST = 80;

/** The start of a text that is too long to show. */
export function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}

/** A JSON value for a message: scalars as JSON, lists of scalars by their first few, anything deeper by its kind. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) return showList(value);
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function showList(values: readonly unknown[]): string {
  const first = values.slice(0, 5).map((value) => (Array.isArray(value) ? 'a list' : show(value)));
  return `[${first.join(', ')}${values.length > 5 ? `, … ${values.length} in all` : ''}]`;
}
