/** Items that go into a task, or leave it, because somebody asks for that: a part at a time, as commands are done. */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import { type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Task } from '#core/model/task.ts';
import { lookForItems } from '../db/queries/item-windows.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import {
  findTask,
  findTaskItem,
  homeOfTask,
  listTaskItems,
  listTaskItemsOfItem,
  type StoredTaskItem,
} from '../db/queries/tasks.ts';
import { startCycle } from '../jobs/cycles.ts';
import { type Graphs, runNode } from '../jobs/graphs.ts';
import { createInlineBatch, type InlineBatch } from '../jobs/inline.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import { handTo } from '../nodes/tasks/assign.ts';
import { isWaiting, worksOf } from '../nodes/tasks/places.ts';
import { nextByShare, type PersonShare } from '../nodes/tasks/shares.ts';
import type { Tx } from '../unit.ts';
import { deleteTaskAlone } from './task-removal.ts';
import { leaveTask, terminateCycle } from './terminate.ts';

/** Items a part. */
const PART = 256;

const query = { datasetIds: z.array(z.string()), filter: z.record(z.string(), z.unknown()) };

export const fillSpec = z.object({
  taskId: z.string(),
  ...query,
  /** So many at most; null: all that match. */
  limit: z.int().nullable(),
  /** Among whom these items are shared out; null: as the task's others. */
  people: z.array(z.object({ person: z.string(), load: z.number() })).nullable(),
});
export const emptySpec = z.object({
  taskId: z.string(),
  /** Null: all of them. */
  query: z.object(query).nullable(),
  /** Whether the task itself goes after them. */
  isDeleted: z.boolean(),
});
export type FillSpec = z.infer<typeof fillSpec>;
export type EmptySpec = z.infer<typeof emptySpec>;

type Part = { readonly cursor: string | null; readonly done: number };
type From = { readonly cursor: string; readonly done: number };

/** What is in the task already stays as it is. */
export function fillPart(tx: Tx, graphs: Graphs, spec: FillSpec, from: From): Part {
  const filling = fillingOf(tx, graphs, spec.taskId);
  const filter = parseFilter(spec.filter);
  const { datasetIds } = spec;
  const page = lookForItems(tx.db, { datasetIds, filter, after: from.cursor, limit: PART });
  const turns = spec.people === null ? null : turnsOf(spec.people, from.done);
  let done = 0;
  for (const id of page.ids) {
    if (spec.limit !== null && from.done + done >= spec.limit) return { cursor: null, done };
    const itemId = itemIdSchema.parse(id);
    if (isPresent(findTaskItem(tx.db, spec.taskId, itemId))) continue;
    put(tx, filling, itemId, turns?.() ?? null);
    done += 1;
  }
  return { cursor: page.cursor, done };
}

type Filling = {
  readonly task: Task;
  readonly plan: RunPlan;
  readonly node: RunNode;
  readonly batch: InlineBatch;
};

function fillingOf(tx: Tx, graphs: Graphs, taskId: string): Filling {
  const task = findTask(tx.db, taskId);
  const home = homeOfTask(tx.db, taskId);
  const head = home && findPipelineHead(tx.db, home.pipelineId);
  if (!task || !home || !head)
    throw new SluiceError('not-found', 'This task is not there any more.', { taskId });
  const plan = graphs(head.id, head.installedVersion || head.version);
  return { task, plan, node: runNode(plan, home.nodeId), batch: createInlineBatch(tx, graphs) };
}

/** The item comes to the task in this very transaction: it is there when the command is done. */
function put(tx: Tx, { task, plan, node, batch }: Filling, itemId: ItemId, person: string | null): void {
  const input = { [node.plan.itemPort ?? 'item']: itemId };
  const why = `Put into "${task.name}"`;
  const { passage } = startCycle(tx, { plan, nodeId: node.id, input, itemId, why });
  batch.run({ ...passage, stored: true });
  const place = findTaskItem(tx.db, task.id, itemId);
  if (person !== null && place && isWaiting(place)) handTo(tx, task, place, person);
}

/** Whose turn it is after so many items, each time it is asked. */
function turnsOf(people: readonly PersonShare[], begun: number): () => string | null {
  const shares = people.map((one) => ({ ...one, given: 0 }));
  const next = () => {
    const turn = nextByShare(shares);
    if (turn) turn.given += 1;
    return turn?.person ?? null;
  };
  for (let item = 0; item < begun; item += 1) next();
  return next;
}

function isPresent(place: StoredTaskItem | null): boolean {
  return place !== null && place.state !== 'withdrawn' && place.state !== 'merged';
}

export function emptyPart(tx: Tx, spec: EmptySpec, from: From): Part {
  const task = findTask(tx.db, spec.taskId);
  if (!task) return { cursor: null, done: 0 };
  const { places, cursor } = leaving(tx, spec, from.cursor);
  for (const place of places) takeOut(tx, task, place);
  if (cursor === null && spec.isDeleted) deleteTaskAlone(tx, task);
  return { cursor, done: places.length };
}

function leaving(tx: Tx, { taskId, query: asked }: EmptySpec, after: string) {
  if (asked === null) {
    const page = { state: null, after: Number(after === '' ? 0 : after), limit: PART };
    const found = listTaskItems(tx.db, taskId, page);
    const last = found.at(-1);
    // Copies leave with the item that they are copies of.
    const places = found.filter((place) => place.copyOf === null);
    return { places, cursor: last && found.length === PART ? String(last.seq) : null };
  }
  const filter = parseFilter(asked.filter);
  const { ids, cursor } = lookForItems(tx.db, { datasetIds: asked.datasetIds, filter, after, limit: PART });
  const places = ids.flatMap((id) => {
    const place = findTaskItem(tx.db, taskId, id);
    return place && isPresent(place) ? [place] : [];
  });
  return { places, cursor };
}

/** What waits for it ends; a status that it has there counts no more. */
function takeOut(tx: Tx, task: Task, place: StoredTaskItem): void {
  const why = `Taken out of "${task.name}".`;
  for (const work of worksOf(tx, place)) {
    if (work.state === 'parked') terminateCycle(tx, work.cycle, why);
    else leaveTask(tx, work.key);
  }
  // A review that has sent it back here would wait for ever.
  for (const other of listTaskItemsOfItem(tx.db, place.itemId)) {
    if (other.state !== 'away') continue;
    const review = findTask(tx.db, other.taskId);
    if (review?.parentTaskId === task.id) takeOut(tx, review, other);
  }
}
