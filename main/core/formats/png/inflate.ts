/** Unpacks Deflate (RFC 1951) bit by bit into pieces, so that a large picture takes the memory of a piece only. */
import { DISTANCES, decodeTable, LENGTHS } from './huffman.ts';

/** How far back a match may begin. */
const WINDOW = 32_768;
const PIECE = 131_072;
const LONGEST = 258;
const END = 256;

/** Takes over bytes in their order; they are overwritten later. True: enough, nothing more is wanted. */
export type Sink = (bytes: Uint8Array) => boolean;

/** False when it is broken, or ends too early. */
export function inflate(packed: Uint8Array, sink: Sink): boolean {
  const input = bitReader(packed);
  const output = pieces(sink);
  for (let last = false; !last && !output.enough(); ) {
    last = input.take(1) === 1;
    const type = input.take(2);
    const isWhole = type === 0 ? stored(input, output) : type < 3 && coded(input, output, type === 2);
    if (!isWhole || input.broken()) return false;
  }
  output.flush();
  return true;
}

type BitReader = ReturnType<typeof bitReader>;
type Pieces = ReturnType<typeof pieces>;

function bitReader(bytes: Uint8Array) {
  let at = 0;
  let held = 0;
  let bits = 0;
  function need(count: number): void {
    while (bits < count) {
      held |= (bytes[at++] ?? 0) << bits;
      bits += 8;
    }
  }
  function drop(count: number): void {
    held >>>= count;
    bits -= count;
  }
  return {
    take(count: number): number {
      need(count);
      const value = held & ((1 << count) - 1);
      drop(count);
      return value;
    },
    /** The symbol whose code comes next; -1 when there is no such code. */
    symbol(table: Uint16Array): number {
      need(15);
      const entry = table[held & (table.length - 1)] ?? 0;
      drop(entry & 15);
      return entry === 0 ? -1 : entry >> 4;
    },
    /** The next whole bytes, past what is left of the last one. */
    bytes(count: number): Uint8Array {
      drop(bits % 8);
      const from = at - bits / 8;
      [held, bits, at] = [0, 0, from + count];
      return bytes.subarray(from, from + count);
    },
    /** True when more was read than there is; a code may look two bytes ahead. */
    broken: () => at - (bits >> 3) > bytes.length,
  };
}

function pieces(sink: Sink) {
  const bytes = new Uint8Array(WINDOW + PIECE + LONGEST);
  let count = WINDOW;
  let enough = false;
  function flush(): void {
    if (!enough && count > WINDOW) enough = sink(bytes.subarray(WINDOW, count));
    bytes.copyWithin(0, count - WINDOW, count);
    count = WINDOW;
  }
  return {
    flush,
    enough: () => enough,
    put(byte: number) {
      if (count >= WINDOW + PIECE) flush();
      bytes[count++] = byte;
    },
    repeat(distance: number, length: number) {
      if (count >= WINDOW + PIECE) flush();
      if (distance === 1) bytes.fill(bytes[count - 1] ?? 0, count, count + length);
      else if (distance >= length) bytes.copyWithin(count, count - distance, count - distance + length);
      else for (let at = count; at < count + length; at++) bytes[at] = bytes[at - distance] ?? 0;
      count += length;
    },
  };
}

function stored(input: BitReader, output: Pieces): boolean {
  const [low = 0, high = 0, notLow = 0, notHigh = 0] = input.bytes(4);
  const length = low | (high << 8);
  if (length !== (~(notLow | (notHigh << 8)) & 0xffff)) return false;
  for (const byte of input.bytes(length)) output.put(byte);
  return true;
}

function coded(input: BitReader, output: Pieces, ownTables: boolean): boolean {
  const tables = ownTables ? readTables(input) : FIXED;
  if (!tables) return false;
  for (;;) {
    const symbol = input.symbol(tables.literals);
    if (symbol === END) return true;
    if (symbol < 0 || input.broken() || output.enough()) return output.enough();
    if (symbol < END) {
      output.put(symbol);
      continue;
    }
    const length = LENGTHS[symbol - END - 1];
    if (!length) return false;
    const long = length.base + input.take(length.extra);
    const distance = DISTANCES[input.symbol(tables.distances)];
    if (!distance) return false;
    output.repeat(distance.base + input.take(distance.extra), long);
  }
}

type Tables = { readonly literals: Uint16Array; readonly distances: Uint16Array };

const FIXED = tablesOf(
  Uint8Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  ),
  new Uint8Array(30).fill(5),
);

function tablesOf(literalBits: Uint8Array, distanceBits: Uint8Array): Tables | null {
  const literals = decodeTable(literalBits);
  const distances = decodeTable(distanceBits);
  return literals && distances && { literals, distances };
}

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readTables(input: BitReader): Tables | null {
  const literals = input.take(5) + 257;
  const distances = input.take(5) + 1;
  const lengths = input.take(4) + 4;
  const own = new Uint8Array(19);
  for (const symbol of ORDER.slice(0, lengths)) own[symbol] = input.take(3);
  const table = decodeTable(own);
  if (!table) return null;
  const bits = new Uint8Array(literals + distances);
  for (let at = 0; at < bits.length; ) {
    const symbol = input.symbol(table);
    if (symbol < 0 || input.broken()) return null;
    if (symbol < 16) {
      bits[at++] = symbol;
      continue;
    }
    const value = symbol === 16 ? (bits[at - 1] ?? 0) : 0;
    const times = symbol === 16 ? 3 + input.take(2) : symbol === 17 ? 3 + input.take(3) : 11 + input.take(7);
    bits.fill(value, at, at + times);
    at += times;
  }
  return tablesOf(bits.subarray(0, literals), bits.subarray(literals));
}
