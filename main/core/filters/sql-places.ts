/** Where the fields of a filter are found in a row, and how their values are read there. */
import type { Path } from './ast.ts';
import { FALSE, type Params, TRUE } from './sql-text.ts';

/** Fields that are there in every row. No expression may be NULL. */
export type SqlField = SqlColumn | SqlJson | SqlObject;

/** A boolean is an expression of 1 and 0. */
export type SqlColumn = { readonly kind: 'text' | 'number' | 'boolean'; readonly sql: string };

/** JSON text, or a value inside of it, of any shape. Objects alone lead to that value, no arrays. */
export type SqlJson = { readonly kind: 'json'; readonly sql: string; readonly base: Path };

/** An object with fields of its own; what it has besides them is in JSON. */
export type SqlObject = {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, SqlField>>;
  readonly rest: SqlJson | null;
};

/** A value as SQL. `text` and `number` are false for what is of another type, and else what `test` makes of it. */
export type SqlValue = {
  text(test: (sql: string) => string): string;
  number(test: (sql: string) => string): string;
  /** Whether it is that boolean, or null. */
  is(what: boolean | null): string;
};

/** What a path leads to in a row. */
export type Reading = {
  /** Whether it leads to anything. */
  there(): string;
  /** Whether one value meets the test, arrays looked through; `test` may be asked several times. */
  some(test: (value: SqlValue) => string): string;
  /** Whether one object meets the test, arrays looked through. */
  match(test: (object: SqlObject) => string): string;
};

const NOTHING: Reading = { there: () => FALSE, some: () => FALSE, match: () => FALSE };

export function readingOf(object: SqlObject, path: Path, params: Params): Reading {
  let here: Exclude<SqlField, SqlJson> = object;
  for (const [index, name] of path.entries()) {
    const rest: Path = path.slice(index + 1);
    if (here.kind !== 'object') return NOTHING;
    const field: SqlField | undefined = Object.hasOwn(here.fields, name) ? here.fields[name] : undefined;
    if (field === undefined) {
      return here.rest
        ? jsonReading({ ...here.rest, base: [...here.rest.base, name] }, rest, params)
        : NOTHING;
    }
    if (field.kind === 'json') return jsonReading(field, rest, params);
    here = field;
  }
  const end = here;
  if (end.kind === 'object') return { there: () => TRUE, some: () => FALSE, match: (test) => test(end) };
  return { there: () => TRUE, some: (test) => test(column(end)), match: () => FALSE };
}

function column(field: SqlColumn): SqlValue {
  return {
    text: (test) => (field.kind === 'text' ? test(field.sql) : FALSE),
    number: (test) => (field.kind === 'number' ? test(field.sql) : FALSE),
    is: (what) => {
      if (field.kind !== 'boolean' || what === null) return FALSE;
      return what ? `(${field.sql})` : `(NOT ${field.sql})`;
    },
  };
}

/** A row of `json_each` as a value. */
function member(alias: string): SqlValue {
  return {
    text: (test) => `(${alias}.type = 'text' AND ${test(`${alias}.atom`)})`,
    // As JavaScript has it: every number is a double, also one that is written as an integer.
    number: (test) => `(${alias}.type IN ('integer', 'real') AND ${test(`CAST(${alias}.atom AS REAL)`)})`,
    is: (what) => `${alias}.type = '${what === null ? 'null' : String(what)}'`,
  };
}

/** The path of a value inside JSON, for SQLite's functions. */
export function jsonPath(names: Path): string {
  return `$${names.map((name) => `.${JSON.stringify(name)}`).join('')}`;
}

/** @param rest The names after `source.base`; arrays are looked through before each of them. */
function jsonReading(source: SqlJson, rest: Path, params: Params): Reading {
  const hops = [source.base, ...rest.map((name) => [name])];
  const before = hops.slice(0, -1);
  const direct = () => params.add(jsonPath([...source.base, ...rest]));
  const last = () => params.add(jsonPath(hops.at(-1) ?? []));
  const isThere = (json: string, path: string) => `json_type(${json}, ${path}) IS NOT NULL`;
  return {
    there() {
      const straight = isThere(source.sql, direct());
      if (before.length === 0) return `(${straight})`;
      return `(${straight} OR ${through(source.sql, before, params, (json) => isThere(json, last()))})`;
    },
    some(test) {
      const straight = valuesAt(source.sql, direct(), params, test);
      if (before.length === 0) return `EXISTS (SELECT 1 ${straight.from} AND ${straight.test})`;
      const round = through(source.sql, before, params, (json) => {
        const values = valuesAt(json, last(), params, test);
        return `EXISTS (SELECT 1 ${values.from} AND ${values.test})`;
      });
      // When objects alone lead to values, no array can; that is the usual case, and takes one look.
      return `coalesce((SELECT max(${straight.test}) ${straight.from}), ${round})`;
    },
    match: (test) =>
      through(source.sql, hops, params, (json) =>
        test({ kind: 'object', fields: {}, rest: { kind: 'json', sql: json, base: [] } }),
      ),
  };
}

/** The value at a path, or the elements of the array that is there; nothing for an object. */
function valuesAt(json: string, path: string, params: Params, test: (value: SqlValue) => string) {
  const alias = params.alias();
  // Members of an object have names, elements numbers, and a value that is neither has no key.
  const from = `FROM json_each(${json}, ${path}) AS ${alias} WHERE typeof(${alias}.key) <> 'text'`;
  return { from, test: test(member(alias)) };
}

/** Whether the hops lead to an object, arrays looked through after each, that meets the test. */
function through(
  root: string,
  hops: readonly Path[],
  params: Params,
  test: (json: string) => string,
): string {
  let json = root;
  const tables: string[] = [];
  const objects: string[] = [];
  for (const hop of hops) {
    const alias = params.alias();
    const path = params.add(jsonPath(hop));
    const list = `CASE json_type(${json}, ${path}) WHEN 'array' THEN ${json} -> ${path}
      WHEN 'object' THEN '[' || (${json} -> ${path}) || ']' ELSE '[]' END`;
    tables.push(`json_each(${list}) AS ${alias}`);
    objects.push(`${alias}.type = 'object'`);
    json = `${alias}.value`;
  }
  // CROSS: each table is made from the one before it, so there is no other order to look for.
  return `EXISTS (SELECT 1 FROM ${tables.join(' CROSS JOIN ')} WHERE ${[...objects, test(json)].join(' AND ')})`;
}
