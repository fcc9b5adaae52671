/**
 * Conditions on connections and triggers: a filter in Dataloop's query language (DQL) as a JSON string, in its
 * bare form (`{"field": value}`), under `$and`/`$or`, or wrapped (`{"resource": …, "filter": …}`). Matched in memory.
 */
import { SluiceError } from '../errors.ts';

type Entity = Readonly<Record<string, unknown>>;

export type ConditionResult = { readonly matches: boolean; readonly reason: string };

const ALWAYS: ConditionResult = { matches: true, reason: 'no condition' };

/**
 * Whether the entity meets the condition, and the first thing that did not.
 * @throws SluiceError `pipeline-invalid` when the text is not JSON or uses an unknown operator.
 */
export function matchCondition(condition: string, entity: Entity): ConditionResult {
  const filter = parseCondition(condition);
  return filter === null ? ALWAYS : matchFilter(filter, entity);
}

/**
 * The filter inside a condition string; null for none.
 * @throws SluiceError `pipeline-invalid` when it is not a JSON object.
 */
export function parseCondition(condition: string): Entity | null {
  if (condition.trim() === '') return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(condition);
  } catch (cause) {
    throw new SluiceError(
      'pipeline-invalid',
      `The condition ${condition} is not JSON.`,
      { condition },
      { cause },
    );
  }
  if (parsed === null) return null;
  if (!isRecord(parsed)) {
    throw new SluiceError('pipeline-invalid', `The condition ${condition} must be a JSON object.`, {
      condition,
    });
  }
  const inner = isRecord(parsed['filter']) ? parsed['filter'] : parsed;
  return Object.keys(inner).length === 0 ? null : inner;
}

function matchFilter(filter: Entity, entity: Entity): ConditionResult {
  for (const [key, wanted] of Object.entries(filter)) {
    const result = key.startsWith('$') ? matchGroup(key, wanted, entity) : matchField(key, wanted, entity);
    if (!result.matches) return result;
  }
  return { matches: true, reason: 'the condition matches' };
}

function matchGroup(operator: string, parts: unknown, entity: Entity): ConditionResult {
  if (!Array.isArray(parts) || !parts.every(isRecord)) {
    throw new SluiceError('pipeline-invalid', `${operator} needs a list of conditions.`, { operator });
  }
  const results = parts.map((part) => matchFilter(part, entity));
  if (operator === '$and') return results.find((result) => !result.matches) ?? ALWAYS;
  if (operator === '$or') {
    const met = results.find((result) => result.matches);
    return (
      met ?? { matches: results.length === 0, reason: results.map((result) => result.reason).join('; ') }
    );
  }
  throw new SluiceError('pipeline-invalid', `A condition cannot use ${operator} here.`, { operator });
}

function matchField(path: string, wanted: unknown, entity: Entity): ConditionResult {
  const values = valuesAt(entity, path.split('.'));
  const tests = isRecord(wanted) ? Object.entries(wanted) : [['$eq', wanted] as const];
  for (const [operator, operand] of tests) {
    if (!test(operator, operand, values)) {
      const found = values.length === 0 ? 'nothing' : values.map((value) => JSON.stringify(value)).join(', ');
      return {
        matches: false,
        reason: `${path} ${operator} ${JSON.stringify(operand)} not met: found ${found}`,
      };
    }
  }
  return { matches: true, reason: `${path} matches` };
}

function test(operator: string, operand: unknown, values: readonly unknown[]): boolean {
  switch (operator) {
    case '$eq':
      return values.some((value) => equal(value, operand));
    case '$ne':
      return !values.some((value) => equal(value, operand));
    case '$in':
      return asList(operand).some((one) => values.some((value) => equal(value, one)));
    case '$nin':
      return !asList(operand).some((one) => values.some((value) => equal(value, one)));
    case '$exists':
      return values.length > 0 === (operand === true);
    case '$gt':
      return values.some((value) => compare(value, operand) > 0);
    case '$gte':
      return values.some((value) => compare(value, operand) >= 0);
    case '$lt':
      return values.some((value) => compare(value, operand) < 0);
    case '$lte':
      return values.some((value) => compare(value, operand) <= 0);
    default:
      throw new SluiceError('pipeline-invalid', `A condition cannot use ${operator}.`, { operator });
  }
}

/** Equal, where a string operand may hold `*` for any run of characters. */
function equal(value: unknown, operand: unknown): boolean {
  if (typeof value === 'string' && typeof operand === 'string' && operand.includes('*')) {
    return wildcard(value, operand.split(/\*+/));
  }
  return value === operand;
}

/** Greedy by parts rather than by a regular expression, which a hostile pattern could make slow without end. */
function wildcard(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** NaN, which fails every comparison, when the two are not of one comparable kind. */
function compare(value: unknown, operand: unknown): number {
  if (typeof value === 'number' && typeof operand === 'number') return value - operand;
  if (typeof value === 'string' && typeof operand === 'string') {
    if (value === operand) return 0;
    return value < operand ? -1 : 1;
  }
  return Number.NaN;
}

/** Every value under a dot path; arrays on the way are looked through. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined ? [] : [value];
  return isRecord(value) && Object.hasOwn(value, key) ? valuesAt(value[key], rest) : [];
}

function asList(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
