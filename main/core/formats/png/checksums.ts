/** The check sums of PNG and of the zlib stream in it. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of the bytes. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) {
    crc = (TABLE[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const BASE = 65521;

/** Adler-32 of bytes that come as so many times the same. */
export function adler32() {
  let a = 1;
  let b = 0;
  return {
    /** `count` below 2^26: the sums stay exact. */
    add(byte: number, count: number): void {
      b = (b + count * a + byte * ((count * (count + 1)) / 2)) % BASE;
      a = (a + byte * count) % BASE;
    },
    value: () => (b * 65536 + a) >>> 0,
  };
}
