/** Colours of labels: clients write them in several ways, and we keep `#rrggbb`. */

/** Null when it cannot be understood. Transparency is left out. */
export function readColour(value: unknown): string | null {
  if (Array.isArray(value)) return fromParts(value);
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  const long = /^#?([0-9a-f]{6})(?:[0-9a-f]{2})?$/.exec(text)?.[1];
  if (long !== undefined) return `#${long}`;
  const short = /^#([0-9a-f]{3})$/.exec(text)?.[1];
  if (short !== undefined) return `#${[...short].map((digit) => digit + digit).join('')}`;
  const parts = /^rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)/.exec(text);
  return parts ? fromParts(parts.slice(1).map(Number)) : null;
}

function fromParts(parts: readonly unknown[]): string | null {
  const bytes = parts
    .slice(0, 3)
    .flatMap((part) => (typeof part === 'number' && part >= 0 && part <= 255 ? [part] : []));
  if (bytes.length !== 3) return null;
  return `#${bytes.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
