/** Small parts of SQL text. Truth is 1 or 0 and never NULL. */

export const TRUE = '1';
export const FALSE = '0';

export type ParamValues = Readonly<Record<string, string | number>>;

/** The values that a statement takes by name, and names for tables that are used several times. */
export type Params = {
  readonly values: ParamValues;
  /** Keeps the value, once; answers what stands for it in the text. */
  add(value: string | number): string;
  alias(): string;
};

/** @param prefix what the names of values begin with. */
export function createParams(prefix = 'f'): Params {
  const values: Record<string, string | number> = {};
  const names = new Map<string | number, string>();
  let aliases = 0;
  return {
    values,
    add(value) {
      const known = names.get(value);
      if (known !== undefined) return known;
      const name = `${prefix}${names.size + 1}`;
      values[name] = value;
      names.set(value, `:${name}`);
      return `:${name}`;
    },
    alias() {
      aliases += 1;
      return `v${aliases}`;
    },
  };
}

export function allOf(parts: readonly string[]): string {
  if (parts.includes(FALSE)) return FALSE;
  return balanced(
    parts.filter((part) => part !== TRUE),
    'AND',
    TRUE,
  );
}

export function anyOf(parts: readonly string[]): string {
  if (parts.includes(TRUE)) return TRUE;
  return balanced(
    parts.filter((part) => part !== FALSE),
    'OR',
    FALSE,
  );
}

export function not(sql: string): string {
  if (sql === TRUE) return FALSE;
  return sql === FALSE ? TRUE : `(NOT ${sql})`;
}

/** By halves: SQLite reads "a AND b AND c …" as one level for each part, and refuses more than 1,000 levels. */
function balanced(parts: readonly string[], operator: 'AND' | 'OR', empty: string): string {
  if (parts.length < 2) return parts[0] ?? empty;
  const half = parts.length >> 1;
  const left = balanced(parts.slice(0, half), operator, empty);
  return `(${left} ${operator} ${balanced(parts.slice(half), operator, empty)})`;
}
