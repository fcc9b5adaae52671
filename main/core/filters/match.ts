/**
 * Matches a filter against entities in memory. Operands, expressions and wildcards are prepared once, since a matcher
 * is asked for every item that passes a connection.
 */
import { unreachable } from '../errors.ts';
import type { Condition, Filter, Join, Path, Test } from './ast.ts';
import { compileTest, describeTest } from './operators.ts';
import { refuse } from './refuse.ts';
import type { Json } from './values.ts';

/** An item, annotation or other thing, in the shape of its JSON. */
export type Entity = Json;

/** Whether a filter is met; `reason` tells a person the first thing that was not. */
export type Verdict = { readonly matches: boolean; readonly reason: string };

/**
 * @param related For a filter with a join, and only then: the live annotations of an item, or the item of an annotation.
 * @throws SluiceError `pipeline-invalid` when the filter has a join and nothing related is given.
 */
export type Matcher = (entity: Entity, related?: readonly Entity[]) => Verdict;

const NO_CONDITION: Verdict = { matches: true, reason: 'no condition' };
const MATCHES: Verdict = { matches: true, reason: 'the condition matches' };

/** A matcher for a filter. Make it once, use it often. */
export function compileMatcher(filter: Filter): Matcher {
  const own = compileCondition(filter.where);
  const join = filter.join && compileJoin(filter.join);
  if (!join) {
    if (filter.where.kind === 'and' && filter.where.parts.length === 0) return () => NO_CONDITION;
    return (entity) => (own.holds(entity) ? MATCHES : { matches: false, reason: own.why(entity) });
  }
  return (entity, related) => {
    if (!own.holds(entity)) return { matches: false, reason: own.why(entity) };
    return join(related);
  };
}

/** `why` is only asked of an entity that it does not hold for. */
type Check = {
  readonly holds: (entity: Entity) => boolean;
  readonly why: (entity: Entity) => string;
};

function compileCondition(condition: Condition): Check {
  switch (condition.kind) {
    case 'and':
      return allOf(condition.parts.map(compileCondition));
    case 'or':
      return anyOf(condition.parts.map(compileCondition));
    case 'field':
      return allOf(condition.tests.map((test) => compileField(condition.path, test)));
    default:
      return unreachable(condition);
  }
}

function compileField(path: Path, test: Test): Check {
  return {
    holds: compileTest(test, path, holdsFor),
    why: (entity) => describeTest(test, path, entity),
  };
}

/** What `$match` asks of one object. */
function holdsFor(condition: Condition): (entity: Entity) => boolean {
  return compileCondition(condition).holds;
}

function allOf(checks: readonly Check[]): Check {
  const [only] = checks;
  if (checks.length === 1 && only) return only;
  return {
    holds: (entity) => checks.every((check) => check.holds(entity)),
    why: (entity) => checks.find((check) => !check.holds(entity))?.why(entity) ?? '',
  };
}

const MOST_REASONS = 4;

function anyOf(checks: readonly Check[]): Check {
  return {
    holds: (entity) => checks.some((check) => check.holds(entity)),
    why: (entity) => {
      const reasons = checks.slice(0, MOST_REASONS).map((check) => check.why(entity));
      const more = checks.length - reasons.length;
      return more > 0 ? `${reasons.join('; ')}; and ${more} more` : reasons.join('; ');
    },
  };
}

function compileJoin(join: Join): (related: readonly Entity[] | undefined) => Verdict {
  const check = compileCondition(join.where);
  return (related) => {
    if (!related) refuse('join', `${join.resource} are not looked at here. Take the join out of the filter.`);
    if (related.some(check.holds)) return MATCHES;
    const [first] = related;
    if (!first) return { matches: false, reason: `there are no ${join.resource}` };
    return {
      matches: false,
      reason: `none of ${related.length} ${join.resource} matches: ${check.why(first)}`,
    };
  };
}
