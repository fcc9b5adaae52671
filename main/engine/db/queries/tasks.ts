/** Tasks and the items in them. Their assignments are in assignments.ts, copies of items in copies.ts. */
import type { DatasetId, ItemId, PipelineId, ProjectId, RecipeId, TaskId } from '#core/model/ids.ts';
import type { Task, TaskCounts, TaskItem, TaskItemState, TaskStatus, TaskType } from '#core/model/task.ts';
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
  settings: string;
  created_at: number;
  alone: number;
  dataset_id: DatasetId | null;
  parent_task_id: TaskId | null;
  creator: string;
  extra: string;
  updated_at: number | null;
};

export function countsOf(db: ReadableDb, taskId: string): TaskCounts {
  const rows = db.all<{ state: TaskItemState; status: string; count: number }>(
    'SELECT state, status, count FROM task_count WHERE task_id = :taskId AND count > 0',
    { taskId },
  );
  const inStates = (...states: TaskItemState[]) =>
    rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
  const byStatus: Record<string, number> = {};
  for (const row of rows.filter((candidate) => candidate.state === 'done')) byStatus[row.status] = row.count;
  return {
    total: inStates('open', 'rework', 'away', 'review', 'consensus', 'done'),
    open: inStates('open', 'rework', 'review', 'consensus'),
    rework: inStates('rework', 'review'),
    away: inStates('away'),
    byStatus,
  };
}

export function statusOf(counts: TaskCounts): TaskStatus {
  if (counts.total > 0 && counts.open === 0 && counts.away === 0) return 'completed';
  return Object.keys(counts.byStatus).length > 0 ? 'in progress' : 'open';
}

/** As tasks from before there were settings have them. */
const PLAIN = { pulling: null, consensus: null };

const toTask =
  (db: ReadableDb) =>
  (row: TaskRow): Task => {
    const counts = countsOf(db, row.id);
    return {
      id: row.id,
      projectId: row.project_id,
      name: row.name,
      type: row.type,
      recipeId: row.recipe_id,
      // The pipeline of a task that was made for itself is nobody's business.
      pipelineId: row.alone === 1 ? null : row.pipeline_id,
      nodeId: row.alone === 1 ? null : row.node_id,
      datasetId: row.dataset_id,
      parentTaskId: row.parent_task_id,
      priority: row.priority,
      dueAt: row.due_at,
      actions: JSON.parse(row.actions),
      status: statusOf(counts),
      settings: { ...PLAIN, ...JSON.parse(row.settings) },
      counts,
      creator: row.creator,
      extra: JSON.parse(row.extra),
      createdAt: row.created_at,
      updatedAt: row.updated_at ?? row.created_at,
    };
  };

export function listTasks(db: ReadableDb, projectId: string): Task[] {
  return db
    .all<TaskRow>('SELECT * FROM task WHERE project_id = :projectId AND deleted_at IS NULL ORDER BY id', {
      projectId,
    })
    .map(toTask(db));
}

export function findTask(db: ReadableDb, id: string): Task | null {
  const row = db.get<TaskRow>('SELECT * FROM task WHERE id = :id AND deleted_at IS NULL', { id });
  return row ? toTask(db)(row) : null;
}

export function findTaskOfNode(db: ReadableDb, pipelineId: string, nodeId: string): Task | null {
  const sql = 'SELECT * FROM task WHERE pipeline_id = :pipelineId AND node_id = :nodeId';
  const row = db.get<TaskRow>(sql, { pipelineId, nodeId });
  return row ? toTask(db)(row) : null;
}

/** The task of the node that has the key; null when it is no task node. */
export function findTaskOfNodeKey(db: ReadableDb, node: number): Task | null {
  const sql = `SELECT task.* FROM node JOIN task ON task.pipeline_id = node.pipeline_id AND task.node_id = node.node_id
    WHERE node.key = :node`;
  const row = db.get<TaskRow>(sql, { node });
  return row ? toTask(db)(row) : null;
}

/** Tasks of a project that were made for themselves. */
export function listTasksAlone(db: ReadableDb, projectId: string): Task[] {
  const sql =
    'SELECT * FROM task WHERE project_id = :projectId AND alone = 1 AND deleted_at IS NULL ORDER BY id';
  return db.all<TaskRow>(sql, { projectId }).map(toTask(db));
}

/** Where the task runs, also in a hidden pipeline. */
export function homeOfTask(db: ReadableDb, id: string): { pipelineId: PipelineId; nodeId: string } | null {
  const sql = `SELECT pipeline_id AS pipelineId, node_id AS nodeId FROM task
    WHERE id = :id AND pipeline_id IS NOT NULL AND node_id IS NOT NULL`;
  return db.get<{ pipelineId: PipelineId; nodeId: string }>(sql, { id }) ?? null;
}

export type TaskAlone = Pick<Task, 'datasetId' | 'parentTaskId' | 'creator' | 'extra'> & {
  readonly at: number;
};

/** From now on it is one that was made for itself. */
export function setTaskAlone(db: WritableDb, id: string, { extra, ...alone }: TaskAlone): void {
  db.run(
    `UPDATE task SET alone = 1, dataset_id = :datasetId, parent_task_id = :parentTaskId, creator = :creator,
       extra = :extra, updated_at = :at WHERE id = :id`,
    { ...alone, id, extra: JSON.stringify(extra) },
  );
}

export type TaskFacts = Pick<Task, 'name' | 'priority' | 'dueAt' | 'recipeId' | 'actions' | 'extra'>;

export function setTaskFacts(db: WritableDb, id: string, facts: TaskFacts, at: number): void {
  db.run(
    `UPDATE task SET name = :name, priority = :priority, due_at = :dueAt, recipe_id = :recipeId, actions = :actions,
       extra = :extra, updated_at = :at WHERE id = :id`,
    { ...facts, id, at, actions: JSON.stringify(facts.actions), extra: JSON.stringify(facts.extra) },
  );
}

/** Gone from every list; its rows stay, for what they explain. */
export function setTaskDeleted(db: WritableDb, id: string, at: number): void {
  db.run('UPDATE task SET deleted_at = :at WHERE id = :id', { id, at });
}

export type NewTask = Omit<
  Task,
  'counts' | 'status' | 'datasetId' | 'parentTaskId' | 'creator' | 'extra' | 'updatedAt'
>;

/** Inserts the task, or brings the one of the same pipeline node up to date. */
export function saveTask(db: WritableDb, task: NewTask): void {
  db.run(
    `INSERT INTO task (id, project_id, name, type, recipe_id, pipeline_id, node_id, priority, due_at, actions, settings,
       created_at)
     VALUES (:id, :projectId, :name, :type, :recipeId, :pipelineId, :nodeId, :priority, :dueAt, :actions, :settings,
       :createdAt)
     ON CONFLICT (pipeline_id, node_id) DO UPDATE SET name = excluded.name, type = excluded.type,
       recipe_id = excluded.recipe_id, priority = excluded.priority, due_at = excluded.due_at,
       actions = excluded.actions, settings = excluded.settings`,
    { ...task, actions: JSON.stringify(task.actions), settings: JSON.stringify(task.settings) },
  );
}

/** `execution`: the latest that brought it. */
export type StoredTaskItem = TaskItem & {
  readonly seq: number;
  readonly execution: number;
  /** The highest of the cycles that it waits for: 1 low, 2 medium, 3 high. */
  readonly priority: number;
};

export const ITEM_COLUMNS = `seq, task_id AS taskId, item_id AS itemId, assignment_id AS assignmentId,
  execution, copy_of AS copyOf, state, status, decided_by AS decidedBy, decided_at AS decidedAt,
  arrived_at AS arrivedAt, task_item.priority AS priority`;

/** Of items whose cycles nobody has raised or lowered. */
export const MEDIUM = 2;
/** In the order in which people get the items. */
export const PRIORITIES = [3, MEDIUM, 1] as const;

/** What the states of items that wait for a person are called, for a WHERE that must fit an index. */
export const WAITING = `state IN ('open', 'rework', 'review')`;

/** Items that are in the task, also for an index. */
const PRESENT = `state NOT IN ('withdrawn', 'merged')`;

export function findTaskItem(db: ReadableDb, taskId: string, itemId: string): StoredTaskItem | null {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE task_id = :taskId AND item_id = :itemId`;
  return db.get<StoredTaskItem>(sql, { taskId, itemId }) ?? null;
}

/** The place of the item that an execution brought to a task; null once a later one has taken its place. */
export function findTaskItemOfExecution(db: ReadableDb, execution: number): StoredTaskItem | null {
  const latest = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE execution = :execution AND copy_of IS NULL`;
  const earlier = `SELECT ${ITEM_COLUMNS} FROM task_item
    WHERE seq = (SELECT task_item FROM task_wait WHERE execution = :execution)`;
  return (
    db.get<StoredTaskItem>(latest, { execution }) ?? db.get<StoredTaskItem>(earlier, { execution }) ?? null
  );
}

/** Every place of an item in tasks. */
export function listTaskItemsOfItem(db: ReadableDb, itemId: string): StoredTaskItem[] {
  const sql = `SELECT ${ITEM_COLUMNS} FROM task_item WHERE item_id = :itemId ORDER BY seq`;
  return db.all<StoredTaskItem>(sql, { itemId });
}

export function insertTaskItem(db: WritableDb, item: Omit<StoredTaskItem, 'seq'>): void {
  db.run(
    `INSERT INTO task_item (task_id, item_id, assignment_id, execution, copy_of, state, status, decided_by, decided_at,
       arrived_at, priority)
     VALUES (:taskId, :itemId, :assignmentId, :execution, :copyOf, :state, :status, :decidedBy, :decidedAt, :arrivedAt,
       :priority)`,
    item,
  );
}

export type TaskItemChange = Pick<
  StoredTaskItem,
  'assignmentId' | 'state' | 'status' | 'decidedBy' | 'decidedAt' | 'execution' | 'priority'
>;

export function updateTaskItem(db: WritableDb, seq: number, change: TaskItemChange): void {
  db.run(
    `UPDATE task_item SET assignment_id = :assignmentId, state = :state, status = :status, decided_by = :decidedBy,
       decided_at = :decidedAt, execution = :execution, priority = :priority WHERE seq = :seq`,
    { ...change, seq },
  );
}

/** Executions that wait with the latest one, in the order they came. */
export function listWaits(db: ReadableDb, seq: number): number[] {
  const sql = 'SELECT execution FROM task_wait WHERE task_item = :seq ORDER BY execution';
  return db.all<{ execution: number }>(sql, { seq }).map((row) => row.execution);
}

export function addWait(db: WritableDb, seq: number, execution: number): void {
  db.run('INSERT INTO task_wait VALUES (:execution, :seq) ON CONFLICT DO UPDATE SET task_item = :seq', {
    seq,
    execution,
  });
}

export function removeWait(db: WritableDb, execution: number): void {
  db.run('DELETE FROM task_wait WHERE execution = :execution', { execution });
}

/** In order of arrival. */
export function listTaskItems(
  db: ReadableDb,
  taskId: string,
  page: { state: TaskItemState | null; after: number; limit: number },
): StoredTaskItem[] {
  const inState = page.state === null ? PRESENT : 'state = :state';
  return db.all<StoredTaskItem>(
    `SELECT ${ITEM_COLUMNS} FROM task_item WHERE task_id = :taskId AND ${inState} AND seq > :after
     ORDER BY seq LIMIT :limit`,
    { taskId, ...page },
  );
}

/** Whose items are looked for: all of a task, or those of one person in it. */
export type Range = { readonly taskId: string } | { readonly assignmentId: string };

/** What is told of waiting items that are looked for: a state, a priority, and the place after which they are. */
export type WaitingAfter = {
  readonly state: TaskItemState;
  readonly priority: number;
  readonly afterSeq: number;
};

/** The first item in a state and of a priority after a place; null when there is none. */
export function firstWaiting(
  db: ReadableDb,
  range: Range,
  after: WaitingAfter,
): { seq: number; itemId: ItemId } | null {
  const whose = 'taskId' in range ? 'task_id = :taskId' : 'assignment_id = :assignmentId';
  // For the indexes of what is raised or lowered.
  const few = after.priority === MEDIUM ? '' : `AND priority <> ${MEDIUM}`;
  const sql = `SELECT seq, item_id AS itemId FROM task_item
    WHERE ${whose} AND state = :state AND priority = :priority ${few} AND seq > :afterSeq ORDER BY seq LIMIT 1`;
  return db.get<{ seq: number; itemId: ItemId }>(sql, { ...range, ...after }) ?? null;
}

export type Neighbours = { position: number; previousItemId: ItemId | null; nextItemId: ItemId | null };

/** The item's 1-based place among all that people work on in the task, and the items beside it. */
export function neighbours(db: ReadableDb, taskId: string, seq: number): Neighbours {
  const live = `task_id = :taskId AND ${PRESENT} AND state <> 'consensus'`;
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
    position: Math.max(1, count?.count ?? 1),
    previousItemId: beside('seq < :seq', 'DESC'),
    nextItemId: beside('seq > :seq', 'ASC'),
  };
}

/** The first item after a place that people work on in the task and that has no annotations. */
export function firstEmpty(db: ReadableDb, taskId: string, afterSeq: number): ItemId | null {
  const sql = `SELECT task_item.item_id AS itemId FROM task_item JOIN item ON item.id = task_item.item_id
    WHERE task_item.task_id = :taskId AND ${PRESENT} AND task_item.state <> 'consensus' AND task_item.seq > :afterSeq
      AND item.annotation_count = 0 AND item.trashed = 0
    ORDER BY task_item.seq LIMIT 1`;
  return db.get<{ itemId: ItemId }>(sql, { taskId, afterSeq })?.itemId ?? null;
}

/** Items that wait for a person, over all tasks. */
export function countWaiting(db: ReadableDb): number {
  const sql = `SELECT coalesce(sum(count), 0) AS count FROM task_count
    WHERE state IN ('open', 'rework', 'review', 'consensus')`;
  return db.get<{ count: number }>(sql)?.count ?? 0;
}

/** Items that wait for a cycle have the priority of the highest that they wait for, once it has another one. */
export function rankItemsOfCycle(db: WritableDb, cycle: number): void {
  const waits = `SELECT cycle.priority FROM execution JOIN cycle ON cycle.key = execution.cycle
    WHERE execution.key = task_item.execution
      OR execution.key IN (SELECT execution FROM task_wait WHERE task_item = task_item.seq)`;
  db.run(
    `UPDATE task_item SET priority = (SELECT max(coalesce(priority, ${MEDIUM})) FROM (${waits}))
     WHERE seq IN (
       SELECT seq FROM execution JOIN task_item ON task_item.execution = execution.key WHERE execution.cycle = :cycle
       UNION SELECT task_item FROM execution JOIN task_wait ON task_wait.execution = execution.key
         WHERE execution.cycle = :cycle)`,
    { cycle },
  );
}
