/** Pieces of the driver that are read when a snippet needs them. Each text evaluates to a function. */

export type DriverPart = 'clock' | 'complaint' | 'files' | 'log' | 'network' | 'random';

/** Characters of one line of the log. */
const LINE_LIMIT = 4_000;

/** `(host) => (turn, values) => void`: writes one line; silent for the rest of an item that wrote too much. */
const log = `(host) => {
  let quiet = 0;
  const show = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return String(value.name) + ': ' + String(value.message);
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
    try {
      const text = JSON.stringify(value);
      if (typeof text === 'string') return text;
    } catch {}
    return Object.prototype.toString.call(value);
  };
  return (turn, values) => {
    if (quiet === turn && turn > 0) return;
    const line = values.map(show).join(' ');
    if (!host.log(line.length > ${LINE_LIMIT} ? line.slice(0, ${LINE_LIMIT}) + '…' : line)) quiet = turn;
  };
}`;

/** `(Date, now) => Date`: one whose now is what the function says. */
const clock = `(Real, now) => {
  function Date(...parts) {
    if (!new.target) return new Real(now()).toString();
    return Reflect.construct(Real, parts.length === 0 ? [now()] : parts, new.target);
  }
  const put = (holder, name, value) =>
    Object.defineProperty(holder, name, { value, writable: true, configurable: true });
  put(Date, 'now', () => now());
  put(Date, 'parse', Real.parse);
  put(Date, 'UTC', Real.UTC);
  put(Real.prototype, 'constructor', Date);
  Date.prototype = Real.prototype;
  return Date;
}`;

/** `(seed) => (turn) => number`: numbers that follow from a text, which is asked for anew in each turn. */
const random = `(seed) => {
  let a, b, c, d, seeded = 0;
  const next = () => {
    const mixed = a ^ (a << 11);
    a = b; b = c; c = d;
    d = (d ^ (d >>> 19) ^ mixed ^ (mixed >>> 8)) | 0;
    return d >>> 0;
  };
  return (turn) => {
    if (seeded !== turn || a === undefined) {
      const text = seed();
      a = 0x9e3779b9; b = 0x243f6a88; c = 0xb7e15162; d = text.length | 1;
      for (let index = 0; index < text.length; index++) {
        a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
        b = (b + a) | 0;
        c = (c ^ (b << 7) ^ (b >>> 9)) | 0;
      }
      seeded = turn;
      for (let round = 0; round < 16; round++) next();
    }
    return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  };
}`;

/** `(host) => fetch` */
const network = `(host) => {
  const { parse, stringify } = JSON;
  return async function fetch(url, options) {
    const { method = 'GET', headers = {}, body = null } = options ?? {};
    if (body !== null && typeof body !== 'string') throw new TypeError('The body of fetch is a text; use JSON.stringify.');
    const sent = {};
    for (const name of Object.keys(headers)) sent[name] = String(headers[name]);
    let reply;
    try {
      reply = parse(await host.fetch(stringify({ url: String(url), method: String(method), headers: sent, body })));
    } catch (message) {
      throw new TypeError(String(message));
    }
    const { status, statusText, headers: received, body: text } = reply;
    const header = (name) => received[String(name).toLowerCase()] ?? null;
    return {
      ok: status >= 200 && status < 300, status, statusText, url: reply.url,
      headers: { get: header, has: (name) => header(name) !== null },
      text: async () => text,
      json: async () => parse(text),
    };
  };
}`;

/** `(host) => void`. Texts cross as JSON: the way across ends a text at its first zero. */
const files = `(host) => {
  const { parse, stringify } = JSON;
  globalThis.readText = (path) => parse(host.read(String(path)));
  globalThis.writeText = (path, text) => {
    if (typeof text !== 'string') throw new TypeError('writeText writes a text; use JSON.stringify.');
    host.write(String(path), stringify(text));
  };
}`;

/** `(name, functions) => string`: why there is nothing to call. */
const complaint = `(name, functions) =>
  'The snippet has no function "' + name + '".' +
  (functions.length === 0 ? '' : ' It exports: ' + functions.join(', ') + '.') +
  ' Write it as: export default function (item, context) { return item }'`;

export const DRIVER_PARTS: Readonly<Record<DriverPart, string>> = {
  clock,
  complaint,
  files,
  log,
  network,
  random,
};
