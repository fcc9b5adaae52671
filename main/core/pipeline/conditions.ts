/** What can be said of a connection's or a trigger's condition without an entity. */
import { parseCondition } from '../filters/condition.ts';
import type { Connection } from '../model/graph.ts';

/** What is wrong with a condition's text, for a person; null when it can be read. */
export function conditionProblem(condition: string): string | null {
  try {
    parseCondition(condition);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** True when items can stay behind at the connection: by its action or its condition, even one that cannot be read. */
export function holdsBack(connection: Connection): boolean {
  if (connection.action) return true;
  const condition = connection.condition ?? '';
  return conditionProblem(condition) !== null || parseCondition(condition) !== null;
}
