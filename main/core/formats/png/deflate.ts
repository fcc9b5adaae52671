/** The few words of Deflate (RFC 1951) in which a mask is told: literals 0, 1 and 255, and matches at distance 1. */
import { codesOf, LENGTHS } from './huffman.ts';

export type BitWriter = {
  /** The lowest bit first. */
  put(value: number, bits: number): void;
  /** The end-of-block sign, and what is missing to a whole byte. */
  end(): void;
  done(): Uint8Array;
};

const END = 256;
const LONGEST = 258;
const LONGEST_SYMBOL = 285;
const SYMBOLS = 286;

/** Bits of each symbol: the longest match of zeros, nearly all there is in a mask, takes one. */
const BITS = Uint8Array.from({ length: SYMBOLS }, (_, symbol) => {
  if (symbol === LONGEST_SYMBOL) return 1;
  if (symbol === 0 || symbol === 1 || symbol === 255) return 3;
  if (symbol < END) return 0;
  // 26 of 8 bits and 3 of 7 fill what is left of all codes.
  return symbol > 281 ? 7 : 8;
});
const CODES = codesOf(BITS);

export function bitWriter(): BitWriter {
  let bytes = new Uint8Array(1024);
  let count = 0;
  let held = 0;
  let bits = 0;
  function put(value: number, width: number): void {
    held |= value << bits;
    bits += width;
    while (bits >= 8) {
      if (count === bytes.length) {
        const larger = new Uint8Array(bytes.length * 2);
        larger.set(bytes);
        bytes = larger;
      }
      bytes[count++] = held & 0xff;
      held >>>= 8;
      bits -= 8;
    }
  }
  return {
    put,
    end() {
      put(CODES[END] ?? 0, BITS[END] ?? 0);
      if (bits > 0) put(0, 8 - bits);
    },
    done: () => bytes.slice(0, count),
  };
}

/** The last block begins, with the table of its codes. */
export function deflateHeader(bits: BitWriter): void {
  bits.put(1, 1);
  bits.put(2, 2);
  bits.put(SYMBOLS - 257, 5);
  bits.put(0, 5);
  // The table tells its own lengths with codes of 4 bits each: 0 to 15; no repeats.
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
  bits.put(order.length - 4, 4);
  const own = Uint8Array.from({ length: 19 }, (_, length) => (length < 16 ? 4 : 0));
  for (const length of order) bits.put(own[length] ?? 0, 3);
  const codes = codesOf(own);
  for (const length of [...BITS, 1]) bits.put(codes[length] ?? 0, 4);
}

/** So many times the same byte. */
export function writeBytes(bits: BitWriter, byte: number, count: number): void {
  const literal = () => bits.put(CODES[byte] ?? 0, BITS[byte] ?? 0);
  let left = count;
  if (byte === 0 && left > 3) {
    literal();
    left--;
    // The distance code is one bit, a 0.
    const [code, width] = [CODES[LONGEST_SYMBOL] ?? 0, (BITS[LONGEST_SYMBOL] ?? 0) + 1];
    for (; left >= LONGEST; left -= LONGEST) bits.put(code, width);
    if (left >= 3) {
      writeLength(bits, left);
      left = 0;
    }
  }
  for (; left > 0; left--) literal();
}

function writeLength(bits: BitWriter, length: number): void {
  const at = LENGTHS.findLastIndex(({ base }) => base <= length);
  const { base, extra } = LENGTHS[at] ?? { base: 3, extra: 0 };
  bits.put(CODES[257 + at] ?? 0, BITS[257 + at] ?? 0);
  bits.put(length - base, extra);
  bits.put(0, 1);
}
