/** Rules about what is in a database, as queries that give the rows that break them. */
import type { ReadableDb } from '#engine/db/driver.ts';

export type Rule = { readonly broken: string; readonly sql: string };

/** More rows than this that break one rule say nothing new. */
const SHOWN = 5;

/** In words what breaks the rules; empty when all hold. */
export function breaches(db: ReadableDb, rules: readonly Rule[]): string[] {
  return rules.flatMap(({ broken, sql }) => told(broken, db.all<Record<string, unknown>>(sql)));
}

/** The first few of the cases, and how many there are more. */
export function told(broken: string, cases: readonly unknown[]): string[] {
  const shown = cases.slice(0, SHOWN).map((one) => `${broken}: ${JSON.stringify(one)}`);
  return cases.length > SHOWN ? [...shown, `${broken}: ${cases.length - SHOWN} more`] : shown;
}
