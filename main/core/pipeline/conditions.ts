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

/** What conditions may ask about beside the value itself, by the type of the value. */
const BESIDE: Readonly<Record<string, string>> = { Item: 'annotations', Annotation: 'items' };

/**
 * What is wrong with a condition that can be read, on a connection from an output of the type: it asks about what such
 * values have not. Null: nothing.
 */
export function joinProblem(condition: string, portType: string): string | null {
  const join = parseCondition(condition)?.join;
  const type = portType.replace(/\[\]$/, '');
  if (!join || BESIDE[type] === join.resource) return null;
  const whose =
    join.resource === 'annotations' ? 'Only items have annotations' : 'Only annotations have an item';
  return `${whose}, but the output gives ${portType}. Take the join out of the condition.`;
}

/** True when items can stay behind at the connection: by its action or its condition, even one that cannot be read. */
export function holdsBack(connection: Connection): boolean {
  if (connection.action) return true;
  const condition = connection.condition ?? '';
  return conditionProblem(condition) !== null || parseCondition(condition) !== null;
}
