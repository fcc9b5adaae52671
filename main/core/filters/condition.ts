/** Conditions on connections and triggers: filters as the JSON text in which graphs hold them. */
import type { Filter } from './ast.ts';
import { isEmpty } from './ast.ts';
import { createCache } from './cache.ts';
import { compileMatcher, type Entity, type Matcher, type Verdict } from './match.ts';
import { parseFilter } from './parse.ts';

const matchers = createCache<Matcher>(500);

/**
 * Whether the entity meets the condition, and the first thing that did not.
 * @throws SluiceError `pipeline-invalid` when the text is not a filter.
 */
export function matchCondition(condition: string, entity: Entity): Verdict {
  return matchers.get(condition, () => compileMatcher(parseFilter(condition)))(entity);
}

/**
 * The filter inside a condition; null for none.
 * @throws SluiceError `pipeline-invalid` when the text is not a filter.
 */
export function parseCondition(condition: string): Filter | null {
  const filter = parseFilter(condition);
  return isEmpty(filter) ? null : filter;
}
