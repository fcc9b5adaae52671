/** Values of variables as they are typed. */

/** Types whose values are JSON; those of the others are text, such as the id of a dataset. */
const AS_JSON: readonly string[] = ['Integer', 'Float', 'Number', 'Boolean', 'Json'];

export const VARIABLE_TYPES: readonly string[] = [
  'String',
  'Integer',
  'Float',
  'Boolean',
  'Json',
  'Dataset',
  'Model',
];

export function showValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value, null for none; undefined when the text is none of this type. */
export function readValue(type: string, text: string): unknown {
  if (text.trim() === '') return null;
  if (!AS_JSON.includes(type)) return text;
  try {
    const value: unknown = JSON.parse(text);
    if (type === 'Json') return value;
    if (type === 'Boolean') return typeof value === 'boolean' ? value : undefined;
    if (typeof value !== 'number') return undefined;
    return type !== 'Integer' || Number.isInteger(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
