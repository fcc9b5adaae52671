/** Assignments: the parts of tasks that belong to one person each. */
import type { AssignmentId } from '#core/model/ids.ts';
import type { Assignment, TaskItemState } from '#core/model/task.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { ITEM_COLUMNS, type StoredTaskItem, WAITING } from './tasks.ts';

/** `given`: items handed out since the shares were last set. */
export type StoredAssignment = Assignment & { readonly given: number };

type Row = Omit<StoredAssignment, 'extra'> & { readonly extra: string };

const SELECT = 'SELECT id, task_id AS taskId, person, load, items, open, given, extra FROM assignment';

// Read with every item that is handed out, and nearly always empty.
const toAssignment = (row: Row): StoredAssignment => ({
  ...row,
  extra: row.extra === '{}' ? {} : JSON.parse(row.extra),
});

/** In the order they were made. Sorted here: it is a handful, asked for with every item that is handed out. */
export function listAssignments(db: ReadableDb, taskId: string): StoredAssignment[] {
  const found = db.all<Row>(`${SELECT} WHERE task_id = :taskId`, { taskId }).map(toAssignment);
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function findAssignment(db: ReadableDb, id: string): StoredAssignment | null {
  const row = db.get<Row>(`${SELECT} WHERE id = :id`, { id });
  return row ? toAssignment(row) : null;
}

export function findAssignmentOf(db: ReadableDb, taskId: string, person: string): StoredAssignment | null {
  const sql = `${SELECT} WHERE task_id = :taskId AND person = :person`;
  const row = db.get<Row>(sql, { taskId, person });
  return row ? toAssignment(row) : null;
}

/** Inserts the assignment, or changes the load of the one the person has. */
export function saveAssignment(
  db: WritableDb,
  assignment: Pick<Assignment, 'id' | 'taskId' | 'person' | 'load'>,
): void {
  db.run(
    `INSERT INTO assignment (id, task_id, person, load) VALUES (:id, :taskId, :person, :load)
     ON CONFLICT (task_id, person) DO UPDATE SET load = excluded.load`,
    assignment,
  );
}

export function setAssignmentExtra(
  db: WritableDb,
  id: string,
  extra: Readonly<Record<string, unknown>>,
): void {
  db.run('UPDATE assignment SET extra = :extra WHERE id = :id', { id, extra: JSON.stringify(extra) });
}

/** The shares hold from now on: what was handed out before does not count. */
export function forgetGiven(db: WritableDb, taskId: string): void {
  db.run('UPDATE assignment SET given = 0 WHERE task_id = :taskId', { taskId });
}

export function countGiven(db: WritableDb, id: string): void {
  db.run('UPDATE assignment SET given = given + 1 WHERE id = :id', { id });
}

/** How a person's items in a task stand: how many in each state, with their statuses. */
export function countOfPerson(
  db: ReadableDb,
  assignmentId: string,
): { state: TaskItemState; status: string | null; count: number }[] {
  const sql = `SELECT state, status, count(*) AS count FROM task_item
    WHERE assignment_id = :assignmentId AND state <> 'withdrawn' GROUP BY state, status`;
  return db.all(sql, { assignmentId });
}

/** True when everything of the person in the task is decided, and none of it waits for others or is to come back. */
export function isComplete(db: ReadableDb, assignmentId: string): boolean {
  const sql = `SELECT items > 0 AND open = 0
      AND NOT EXISTS (SELECT 1 FROM task_item WHERE assignment_id = :assignmentId AND state = 'away')
      AND NOT EXISTS (SELECT 1 FROM task_item INDEXED BY task_item_unmerged
        WHERE assignment_id = :assignmentId AND copy_of IS NOT NULL AND state = 'done')
      AS complete
    FROM assignment WHERE id = :assignmentId`;
  return db.get<{ complete: number }>(sql, { assignmentId })?.complete === 1;
}

type Page = { readonly after: number; readonly limit: number };

/** So many of what nobody has taken yet, of a priority, the oldest first. */
export function listFreeOf(
  db: ReadableDb,
  taskId: string,
  page: { readonly priority: number; readonly limit: number },
): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item INDEXED BY task_item_free
    WHERE task_id = :taskId AND assignment_id IS NULL AND ${WAITING} AND priority = :priority ORDER BY seq LIMIT :limit`;
  return db.all<StoredTaskItem>(sql, { taskId, ...page });
}

/** What nobody has taken yet, the oldest first. */
export function listFree(db: ReadableDb, taskId: string, page: Page): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item
    WHERE task_id = :taskId AND assignment_id IS NULL AND ${WAITING} AND seq > :after ORDER BY seq LIMIT :limit`;
  return db.all<StoredTaskItem>(sql, { taskId, ...page });
}

/** What waits for a person, in one state, in order of arrival. */
export function listOpenOf(
  db: ReadableDb,
  assignmentId: AssignmentId,
  page: Page & { readonly state: 'open' | 'rework' | 'review' },
): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item
    WHERE assignment_id = :assignmentId AND state = :state AND seq > :after ORDER BY seq LIMIT :limit`;
  return db.all<StoredTaskItem>(sql, { assignmentId, ...page });
}

/** Null: nobody has it. */
export function setAssignment(db: WritableDb, seq: number, assignmentId: AssignmentId | null): void {
  db.run('UPDATE task_item SET assignment_id = :assignmentId WHERE seq = :seq', { seq, assignmentId });
}
