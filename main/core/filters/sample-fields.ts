/** The fields that entities have, as far as some of them show. */
import { LIMITS } from './limits.ts';
import type { Entity } from './match.ts';
import { isRecord } from './values.ts';

export type SampledField = {
  /** With dots. */
  readonly path: string;
  readonly type: 'text' | 'number' | 'yesNo' | 'date';
  /** Some values as text, the first that were seen. */
  readonly examples: readonly string[];
};

const MOST = { fields: 300, examples: 5, example: 60, elements: 5 } as const;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Each field once, sorted by path; a field whose values differ in type has that of the first. */
export function sampleFields(entities: readonly Entity[]): readonly SampledField[] {
  const found = new Map<string, SampledField>();
  const note = (path: string, value: string | number | boolean) => {
    const known = found.get(path);
    if (!known && found.size >= MOST.fields) return;
    const examples = known?.examples ?? [];
    const text = String(value);
    const isNew =
      examples.length < MOST.examples &&
      text.length <= MOST.example &&
      text !== '' &&
      !examples.includes(text);
    if (known && !isNew) return;
    found.set(path, {
      path,
      type: known?.type ?? typeOf(value),
      examples: isNew ? [...examples, text] : examples,
    });
  };
  const walk = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) {
      for (const element of value.slice(0, MOST.elements)) if (!Array.isArray(element)) walk(element, path);
    } else if (isRecord(value)) {
      if (path.length >= LIMITS.segments) return;
      for (const [key, inner] of Object.entries(value)) {
        // A filter cannot name such a key.
        if (key !== '' && !key.includes('.') && !key.startsWith('$')) walk(inner, [...path, key]);
      }
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      note(path.join('.'), value);
    }
  };
  for (const entity of entities) walk(entity, []);
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function typeOf(value: string | number | boolean): SampledField['type'] {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'yesNo';
  return DATE.test(value) ? 'date' : 'text';
}
