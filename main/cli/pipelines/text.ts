/** Small words that several descriptions use. */

/** A time on this computer's clock: 2026-03-01 09:30:00. */
export function when(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toLocaleString('sv-SE');
}

/** "1 cycle", "2 cycles". */
export function count(number: number, word: string): string {
  return `${number} ${number === 1 ? word : `${word}s`}`;
}

/** At most as many characters, in one line. */
export function short(text: string, most = 80): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > most ? `${flat.slice(0, most - 1)}…` : flat;
}
