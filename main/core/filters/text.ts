/** Tests on text that need no expression: order and wildcards. */

/**
 * Below, above or equal to 0 as `a` comes before, after or with `b` in the order of code points. That is how SQLite
 * orders text; JavaScript's own order by UTF-16 units puts characters beyond U+FFFF elsewhere.
 */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === shorter) return a.length - b.length;
  // The second half of a pair says nothing without the first.
  if (at > 0 && isHighSurrogate(a.charCodeAt(at - 1))) at -= 1;
  return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Whether the text of an equality stands for many texts. */
export function hasWildcard(operand: string): boolean {
  return operand.includes('*');
}

/** Tests whole texts against one in which `*` and `**` stand for any run of characters. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  const parts = pattern.split(/\*+/);
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const between = parts.slice(1, -1);
  // Part by part rather than by a regular expression, which a hostile pattern could make slow without end.
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of between) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
