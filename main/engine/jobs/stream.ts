/**
 * Long work lets its list out while it is being made. What takes one element at a time gets it at once; what takes the
 * list whole (an input of a list type, or one that waits for others) gets it at the end: until then it is kept on disk.
 */
import { spreads } from '#core/pipeline/flow.ts';
import type { PlanConnection } from '#core/pipeline/plan.ts';
import { insertEmitted, listEmitted, removeEmitted } from '../db/queries/emitted.ts';
import type { Work } from '../db/queries/executions.ts';
import type { RunNode } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import type { Done } from './steps.ts';

const takesWhole = (connection: PlanConnection) => spreads([], connection) === null;

/** The node with those of the connections from its first output that are wanted. */
function restricted(node: RunNode, wanted: (connection: PlanConnection) => boolean): RunNode {
  const outlets = node.plan.outlets.slice(0, 1).map(({ port, connections }) => ({
    port,
    connections: connections.filter(wanted),
  }));
  return { ...node, plan: { ...node.plan, outlets } };
}

/** The node as a part of its list leaves it; keeps the part when something takes the list whole. */
export function leavingInParts(
  tx: Tx,
  node: RunNode,
  work: Work,
  cursor: number,
  values: readonly unknown[],
): RunNode {
  if (!node.plan.outlets[0]?.connections.some(takesWhole)) return node;
  insertEmitted(tx.db, { execution: work.key, cursor, part: JSON.stringify(values) });
  return restricted(node, (connection) => !takesWhole(connection));
}

/** The node and the result with which all of its list leaves it at the end; null when it let out none in parts. */
export function leavingWhole(
  tx: Tx,
  node: RunNode,
  work: Work,
  result: Done,
): { node: RunNode; result: Done } | null {
  const parts = listEmitted(tx.db, work.key);
  const [port] = node.node.outputs;
  if (!port || parts.length === 0) return null;
  removeEmitted(tx.db, work.key);
  const list = parts.flatMap((part) => JSON.parse(part) as unknown[]);
  return {
    node: restricted(node, takesWhole),
    result: { ...result, outputs: { ...result.outputs, [port.name]: list } },
  };
}
