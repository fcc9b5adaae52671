/**
 * Texts with places such as `{{item.metadata.user.camera}}`. In a JSON text a place within quotes takes a value as a
 * piece of that text, and one outside of quotes takes it as a JSON value of its own.
 */

type Json = Readonly<Record<string, unknown>>;

const PLACE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** Fills the places. What there is nothing for is null, or nothing within quotes and in a text that is not JSON. */
export function fillTemplate(template: string, values: Json, format: 'json' | 'text'): string {
  let quoted = false;
  let from = 0;
  let filled = '';
  for (const match of template.matchAll(PLACE)) {
    const before = template.slice(from, match.index);
    quoted = endsQuoted(before, quoted);
    const value = lookUp(values, match[1] ?? '');
    filled += before + (format === 'text' ? plain(value) : quoted ? escaped(plain(value)) : asJson(value));
    from = match.index + match[0].length;
  }
  return filled + template.slice(from);
}

function lookUp(values: Json, path: string): unknown {
  let value: unknown = values;
  for (const key of path.split('.')) {
    // Own fields only: a path such as "item.constructor" finds nothing.
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Json)[key];
  }
  return value;
}

/** Whether a text that began within quotes or not ends within them. */
function endsQuoted(text: string, quoted: boolean): boolean {
  let inside = quoted;
  for (let at = 0; at < text.length; at++) {
    if (inside && text[at] === '\\') at++;
    else if (text[at] === '"') inside = !inside;
  }
  return inside;
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function asJson(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
