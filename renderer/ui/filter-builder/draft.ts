/** A filter as rows that a person fills in: unlike a filter it may be half written. No React in here. */
import type { Condition, Filter, Scalar, Test } from '#core/filters/ast.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { writeFilter } from '#core/filters/write.ts';
import { toLocalMinute } from '#renderer/ui/local-minute.ts';

export type RowOp =
  | '$eq'
  | '$ne'
  | '$in'
  | '$nin'
  | '$gt'
  | '$gte'
  | '$lt'
  | '$lte'
  | '$glob'
  | '$regex'
  | 'there'
  | 'absent';
/** A date is typed as day and minute of this computer's time, and written as filters see it: in UTC. */
export type ValueType = 'text' | 'number' | 'yesNo' | 'date';

export type Row = {
  readonly kind: 'row';
  /** With dots. */
  readonly field: string;
  readonly op: RowOp;
  readonly type: ValueType;
  /** As typed; more than one for a list only. */
  readonly values: readonly string[];
};

export type Group = {
  readonly kind: 'group';
  /** True: one of the parts is enough. */
  readonly any: boolean;
  readonly parts: readonly (Row | Group)[];
};

/** `annotations`: what one annotation of the item must meet; null: they are not looked at. */
export type FilterDraft = { readonly own: Group; readonly annotations: Group | null };

export const EMPTY_GROUP: Group = { kind: 'group', any: false, parts: [] };
export const EMPTY_ROW: Row = { kind: 'row', field: '', op: '$eq', type: 'text', values: [''] };

/** The rows of a filter's text; null when it cannot be read, or holds what rows cannot show. */
export function readDraft(text: string): FilterDraft | null {
  try {
    return draftOf(parseFilter(text));
  } catch {
    return null;
  }
}

function draftOf({ where, join, resource }: Filter): FilterDraft | null {
  if ((resource !== null && resource !== 'items') || (join && join.resource !== 'annotations')) return null;
  const own = rootOf(where);
  const annotations = join ? rootOf(join.where) : null;
  return own && (!join || annotations) ? { own, annotations } : null;
}

function rootOf(condition: Condition): Group | null {
  const part = partOf(condition);
  if (part === null) return null;
  return part.kind === 'group' ? part : { ...EMPTY_GROUP, parts: [part] };
}

function partOf(condition: Condition): Row | Group | null {
  if (condition.kind === 'field') {
    const field = condition.path.join('.');
    const rows = condition.tests.flatMap((test) => rowOf(field, test) ?? []);
    if (rows.length !== condition.tests.length) return null;
    const [only] = rows;
    return rows.length === 1 && only ? only : { ...EMPTY_GROUP, parts: rows };
  }
  const parts = condition.parts.flatMap((part) => partOf(part) ?? []);
  if (parts.length !== condition.parts.length) return null;
  return { kind: 'group', any: condition.kind === 'or', parts };
}

function rowOf(field: string, test: Test): Row | null {
  switch (test.op) {
    case '$exists':
      return { kind: 'row', field, op: test.value ? 'there' : 'absent', type: 'text', values: [''] };
    case '$regex':
    case '$glob':
      return { kind: 'row', field, op: test.op, type: 'text', values: [test.pattern] };
    case '$in':
    case '$nin':
      return valuesRow(field, test.op, test.values);
    case '$match':
    case '$not':
      return null;
    default:
      return valuesRow(field, test.op, [test.value]);
  }
}

function valuesRow(field: string, op: RowOp, values: readonly Scalar[]): Row | null {
  const types = new Set(values.map(typeOf));
  const [type] = types;
  // No value, null, and values of several types have no place in a row.
  if (types.size !== 1 || !type) return null;
  if (type === 'date' && !opsFor('date').includes(op))
    return { kind: 'row', field, op, type: 'text', values: values.map(String) };
  return { kind: 'row', field, op, type, values: values.map(type === 'date' ? localMinute : String) };
}

function localMinute(value: Scalar): string {
  return toLocalMinute(Date.parse(String(value)));
}

/** Whether the text is a minute that comes back the same through a field that shows this computer's time. */
function isMinute(text: string): boolean {
  if (!DATE.test(text)) return false;
  const time = Date.parse(text);
  return (
    !Number.isNaN(time) && new Date(time).toISOString() === text && Date.parse(toLocalMinute(time)) === time
  );
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/;

function typeOf(value: Scalar): ValueType | null {
  // Others stay texts: a field for day and minute would change them.
  if (typeof value === 'string') return isMinute(value) ? 'date' : 'text';
  if (typeof value === 'number') return 'number';
  return value === null ? null : 'yesNo';
}

/** JSON text of the rows that are whole; the others are left out. Empty: everything. */
export function writeDraft({ own, annotations }: FilterDraft): string {
  const where = conditionOf(own) ?? { kind: 'and', parts: [] };
  const join = annotations && conditionOf(annotations);
  return writeFilter({
    resource: join ? 'items' : null,
    where,
    join: join ? { resource: 'annotations', where: join } : null,
  });
}

function conditionOf(part: Row | Group): Condition | null {
  if (part.kind === 'row') {
    const test = testOf(part);
    const path = part.field.trim().split('.');
    if (!test || path.includes('') || path[0]?.startsWith('$')) return null;
    return { kind: 'field', path, tests: [test] };
  }
  const parts = part.parts.flatMap((one) => conditionOf(one) ?? []);
  const [only] = parts;
  if (!only) return null;
  return parts.length === 1 ? only : { kind: part.any ? 'or' : 'and', parts };
}

function testOf({ op, type, values }: Row): Test | null {
  if (op === 'there' || op === 'absent') return { op: '$exists', value: op === 'there' };
  const scalars = values.flatMap((text) => scalarOf(type, text) ?? []);
  const [first] = scalars;
  if (op === '$in' || op === '$nin') return scalars.length > 0 ? { op, values: scalars } : null;
  if (first === undefined) return null;
  if (op === '$eq' || op === '$ne') return { op, value: first };
  if (op === '$glob' || op === '$regex')
    return typeof first === 'string' && first ? { op, pattern: first } : null;
  return typeof first === 'boolean' ? null : { op, value: first };
}

function scalarOf(type: ValueType, text: string): string | number | boolean | null {
  if (type === 'text') return text;
  if (type === 'date') {
    const time = Date.parse(text);
    return Number.isNaN(time) ? null : new Date(time).toISOString();
  }
  if (type === 'yesNo') return text === 'true' ? true : text === 'false' ? false : null;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** Whether the filter takes the row as it is. */
export function isWhole(row: Row): boolean {
  return conditionOf(row) !== null;
}

const ORDERED: readonly RowOp[] = ['$gt', '$gte', '$lt', '$lte'];

/** The operators that make sense for values of a type. */
export function opsFor(type: ValueType): readonly RowOp[] {
  if (type === 'yesNo') return ['$eq', '$ne', 'there', 'absent'];
  if (type === 'date') return [...ORDERED, 'there', 'absent'];
  const shared: readonly RowOp[] = ['$eq', '$ne', ...ORDERED, '$in', '$nin', 'there', 'absent'];
  return type === 'number' ? shared : [...shared, '$glob', '$regex'];
}

/** With values of another type; an operator that does not fit it becomes "is". */
export function withType(row: Row, type: ValueType): Row {
  if (type === row.type) return row;
  const op = opsFor(type).includes(row.op) ? row.op : type === 'date' ? '$gte' : '$eq';
  const keeps = type !== 'yesNo' && type !== 'date' && row.type !== 'yesNo';
  const values = type === 'yesNo' ? ['true'] : keeps ? row.values : [''];
  return { ...row, type, op, values };
}

export function withOp(row: Row, op: RowOp): Row {
  const isList = op === '$in' || op === '$nin';
  const values = isList ? row.values.filter(Boolean) : [row.values[0] ?? ''];
  return { ...row, op, values };
}
