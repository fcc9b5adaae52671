/** What failures have in common: the same cause says nearly the same of every item. */

const LONGEST = 300;

/** A message without what differs from item to item: names in quotes, paths, ids and numbers. */
export function causeOf(message: string): string {
  const [line = ''] = message.trim().split('\n');
  return line
    .replace(/"[^"]*"|“[^”]*”|'[^']*'|`[^`]*`/g, '“…”')
    .replace(/(?:[A-Za-z]:)?(?:[\\/][^\s\\/:,;()]+)+[\\/]?/g, '…')
    .replace(/\b[0-9a-f]{8,}(?:-[0-9a-f]+)*\b/gi, '…')
    .replace(/\d+(?:[.,]\d+)*/g, '#')
    .slice(0, LONGEST);
}
