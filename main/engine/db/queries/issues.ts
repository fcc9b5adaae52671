/** Issues: a reviewer's objections. */
import type { AnnotationId, IssueId, ItemId, TaskId } from '#core/model/ids.ts';
import type { Issue, IssueStatus } from '#core/model/issue.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = {
  id: IssueId;
  item_id: ItemId;
  task_id: TaskId;
  annotation_id: AnnotationId | null;
  x: number | null;
  y: number | null;
  status: IssueStatus;
  text: string;
  creator: string;
  created_at: number;
  updated_at: number;
};

const toIssue = (row: Row): Issue => ({
  id: row.id,
  itemId: row.item_id,
  taskId: row.task_id,
  annotationId: row.annotation_id,
  point: row.x === null || row.y === null ? null : { x: row.x, y: row.y },
  status: row.status,
  text: row.text,
  creator: row.creator,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export function listIssues(db: ReadableDb, itemId: string): Issue[] {
  return db.all<Row>('SELECT * FROM issue WHERE item_id = :itemId ORDER BY id', { itemId }).map(toIssue);
}

export function findIssue(db: ReadableDb, id: string): Issue | null {
  const row = db.get<Row>('SELECT * FROM issue WHERE id = :id', { id });
  return row ? toIssue(row) : null;
}

/** The issues of one annotation, the latest last. */
export function listIssuesOfAnnotation(db: ReadableDb, annotationId: string): Issue[] {
  const sql = 'SELECT * FROM issue WHERE annotation_id = :annotationId ORDER BY id';
  return db.all<Row>(sql, { annotationId }).map(toIssue);
}

export function setIssueStatus(db: WritableDb, id: string, status: IssueStatus, at: number): void {
  db.run('UPDATE issue SET status = :status, updated_at = :at WHERE id = :id', { id, status, at });
}

export function insertIssue(db: WritableDb, issue: Issue): void {
  const { point, ...rest } = issue;
  db.run(
    `INSERT INTO issue
     VALUES (:id, :itemId, :taskId, :annotationId, :x, :y, :status, :text, :creator, :createdAt, :updatedAt)`,
    { ...rest, x: point?.x ?? null, y: point?.y ?? null },
  );
}

export function deleteIssue(db: WritableDb, id: string): void {
  db.run('DELETE FROM issue WHERE id = :id', { id });
}

/** Moves every issue of the item from one status to the next; answers how many. */
export function moveIssues(
  db: WritableDb,
  itemId: string,
  from: IssueStatus,
  to: IssueStatus,
  at: number,
): number {
  const sql = 'UPDATE issue SET status = :to, updated_at = :at WHERE item_id = :itemId AND status = :from';
  return db.run(sql, { itemId, from, to, at });
}

export function countIssues(db: ReadableDb, itemId: string, status: IssueStatus): number {
  const sql = 'SELECT count(*) AS count FROM issue WHERE item_id = :itemId AND status = :status';
  return db.get<{ count: number }>(sql, { itemId, status })?.count ?? 0;
}
