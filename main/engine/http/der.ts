/** The few forms of ASN.1 (DER, X.690) that a certificate is made of. */
export function der(tag: number, ...contents: readonly (Uint8Array | Buffer)[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Buffer.from([0x80 + bytes.length, ...bytes]);
}

export const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
export const setOf = (...parts: readonly Buffer[]) => der(0x31, ...parts);
export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));
export const octets = (content: Buffer) => der(0x04, content);
/** A string of whole bytes. */
export const bits = (content: Buffer) => der(0x03, Buffer.from([0]), content);
export const yes = der(0x01, Buffer.from([0xff]));

/** A positive number from its bytes. */
export function integer(bytes: Buffer): Buffer {
  const isHigh = (bytes[0] ?? 0) >= 0x80;
  return der(0x02, isHigh ? Buffer.from([0]) : Buffer.alloc(0), bytes);
}

/** @param dotted such as 2.5.4.3 */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest.flatMap(base128)];
  return der(0x06, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const bytes = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    bytes.unshift((left % 128) + 128);
  }
  return bytes;
}

/** Up to 2049 a year has two digits there, later four. */
export function timeOf(ms: number): Buffer {
  const text = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const isShort = Number(text.slice(0, 4)) < 2050;
  return der(isShort ? 0x17 : 0x18, Buffer.from(isShort ? text.slice(2) : text));
}
