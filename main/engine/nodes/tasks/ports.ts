/** What a decision lets out besides its item: the task, or a person's part of it, once nothing of it is open any more. */
import type { PortValues } from '#core/model/cycle.ts';
import type { GraphNode, Port } from '#core/model/graph.ts';
import type { Task } from '#core/model/task.ts';
import { isComplete } from '../../db/queries/assignments.ts';
import { countsOf, statusOf } from '../../db/queries/tasks.ts';
import type { Tx } from '../../unit.ts';

export type Leaving = {
  readonly task: Task;
  readonly itemId: string;
  /** Of whoever decided. */
  readonly assignmentIds: readonly string[];
};

/** By name of the output, with the actions of those that have their own. */
export type Departing = { readonly outputs: PortValues; readonly actions: Readonly<Record<string, string>> };

/** Call it when the decision is written down. @param whole false: the item alone. */
export function departing(
  tx: Tx,
  node: GraphNode,
  { task, itemId, assignmentIds }: Leaving,
  whole: boolean,
): Departing {
  const item = itemPort(node);
  const outputs: Record<string, unknown> = item ? { [item.name]: itemId } : {};
  const actions: Record<string, string> = {};
  const taskPort = whole ? portOf(node, 'Task') : undefined;
  if (taskPort && statusOf(countsOf(tx.db, task.id)) === 'completed') {
    outputs[taskPort.name] = task.id;
    actions[taskPort.name] = 'completed';
  }
  const personPort = whole ? portOf(node, 'Assignment') : undefined;
  const complete = personPort ? assignmentIds.filter((id) => isComplete(tx.db, id)) : [];
  if (personPort && complete.length > 0) {
    outputs[personPort.name] = complete.length === 1 ? complete[0] : complete;
    actions[personPort.name] = 'done';
  }
  return { outputs, actions };
}

/** The output by which items leave. */
export function itemPort(node: GraphNode): Port | undefined {
  return portOf(node, 'Item');
}

function portOf(node: GraphNode, type: string): Port | undefined {
  return node.outputs.find((port) => port.type === type);
}
