/** Tasks, their assignments and the items in them. */
import type { ItemId, PipelineId, ProjectId, RecipeId, TaskId } from '#core/model/ids.ts';
import type { Assignment, Task, TaskCounts, TaskItem, TaskItemState, TaskType } from '#core/model/task.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type TaskRow = {
  id: TaskId;
  project_id: ProjectId;
  name: string;
  type: TaskType;
  recipe_id: RecipeId | null;
  pipeline_id: PipelineId | null;
  node_id: string | null;
  priority: number;
  due_at: number | null;
  actions: string;
  created_at: number;
};

function countsOf(db: ReadableDb, taskId: string): TaskCounts {
  const rows = db.all<{ state: TaskItemState; status: string; count: number }>(
    'SELECT state, status, count FROM task_count WHERE task_id = :taskId AND count > 0',
    { taskId },
  );
  const inStates = (...states: TaskItemState[]) =>
    rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
  const byStatus: Record<string, number> = {};
  for (const row of rows.filter((candidate) => candidate.state === 'done')) byStatus[row.status] = row.count;
  return {
    total: inStates('open', 'rework', 'away', 'review', 'done'),
    open: inStates('open', 'rework', 'review'),
    rework: inStates('rework', 'review'),
    away: inStates('away'),
    byStatus,
  };
}

const toTask =
  (db: ReadableDb) =>
  (row: TaskRow): Task => ({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    type: row.type,
    recipeId: row.recipe_id,
    pipelineId: row.pipeline_id,
    nodeId: row.node_id,
    priority: row.priority,
    dueAt: row.due_at,
    actions: JSON.parse(row.actions),
    counts: countsOf(db, row.id),
    createdAt: row.created_at,
  });

export function listTasks(db: ReadableDb, projectId: string): Task[] {
  return db
    .all<TaskRow>('SELECT * FROM task WHERE project_id = :projectId ORDER BY id', { projectId })
    .map(toTask(db));
}

export function findTask(db: ReadableDb, id: string): Task | null {
  const row = db.get<TaskRow>('SELECT * FROM task WHERE id = :id', { id });
  return row ? toTask(db)(row) : null;
}

export function findTaskOfNode(db: ReadableDb, pipelineId: string, nodeId: string): Task | null {
  const sql = 'SELECT * FROM task WHERE pipeline_id = :pipelineId AND node_id = :nodeId';
  const row = db.get<TaskRow>(sql, { pipelineId, nodeId });
  return row ? toTask(db)(row) : null;
}

/** Inserts the task, or brings the one of the same pipeline node up to date. */
export function saveTask(db: WritableDb, task: Omit<Task, 'counts'>): void {
  db.run(
    `INSERT INTO task (id, project_id, name, type, recipe_id, pipeline_id, node_id, priority, due_at, actions, created_at)
     VALUES (:id, :projectId, :name, :type, :recipeId, :pipelineId, :nodeId, :priority, :dueAt, :actions, :createdAt)
     ON CONFLICT (pipeline_id, node_id) DO UPDATE SET name = excluded.name, type = excluded.type,
       recipe_id = excluded.recipe_id, priority = excluded.priority, due_at = excluded.due_at,
       actions = excluded.actions`,
    { ...task, actions: JSON.stringify(task.actions) },
  );
}

export type AssignmentLoad = Assignment & { readonly items: number };

export function listAssignments(db: ReadableDb, taskId: string): AssignmentLoad[] {
  return db.all<AssignmentLoad>(
    'SELECT id, task_id AS taskId, person, load, items FROM assignment WHERE task_id = :taskId ORDER BY id',
    { taskId },
  );
}

export function findAssignment(db: ReadableDb, id: string): AssignmentLoad | null {
  const sql = 'SELECT id, task_id AS taskId, person, load, items FROM assignment WHERE id = :id';
  return db.get<AssignmentLoad>(sql, { id }) ?? null;
}

/** Inserts the assignment, or changes the load of the one the person has. */
export function saveAssignment(db: WritableDb, assignment: Assignment): void {
  db.run(
    `INSERT INTO assignment (id, task_id, person, load) VALUES (:id, :taskId, :person, :load)
     ON CONFLICT (task_id, person) DO UPDATE SET load = excluded.load`,
    assignment,
  );
}

export type StoredTaskItem = TaskItem & { readonly seq: number; readonly execution: number };

const ITEM_COLUMNS = `seq, task_id AS taskId, item_id AS itemId, assignment_id AS assignmentId,
  execution, state, status, decided_by AS decidedBy, decided_at AS decidedAt,
  arrived_at AS arrivedAt`;

export function findTaskItem(db: ReadableDb, taskId: string, itemId: string): StoredTaskItem | null {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE task_id = :taskId AND item_id = :itemId`;
  return db.get<StoredTaskItem>(sql, { taskId, itemId }) ?? null;
}

/** The places of an execution: one, or one for each person who works on a copy. */
export function listTaskItemsOfExecution(db: ReadableDb, execution: number): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE execution = :execution`;
  return db.all<StoredTaskItem>(sql, { execution });
}

export function findTaskItemOfExecution(db: ReadableDb, execution: number): StoredTaskItem | null {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE execution = :execution`;
  return db.get<StoredTaskItem>(sql, { execution }) ?? null;
}

/** Every place of an item in tasks. */
export function listTaskItemsOfItem(db: ReadableDb, itemId: string): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE item_id = :itemId ORDER BY seq`;
  return db.all<StoredTaskItem>(sql, { itemId });
}

export function insertTaskItem(db: WritableDb, item: TaskItem & { readonly execution: number }): void {
  db.run(
    `INSERT INTO task_item (task_id, item_id, assignment_id, execution, state, status, decided_by, decided_at,
       arrived_at)
     VALUES (:taskId, :itemId, :assignmentId, :execution, :state, :status, :decidedBy, :decidedAt, :arrivedAt)`,
    item,
  );
}

export type TaskItemChange = Pick<
  StoredTaskItem,
  'state' | 'status' | 'decidedBy' | 'decidedAt' | 'execution'
>;

export function updateTaskItem(db: WritableDb, seq: number, change: TaskItemChange): void {
  db.run(
    `UPDATE task_item SET state = :state, status = :status, decided_by = :decidedBy, decided_at = :decidedAt,
       execution = :execution WHERE seq = :seq`,
    { ...change, seq },
  );
}

/** In order of arrival. */
export function listTaskItems(
  db: ReadableDb,
  taskId: string,
  page: { state: TaskItemState | null; after: number; limit: number },
): StoredTaskItem[] {
  const inState = page.state === null ? `state <> 'withdrawn'` : 'state = :state';
  return db.all<StoredTaskItem>(
    `SELECT ${ITEM_COLUMNS} FROM task_item WHERE task_id = :taskId AND ${inState} AND seq > :after
     ORDER BY seq LIMIT :limit`,
    { taskId, ...page },
  );
}

/** The first item in one of the states after a place; null when there is none. */
export function firstWaiting(
  db: ReadableDb,
  taskId: string,
  state: TaskItemState,
  afterSeq: number,
): { seq: number; itemId: ItemId } | null {
  const sql = `SELECT seq, item_id AS itemId FROM task_item
    WHERE task_id = :taskId AND state = :state AND seq > :afterSeq ORDER BY seq LIMIT 1`;
  return db.get<{ seq: number; itemId: ItemId }>(sql, { taskId, state, afterSeq }) ?? null;
}

export type Neighbours = { position: number; previousItemId: ItemId | null; nextItemId: ItemId | null };

/** The item's 1-based place among all of the task, and the items beside it. */
export function neighbours(db: ReadableDb, taskId: string, seq: number): Neighbours {
  const live = `task_id = :taskId AND state <> 'withdrawn'`;
  const params = { taskId, seq };
  const count = db.get<{ count: number }>(
    `SELECT count(*) AS count FROM task_item WHERE ${live} AND seq <= :seq`,
    params,
  );
  const beside = (condition: string, order: string) =>
    db.get<{ itemId: ItemId }>(
      `SELECT item_id AS itemId FROM task_item WHERE ${live} AND ${condition} ORDER BY seq ${order} LIMIT 1`,
      params,
    )?.itemId ?? null;
  return {
    position: count?.count ?? 1,
    previousItemId: beside('seq < :seq', 'DESC'),
    nextItemId: beside('seq > :seq', 'ASC'),
  };
}

/** Items that wait for a person, over all tasks. */
export function countWaiting(db: ReadableDb): number {
  const sql = `SELECT coalesce(sum(count), 0) AS count FROM task_count WHERE state IN ('open', 'rework', 'review')`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}
