/** What every entity of the SDK is: the JSON the server gave, with words of its own, and readable when printed. */
import { isRecord } from './diff.ts';
import type { Json } from './transport.ts';

/** Node's printer calls it on what `console.log` is given. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

export abstract class Entity<J extends Json> {
  #json: J;

  constructor(json: J) {
    this.#json = json;
  }

  /** All that the server says about it; it is as of the last call that answered with it. */
  get json(): J {
    return this.#json;
  }

  protected set json(json: J) {
    this.#json = json;
  }

  get id(): string {
    return String(this.#json['id'] ?? '');
  }

  /** Its name and fields in the order of the Python SDK, whose scripts people compare with. */
  protected abstract shown(): Json;

  toString(): string {
    const fields = Object.entries(this.shown()).map(([name, value]) => `${name}=${textOf(value)}`);
    return `${this.constructor.name}(${fields.join(', ')})`;
  }

  toJSON(): J {
    return this.#json;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, '\\$&')}'`;
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (value instanceof Entity) return value.toString();
  if (!isRecord(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}: ${textOf(inner)}`)
    .join(', ')}}`;
}
