/**
 * What an entity says, field by field, so that two people's changes of different fields can be put together. A field is
 * named by the keys that lead to it, as in `/attributes/colour` (RFC 6901). Keyframes of a video are fields of their own,
 * as in `/metadata/system/snapshots_/@12` for frame 12: two people rarely move one object on the same frame.
 */
import { z } from 'zod';

/** Values by the names of fields. */
export type Fields = ReadonlyMap<string, unknown>;

/** These are one thing: half of one person's polygon and half of another's would be nobody's. */
const WHOLE = /^\/geometry$|\/snapshots_\/@\d+$/;

const keyframesSchema = z.array(z.looseObject({ frame: z.int().min(0) })).min(1);

export function fieldsOf(content: object): Fields {
  const fields = new Map<string, unknown>();
  gather(fields, '', content);
  return fields;
}

function gather(fields: Map<string, unknown>, name: string, value: unknown): void {
  const parts = WHOLE.test(name) ? null : partsOf(name, value);
  if (parts === null) fields.set(name, value);
  else for (const [key, part] of parts) gather(fields, `${name}/${key}`, part);
}

/** Null: the value has no parts. An empty object is a value, as it would be gone without one. */
function partsOf(name: string, value: unknown): [key: string, part: unknown][] | null {
  if (Array.isArray(value)) return name.endsWith('/snapshots_') ? keyframesOf(value) : null;
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return entries.length === 0 ? null : entries.map(([key, part]) => [escaped(key), part]);
}

function keyframesOf(list: readonly unknown[]): [key: string, part: unknown][] | null {
  const read = keyframesSchema.safeParse(list);
  if (!read.success) return null;
  const rises = read.data.every(({ frame }, at, all) => at === 0 || (all[at - 1]?.frame ?? frame) < frame);
  return rises ? read.data.map((one) => [`@${one.frame}`, one]) : null;
}

/** The object that has these fields. Where one is the name of others too, those others win. */
export function contentOf(fields: Fields): Record<string, unknown> {
  const root: Branch = new Map();
  for (const [name, value] of fields) {
    const keys = name.split('/').slice(1);
    const last = keys.pop();
    let branch = root;
    for (const key of keys) {
      const found = branch.get(key);
      const next: Branch = found instanceof Map ? found : new Map();
      branch.set(key, next);
      branch = next;
    }
    if (last !== undefined && !(branch.get(last) instanceof Map)) branch.set(last, value);
  }
  return Object.fromEntries([...root].map(([key, value]) => [unescaped(key), built(value)]));
}

/** The object with another value in a field, or, when it is undefined, without it and what is below. */
export function withField(content: object, name: string, value: unknown): Record<string, unknown> {
  const others = [...fieldsOf(content)].filter(([other]) => other !== name && !other.startsWith(`${name}/`));
  return contentOf(new Map(value === undefined ? others : [...others, [name, value]]));
}

type Branch = Map<string, unknown>;

function built(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...(value as Branch)];
  if (entries.every(([key]) => key.startsWith('@'))) {
    return entries.toSorted(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1))).map(([, part]) => part);
  }
  return Object.fromEntries(entries.map(([key, part]) => [unescaped(key), built(part)]));
}

/** A key that begins with `@` is no frame. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('@', '~2');
}

function unescaped(key: string): string {
  return key.replaceAll('~2', '@').replaceAll('~1', '/').replaceAll('~0', '~');
}
