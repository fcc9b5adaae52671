/** Codes of Deflate (RFC 1951). */

type Extra = { readonly base: number; readonly extra: number };

/** Lengths of matches, by their symbols from 257 on. */
export const LENGTHS: readonly Extra[] = [
  ...steps(3, [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5]),
  { base: 258, extra: 0 },
];

/** How far back a match begins, by its symbol. */
export const DISTANCES: readonly Extra[] = steps(
  1,
  Array.from({ length: 30 }, (_, symbol) => Math.max(0, (symbol >> 1) - 1)),
);

function steps(first: number, extras: readonly number[]): Extra[] {
  let base = first;
  return extras.map((extra) => {
    const step = { base, extra };
    base += 1 << extra;
    return step;
  });
}

/** The code of each symbol from the numbers of their bits, the first bit lowest; 0 for those without. */
export function codesOf(bits: Uint8Array): Uint16Array {
  const next = firstCodes(bits);
  return Uint16Array.from(bits, (length) => {
    if (length === 0) return 0;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    return reversed(code, length);
  });
}

function firstCodes(bits: Uint8Array): number[] {
  const counts = Array.from({ length: 16 }, () => 0);
  for (const length of bits) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const first = [0];
  for (let length = 1; length < 16; length++) {
    first[length] = ((first[length - 1] ?? 0) + (counts[length - 1] ?? 0)) << 1;
  }
  return first;
}

function reversed(code: number, bits: number): number {
  let out = 0;
  for (let at = 0; at < bits; at++) out |= ((code >> at) & 1) << (bits - 1 - at);
  return out;
}

/**
 * Symbols by the next 15 bits of a stream: the symbol times 16 plus the bits it takes; 0 where no code begins so.
 * Null when there are more codes than fit.
 */
export function decodeTable(bits: Uint8Array): Uint16Array | null {
  const longest = bits.reduce((most, each) => Math.max(most, each), 1);
  const codes = codesOf(bits);
  const table = new Uint16Array(1 << longest);
  let filled = 0;
  for (const [symbol, length] of bits.entries()) {
    if (length === 0) continue;
    for (let at = codes[symbol] ?? 0; at < table.length; at += 1 << length) table[at] = symbol * 16 + length;
    filled += table.length >> length;
  }
  return filled > table.length ? null : table;
}
