/** Reading and writing single settings of a node. What is not meant stays as it is, key by key and in its order. */
import type { GraphNode } from '../../model/graph.ts';
import { parseConfig, type Runnable } from '../specs.ts';

/** Where a setting is in a node's JSON: keys of objects, and places in lists. */
export type SettingPath = readonly [first: string, ...rest: (string | number)[]];

/** A setting of a function, or of another node that keeps them in one object. */
export function customPath(...keys: (string | number)[]): SettingPath {
  return ['metadata', 'customNodeConfig', ...keys];
}

/** Objects that stay when nothing is in them any more: a node of its kind has them. */
const STAYS: ReadonlySet<string | number> = new Set(['metadata', 'customNodeConfig', 'config', 'package']);

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The setting as it is stored; undefined: it is absent. */
export function readSetting(node: GraphNode, path: SettingPath): unknown {
  let value: unknown = node;
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key];
    else value = isJson(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** The node with the setting; undefined takes it away, and with it an object that only it was in. */
export function writeSetting(node: GraphNode, path: SettingPath, value: unknown): GraphNode {
  const [first, ...rest] = path;
  const written = withKey(node, first, rest, value);
  return written === node ? node : (written as GraphNode);
}

function withKey(holder: Json, key: string, rest: readonly (string | number)[], value: unknown): Json {
  const before = Object.hasOwn(holder, key) ? holder[key] : undefined;
  const after = changed(before, rest, value);
  if (Object.is(after, before) && (after !== undefined || !Object.hasOwn(holder, key))) return holder;
  const gone = after === undefined || (value === undefined && isEmptied(before, after) && !STAYS.has(key));
  if (!gone) return { ...holder, [key]: after };
  if (!Object.hasOwn(holder, key)) return holder;
  const { [key]: _taken, ...others } = holder;
  return others;
}

/** True when something was taken out, and it was the last. */
function isEmptied(before: unknown, after: unknown): boolean {
  return isJson(before) && isJson(after) && before !== after && Object.keys(after).length === 0;
}

function changed(before: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const list: readonly unknown[] = Array.isArray(before) ? before : [];
    return list.map((one, at) => (at === key ? changed(one, rest, value) : one));
  }
  if (isJson(before)) return withKey(before, key, rest, value);
  return value === undefined ? before : withKey({}, key, rest, value);
}

/** What is wrong with a setting, as the engine says it. */
export type SettingError = { readonly path: SettingPath; readonly message: string };

/** What is wrong with a node's settings, each with its place in the node's JSON. */
export function settingErrors(kind: Runnable, node: GraphNode): readonly SettingError[] {
  const parsed = parseConfig(kind, node);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === 'number' ? key : String(key)));
    const inPackage = kind === 'code' && keys[0] === 'package';
    return { path: [inPackage ? 'config' : 'metadata', ...keys], message };
  });
}

/** Of several errors those at a setting, or inside of it. */
export function errorsAt(errors: readonly SettingError[], path: SettingPath): readonly SettingError[] {
  return errors.filter((error) => path.every((key, at) => error.path[at] === key));
}
