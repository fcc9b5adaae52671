/**
 * A hash by what a picture shows: near for near duplicates, far for different ones.
 */
import { SluiceError } from '#core/errors.ts';
import { readGrey } from './grey.ts';

/** The picture is squeezed to this many pixels each way: its size and proportions do not matter. */
const SIDE = 32;
export const HASHED_SIDE = SIDE;
/** Frequencies each way that make the hash. The lowest, the mean brightness, is left out. */
const FREQUENCIES = 8;

/** `COSINES[frequency - 1][position]` of the discrete cosine transform, type II. */
const COSINES = Array.from({ length: FREQUENCIES }, (_, row) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos((Math.PI * (row + 1) * (2 * x + 1)) / (2 * SIDE))),
);

/** Below this a coefficient is nothing but rounding: a plain picture then always hashes to zeros. */
const NOTHING = 1e-6;

/**
 * 64 bits as 16 hexadecimal characters; the same for a picture in another size, and at most a few bits off in another
 * format or quality. Up to 6 bits apart (`hammingDistance`) pictures look the same, beyond 20 they differ.
 *
 * The DCT hash of Zauner, "Implementation and benchmarking of perceptual image hash functions", Hagenberg 2010,
 * section 3.2.1: the 8 by 8 lowest frequencies but the mean of the grey picture at 32 by 32 pixels, each as a bit that
 * says whether it is above their median. Throws as `readGrey` does.
 */
export async function perceptualHash(path: string, signal?: AbortSignal): Promise<string> {
  const { data } = await readGrey(path, () => ({ width: SIDE, height: SIDE }), signal);
  return hashOfGrey(data);
}

/** The same of a picture that is grey and `HASHED_SIDE` pixels each way already, one byte a pixel. */
export function hashOfGrey(data: Uint8Array): string {
  const coefficients = lowFrequencies(data);
  const sorted = coefficients.toSorted();
  const half = sorted.length / 2;
  const median = ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
  let bits = 0n;
  for (const coefficient of coefficients) {
    bits = (bits << 1n) | (coefficient > median + NOTHING ? 1n : 0n);
  }
  return bits.toString(16).padStart(16, '0');
}

/** Bits in which two hashes differ, 0 to 64. Throws `invalid-input` for what is not a hash. */
export function hammingDistance(a: string, b: string): number {
  let different = parseHash(a) ^ parseHash(b);
  let count = 0;
  for (; different > 0n; different &= different - 1n) count++;
  return count;
}

function parseHash(hash: string): bigint {
  if (/^[0-9a-f]{16}$/i.test(hash)) return BigInt(`0x${hash}`);
  const message = `"${hash}" is not a picture hash. One has 16 characters, 0 to 9 and a to f.`;
  throw new SluiceError('invalid-input', message, { hash });
}

/** Rows first, then columns: the transform of a grid is that of its rows and then of their results. */
function lowFrequencies(data: Uint8Array): Float64Array {
  const rows = new Float64Array(FREQUENCIES * SIDE);
  const result = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (const [u, cosines] of COSINES.entries()) {
    for (let y = 0; y < SIDE; y++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += (data[y * SIDE + x] ?? 0) * (cosines[x] ?? 0);
      rows[u * SIDE + y] = sum;
    }
  }
  for (const [v, cosines] of COSINES.entries()) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += (rows[u * SIDE + y] ?? 0) * (cosines[y] ?? 0);
      result[v * FREQUENCIES + u] = sum;
    }
  }
  return result;
}
