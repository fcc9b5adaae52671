/** Updates of items and annotations are diffs: what is as it was is not sent, what is gone comes as null. */
import type { Json } from './wire.ts';

const isObject = (value: Json) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Empty when nothing differs: then the SDK sends nothing. Lists go as a whole. */
export function diffOf(before: Json, after: Json): Json {
  const diff: Json = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]];
    if (is === undefined) diff[key] = null;
    else if (isObject(was) && isObject(is)) {
      const inner = diffOf(was, is);
      if (Object.keys(inner).length > 0) diff[key] = inner;
    } else if (JSON.stringify(was) !== JSON.stringify(is)) diff[key] = is;
  }
  return diff;
}
