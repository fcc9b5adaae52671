/** The tasks of a pipeline's task nodes. */
import { isDeepStrictEqual } from 'node:util';
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { assignmentIdSchema, taskIdSchema } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { CONSENSUS_DONE, TASK_ACTIONS, type Task } from '#core/model/task.ts';
import { type ConfigOf, runnableOf } from '#core/pipeline/specs.ts';
import { forgetGiven, listAssignments, saveAssignment } from '../db/queries/assignments.ts';
import { findTaskOfNode, type NewTask, saveTask } from '../db/queries/tasks.ts';
import { configOf } from '../nodes/config.ts';
import { settingsOf } from '../nodes/tasks/settings.ts';
import type { Tx } from '../unit.ts';

/**
 * Makes them, or brings those of the same nodes up to date. Tasks of nodes that are gone stay.
 * @throws SluiceError `pipeline-invalid` when a task needs more people than work in it.
 */
export function saveTasks(tx: Tx, pipeline: Pipeline, person: string): void {
  for (const node of pipeline.graph.nodes) {
    if (runnableOf(node) === 'task') saveTaskOfNode(tx, pipeline, node, person);
  }
}

function saveTaskOfNode(tx: Tx, pipeline: Pipeline, node: GraphNode, person: string): void {
  const config = configOf('task', node);
  const shares = sharesOf(config, person);
  const wanted = wantedTask(tx, pipeline, node, config);
  requirePeople(node, wanted, shares.size);
  const before = findTaskOfNode(tx.db, pipeline.id, node.id);
  saveTask(tx.db, wanted);
  const task = findTaskOfNode(tx.db, pipeline.id, node.id);
  if (!task) return;
  saveShares(tx, task, shares);
  if (!before) tx.raise({ resource: 'Task', action: 'Created', id: task.id });
  else if (!isDeepStrictEqual(before, task)) tx.raise({ resource: 'Task', action: 'Updated', id: task.id });
  if (config.consensusTaskType === 'qualification' || config.consensusTaskType === 'honeypot') {
    const text = `"${node.name}" is a ${config.consensusTaskType} task: nothing is scored here, its items are handled as those of any other task`;
    tx.explain({ kind: 'warning', pipelineId: pipeline.id, nodeId: node.id, text });
  }
  tx.changes.task(task.id);
}

function wantedTask(tx: Tx, pipeline: Pipeline, node: GraphNode, config: ConfigOf<'task'>): NewTask {
  const ports = node.outputs.filter((port) => port.type === 'Item');
  // What follows from the decisions of several people is no decision of one.
  const actions = ports.flatMap((port) => port.actions ?? []).filter((action) => action !== CONSENSUS_DONE);
  return {
    id: taskIdSchema.parse(tx.id()),
    projectId: pipeline.projectId,
    name: node.name,
    type: config.taskType,
    recipeId: config.recipeId ?? null,
    pipelineId: pipeline.id,
    nodeId: node.id,
    priority: config.priority ?? 2,
    // Clients write parts of milliseconds, too.
    dueAt: typeof config.dueDate === 'number' ? Math.round(config.dueDate) : null,
    actions: actions.length > 0 ? actions : [...TASK_ACTIONS[config.taskType]],
    settings: settingsOf(config),
    createdAt: tx.now,
  };
}

/** Shares by person; somebody who is named twice has both. */
function sharesOf({ workload }: ConfigOf<'task'>, person: string): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { assigneeId, load } of workload ?? []) {
    shares.set(assigneeId, (shares.get(assigneeId) ?? 0) + load);
  }
  return shares.size > 0 ? shares : new Map([[person, 100]]);
}

function requirePeople(node: GraphNode, { settings }: NewTask, people: number): void {
  const needed = settings.consensus?.people ?? 1;
  if (people >= needed) return;
  const message = `In "${node.name}" ${needed} people are to work on the same items, but only ${people} ${people === 1 ? 'is' : 'are'} in its workload. Add people, or ask fewer of them.`;
  throw new SluiceError('pipeline-invalid', message, { nodeId: node.id });
}

/** Whoever is no longer named keeps what they have and gets nothing new. */
function saveShares(tx: Tx, task: Task, shares: ReadonlyMap<string, number>): void {
  const before = listAssignments(tx.db, task.id);
  const save = (person: string, load: number) =>
    saveAssignment(tx.db, { id: newId(tx), taskId: task.id, person, load });
  for (const { person, load } of before) if (load > 0 && !shares.has(person)) save(person, 0);
  for (const [person, load] of shares) save(person, load);
  const old = new Map(before.filter((one) => one.load > 0).map((one) => [one.person, one.load]));
  if (old.size === 0 || sameShares(old, shares)) return;
  // From now on they hold as they are: nobody catches up on what was handed out by the old ones.
  forgetGiven(tx.db, task.id);
  const total = sum(shares.values());
  const text = [...shares].map(([person, load]) => `${person} ${Math.round((load / total) * 1000) / 10} %`);
  const place = { pipelineId: task.pipelineId ?? '', nodeId: task.nodeId ?? '' };
  tx.explain({ ...place, kind: 'shares', text: `"${task.name}" is shared out anew: ${text.join(', ')}` });
}

const newId = (tx: Tx) => assignmentIdSchema.parse(tx.id());
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, one) => total + one, 0);

function sameShares(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  if (a.size !== b.size) return false;
  const [wholeA, wholeB] = [sum(a.values()), sum(b.values())];
  return [...a].every(([person, load]) => Math.abs(load / wholeA - (b.get(person) ?? 0) / wholeB) < 1e-9);
}
