/** Whose an item is: handing out by shares, pulling, and giving to somebody else. */
import { SluiceError } from '#core/errors.ts';
import type { AssignmentId, ItemId } from '#core/model/ids.ts';
import { assignmentIdSchema } from '#core/model/ids.ts';
import type { Lease } from '#core/model/pack.ts';
import type { Task } from '#core/model/task.ts';
import type { ReadableDb } from '../../db/driver.ts';
import {
  countGiven,
  findAssignment,
  findAssignmentOf,
  forgetGiven,
  listAssignments,
  listFree,
  listFreeOf,
  listOpenOf,
  type StoredAssignment,
  saveAssignment,
  setAssignment,
} from '../../db/queries/assignments.ts';
import { listCopies } from '../../db/queries/copies.ts';
import { listLeased, listOverdue, listPackedItems, setEnded } from '../../db/queries/packs.ts';
import { findTaskItem, PRIORITIES, type StoredTaskItem } from '../../db/queries/tasks.ts';
import type { Happening } from '../../happening.ts';
import type { Tx } from '../../unit.ts';
import { isWaiting } from './places.ts';
import { nextByShare, type PersonShare } from './shares.ts';

/** Items read at a time. */
const PAGE = 500;

/** Whose turn it is, noted. @throws SluiceError `wrong-state` when nobody (else) works in the task. */
export function handOut(tx: Tx, task: Task, except: ReadonlySet<string> = new Set()): StoredAssignment {
  const people = listAssignments(tx.db, task.id);
  const next = nextByShare(people.filter((one) => !except.has(one.id)));
  if (!next) {
    const whom = except.size > 0 ? `only ${except.size} of the people that it needs` : 'nobody to work on it';
    throw new SluiceError('wrong-state', `The task "${task.name}" has ${whom}.`);
  }
  countGiven(tx.db, next.id);
  return next;
}

/** The person who has it already, unless they work in the task no more; null when somebody else is to have it. */
export function keeper(tx: Tx, assignmentId: AssignmentId | null): StoredAssignment | null {
  const found = assignmentId === null ? null : findAssignment(tx.db, assignmentId);
  return found && found.load > 0 ? found : null;
}

/** Tells who waits for it that the item is somebody's now. */
export function raiseAssigned(tx: Tx, itemId: string, cause?: NonNullable<Happening['cause']>): void {
  tx.raise({ resource: 'ItemStatus', action: 'taskAssigned', id: itemId, ...(cause ? { cause } : {}) });
}

/** How many more items the person may take, and whether there is one. */
export function pullable(
  db: ReadableDb,
  task: Task,
  assignment: StoredAssignment | null,
  now: number,
): { room: number; any: boolean } {
  const { pulling } = task.settings;
  if (!pulling || !assignment || assignment.load <= 0) return { room: 0, any: false };
  const room = Math.max(0, Math.min(pulling.batchSize, pulling.maxOpen - assignment.open));
  const any = () =>
    listFree(db, task.id, { after: 0, limit: 1 }).length > 0 || listOverdue(db, task.id, now).length > 0;
  return { room, any: room > 0 && any() };
}

/** Gives the person the oldest items that nobody has, of raised cycles first, as many as fit. Answers how many. */
export function pull(tx: Tx, task: Task, person: string): number {
  if (!task.settings.pulling) {
    const message = `Items of "${task.name}" are handed out by shares: there is nothing to take.`;
    throw new SluiceError('wrong-state', message);
  }
  const assignment = findAssignmentOf(tx.db, task.id, person);
  if (!assignment || assignment.load <= 0) {
    throw new SluiceError('wrong-state', `${person} is not among the people who work on "${task.name}".`);
  }
  for (const lease of listOverdue(tx.db, task.id, tx.now)) endLease(tx, task, lease);
  const { room } = pullable(tx.db, task, assignment, tx.now);
  const items: StoredTaskItem[] = [];
  for (const priority of PRIORITIES) {
    const limit = room - items.length;
    if (limit > 0) items.push(...listFreeOf(tx.db, task.id, { priority, limit }));
  }
  for (const item of items) {
    give(tx, item, assignment, `${person} took it in "${task.name}"`);
    countGiven(tx.db, assignment.id);
  }
  return items.length;
}

export type Reassignment = {
  /** Null: all that wait. */
  readonly itemIds: readonly string[] | null;
  /** Only what is this person's; undefined: whosever it is. */
  readonly from: string | undefined;
  readonly to: string;
};

/** Gives items that wait to another person, who need not have a share. Answers how many have changed hands. */
export function reassign(tx: Tx, task: Task, { itemIds, from, to }: Reassignment): number {
  const target = receiver(tx, task, to);
  const source = from === undefined ? null : findAssignmentOf(tx.db, task.id, from);
  if (from !== undefined && !source) {
    throw new SluiceError('not-found', `${from} has nothing in "${task.name}".`, { taskId: task.id });
  }
  const items = itemIds === null ? waitingOf(tx, task, source) : itemIds.map((id) => itemOf(tx, task, id));
  const leased = itemIds === null ? null : listLeased(tx.db, task.id, tx.now);
  let moved = 0;
  for (const item of items) {
    if (!isWaiting(item) || item.assignmentId === target.id) continue;
    if (leased?.has(item.itemId)) {
      const message =
        'This item was taken along in a pack. End the pack first, or wait until its time is over.';
      throw new SluiceError('wrong-state', message, { itemId: item.itemId });
    }
    if (source && item.assignmentId !== source.id) continue;
    if (worksOnCopy(tx, item, target.id)) {
      if (itemIds === null) continue;
      const message = `${to} has a copy of this item already: each copy is for another person.`;
      throw new SluiceError('wrong-state', message, { itemId: item.itemId });
    }
    give(tx, item, target, `${tx.actor} gave it to ${to} in "${task.name}"`);
    moved += 1;
  }
  return moved;
}

/** Gives an item that has just come to somebody, whoever's turn it would have been. */
export function handTo(tx: Tx, task: Task, item: StoredTaskItem, person: string): void {
  const target = receiver(tx, task, person);
  if (item.assignmentId !== target.id) give(tx, item, target, `Put into "${task.name}" for ${person}`);
}

/** What waits for the person is nobody's again, for whoever takes it. Answers how much. */
export function release(tx: Tx, task: Task, assignment: StoredAssignment): number {
  if (!task.settings.pulling) {
    const message = `Items of "${task.name}" are handed out by shares. Give them to somebody else instead.`;
    throw new SluiceError('wrong-state', message);
  }
  const items = waitingOf(tx, task, assignment).filter((item) => item.copyOf === null);
  for (const item of items) {
    setAssignment(tx.db, item.seq, null);
    const text = `${assignment.person} gave it back in "${task.name}"`;
    tx.explain({ execution: item.execution, kind: 'assigned', text });
  }
  tx.changes.task(task.id);
  return items.length;
}

/** All that waits for one person goes to another, with the share of what is to come. Answers whose it is now. */
export function passOn(tx: Tx, task: Task, from: StoredAssignment, to: string): StoredAssignment {
  const target = receiver(tx, task, to);
  reassign(tx, task, { itemIds: null, from: from.person, to });
  if (target.id !== from.id) {
    setLoad(tx, target, target.load + from.load);
    setLoad(tx, from, 0);
  }
  return target;
}

/** What waits for one person is shared out among others, who work in the task from now on. Answers their parts. */
export function shareOut(
  tx: Tx,
  task: Task,
  from: StoredAssignment,
  people: readonly PersonShare[],
): StoredAssignment[] {
  const shares = people.map(({ person, load }) => ({ to: receiver(tx, task, person), load, given: 0 }));
  if (!shares.some(({ to }) => to.id === from.id)) setLoad(tx, from, 0);
  for (const { to, load } of shares) setLoad(tx, to, load);
  forgetGiven(tx.db, task.id);
  for (const item of waitingOf(tx, task, from)) {
    const next = nextByShare(shares);
    if (!next) break;
    next.given += 1;
    if (next.to.id === from.id || worksOnCopy(tx, item, next.to.id)) continue;
    give(tx, item, next.to, `Went to ${next.to.person} when what ${from.person} had was shared out`);
  }
  return shares.map(({ to }) => to);
}

function setLoad(tx: Tx, { id, taskId, person }: StoredAssignment, load: number): void {
  saveAssignment(tx.db, { id, taskId, person, load });
}

/** Whoever is new works in the task from now on. */
export function joinTask(tx: Tx, task: Task, people: readonly PersonShare[]): void {
  for (const { person, load } of people) {
    const present = receiver(tx, task, person);
    if (present.load === 0) setLoad(tx, present, load);
  }
}

/** Hands out what nobody has begun to decide on anew, by the shares as they are. Answers how many changed hands. */
export function redistribute(tx: Tx, task: Task): number {
  if (task.settings.pulling) {
    const message = `People take items of "${task.name}" themselves. Give items to somebody instead.`;
    throw new SluiceError('wrong-state', message);
  }
  forgetGiven(tx.db, task.id);
  let moved = 0;
  const open = waitingOf(tx, task, null).filter((item) => item.state === 'open' && item.copyOf === null);
  for (const item of open) {
    const next = handOut(tx, task);
    if (item.assignmentId === next.id) continue;
    give(tx, item, next, `Went to ${next.person} when "${task.name}" was shared out anew`);
    moved += 1;
  }
  return moved;
}

function give(tx: Tx, item: StoredTaskItem, to: StoredAssignment, text: string): void {
  setAssignment(tx.db, item.seq, to.id);
  tx.changes.task(item.taskId);
  const event = { execution: item.execution, kind: 'assigned', text };
  tx.explain(item.copyOf === null ? event : { ...event, itemId: item.itemId });
  if (item.copyOf === null) raiseAssigned(tx, item.itemId);
}

function receiver(tx: Tx, task: Task, person: string): StoredAssignment {
  const present = findAssignmentOf(tx.db, task.id, person);
  if (present) return present;
  const id = assignmentIdSchema.parse(tx.id());
  saveAssignment(tx.db, { id, taskId: task.id, person, load: 0 });
  return { id, taskId: task.id, person, load: 0, items: 0, open: 0, given: 0, extra: {} };
}

function itemOf(tx: Tx, task: Task, itemId: string): StoredTaskItem {
  const found = findTaskItem(tx.db, task.id, itemId);
  if (found) return found;
  throw new SluiceError('not-found', `The item is not in "${task.name}".`, { taskId: task.id, itemId });
}

/** Its items may be given to others; where people take items themselves, to whoever comes. */
export function endLease(tx: Tx, task: Task, { id, person }: Pick<Lease, 'id' | 'person'>): void {
  setEnded(tx.db, id, tx.now);
  const assignment = findAssignmentOf(tx.db, task.id, person);
  for (const itemId of task.settings.pulling ? listPackedItems(tx.db, id) : []) {
    const item = findTaskItem(tx.db, task.id, itemId);
    if (item && isWaiting(item) && item.assignmentId === assignment?.id) {
      setAssignment(tx.db, item.seq, null);
      tx.explain({ execution: item.execution, kind: 'assigned', text: `The pack of ${person} has ended` });
    }
  }
  tx.changes.task(task.id);
}

export type PackWish = {
  readonly person: string;
  readonly count: number;
  /** Whether an item may be chosen; absent: every one. */
  readonly may?: (itemId: ItemId) => boolean;
};

/** What a person can take along: what is theirs, then what nobody has; as many as there are. */
export function choosePack(tx: Tx, task: Task, { person, count, may }: PackWish): StoredTaskItem[] {
  for (const lease of listOverdue(tx.db, task.id, tx.now)) endLease(tx, task, lease);
  const own = findAssignmentOf(tx.db, task.id, person);
  const found = own ? waitingOf(tx, task, own) : [];
  const free = allPages((page) => listFree(tx.db, task.id, page));
  const chosen = [...found, ...free]
    .filter(({ copyOf, itemId }) => copyOf === null && (may?.(itemId) ?? true))
    .slice(0, count);
  for (const item of chosen) handTo(tx, task, item, person);
  return chosen;
}

/** The same for somebody who asks for it themselves. @throws SluiceError `wrong-state` unless they work in the task */
export function chooseOwn(tx: Tx, task: Task, wish: PackWish): StoredTaskItem[] {
  const { person } = wish;
  const own = findAssignmentOf(tx.db, task.id, person);
  if (!own) {
    const message = `${person} is not among the people who work on "${task.name}".`;
    throw new SluiceError('wrong-state', message, { taskId: task.id });
  }
  // What nobody has is handed out by shares, unless people take items themselves.
  const mayTake = (itemId: ItemId) => {
    if (!(wish.may?.(itemId) ?? true)) return false;
    return task.settings.pulling !== null || findTaskItem(tx.db, task.id, itemId)?.assignmentId === own.id;
  };
  return choosePack(tx, task, { ...wish, may: mayTake });
}

/** What waits for the person, or for anybody and for nobody yet, and is not out in a pack; in the order it came. */
function waitingOf(tx: Tx, task: Task, source: StoredAssignment | null): StoredTaskItem[] {
  const people = source ? [source] : listAssignments(tx.db, task.id);
  const theirs = people.flatMap(({ id }) =>
    (['rework', 'review', 'open'] as const).flatMap((state) =>
      allPages((page) => listOpenOf(tx.db, id, { ...page, state })),
    ),
  );
  const free = source ? [] : allPages((page) => listFree(tx.db, task.id, page));
  const leased = listLeased(tx.db, task.id, tx.now);
  return [...theirs, ...free].filter(({ itemId }) => !leased.has(itemId)).toSorted((a, b) => a.seq - b.seq);
}

function allPages(read: (page: { after: number; limit: number }) => StoredTaskItem[]): StoredTaskItem[] {
  const found: StoredTaskItem[] = [];
  for (;;) {
    const page = read({ after: found.at(-1)?.seq ?? 0, limit: PAGE });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

function worksOnCopy(tx: Tx, item: StoredTaskItem, assignmentId: string): boolean {
  if (item.copyOf === null) return false;
  return listCopies(tx.db, item.taskId, item.copyOf).some(
    (copy) =>
      copy.execution === item.execution && copy.assignmentId === assignmentId && copy.state !== 'withdrawn',
  );
}
