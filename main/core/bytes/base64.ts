/** Bytes as letters. The domain has neither a browser's nor Node's own functions for it. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Array.from(LETTERS, (letter) => letter.charCodeAt(0));
const PADDING = '='.charCodeAt(0);
const VALUES = new Int8Array(128).fill(-1);
for (const [value, code] of CODES.entries()) VALUES[code] = value;

/** Letters that are put together at once: more arguments than a call takes are too many. */
const AT_ONCE = 8192;

export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint16Array(Math.ceil(bytes.length / 3) * 4).fill(PADDING);
  let out = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const three = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    codes[out] = CODES[three >> 18] ?? 0;
    codes[out + 1] = CODES[(three >> 12) & 63] ?? 0;
    if (left > 1) codes[out + 2] = CODES[(three >> 6) & 63] ?? 0;
    if (left > 2) codes[out + 3] = CODES[three & 63] ?? 0;
    out += 4;
  }
  const parts: string[] = [];
  for (let at = 0; at < codes.length; at += AT_ONCE) {
    parts.push(String.fromCharCode(...codes.subarray(at, at + AT_ONCE)));
  }
  return parts.join('');
}

/** @param from where the letters begin in the text. Null when it is not base64. */
export function fromBase64(text: string, from = 0): Uint8Array | null {
  let end = text.length;
  while (end > from && text.charCodeAt(end - 1) === PADDING && text.length - end < 2) end--;
  const letters = end - from;
  if (letters % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((letters * 3) / 4));
  let out = 0;
  let bits = 0;
  let held = 0;
  for (let at = from; at < end; at++) {
    const value = VALUES[text.charCodeAt(at)] ?? -1;
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[out++] = (held >> bits) & 0xff;
  }
  return bytes;
}
