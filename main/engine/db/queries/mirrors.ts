/**
 * Tasks that a remote keeps. Each has a hidden pipeline with one ended execution, which its items are said to come from:
 * nothing runs here, as all that follows from a decision follows there.
 */

import type { TaskThere } from '#core/model/exchange.ts';
import type { ProjectId } from '#core/model/ids.ts';
import type { TaskItem } from '#core/model/task.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type NewMirror = {
  readonly task: TaskThere;
  readonly projectId: ProjectId;
  readonly pipelineId: string;
  /** Keys of the rows in the runner's tables. */
  readonly cycle: number;
  readonly execution: number;
  readonly node: number;
  readonly at: number;
};

export function insertMirror(db: WritableDb, mirror: NewMirror): void {
  const { task, projectId, pipelineId, cycle, execution, node, at } = mirror;
  db.run('UPDATE pipeline SET hidden = 1 WHERE id = :pipelineId', { pipelineId });
  db.run(
    `INSERT INTO cycle (key, pipeline_id, version, status, start, created_at, ended_at)
     VALUES (:cycle, :pipelineId, 1, 'success', :node, :at, :at)`,
    { cycle, pipelineId, node, at },
  );
  db.run(
    `INSERT INTO execution (key, cycle, node, state, created_at, started_at, ended_at)
     VALUES (:execution, :cycle, :node, 'success', :at, :at, :at)`,
    { execution, cycle, node, at },
  );
  db.run(
    `INSERT INTO cycle_count VALUES (:pipelineId, 'success', 1, 0)
       ON CONFLICT DO UPDATE SET count = count + 1`,
    { pipelineId },
  );
  db.run(
    `INSERT INTO node_count VALUES (:node, 'success', 1, 0) ON CONFLICT DO UPDATE SET count = count + 1`,
    {
      node,
    },
  );
  db.run(
    `INSERT INTO task (id, project_id, name, type, pipeline_id, node_id, priority, actions, created_at, alone, creator)
     VALUES (:id, :projectId, :name, :type, :pipelineId, 'task', :priority, :actions, :createdAt, 1, :creator)`,
    {
      ...{ id: task.id, projectId, name: task.name, type: task.type, pipelineId, priority: task.priority },
      ...{ actions: JSON.stringify(task.actions), createdAt: task.createdAt, creator: task.creator },
    },
  );
}

/** What is said of the task, as the remote says it. */
export function updateMirror(db: WritableDb, task: TaskThere, at: number): void {
  db.run(
    `UPDATE task SET name = :name, recipe_id = :recipeId, priority = :priority, due_at = :dueAt, actions = :actions,
       settings = :settings, extra = :extra, updated_at = :at, parent_task_id = :parentTaskId WHERE id = :id`,
    {
      ...{
        id: task.id,
        name: task.name,
        recipeId: task.recipeId,
        priority: task.priority,
        dueAt: task.dueAt,
        at,
      },
      parentTaskId: hasTask(db, task.parentTaskId) ? task.parentTaskId : null,
      actions: JSON.stringify(task.actions),
      settings: JSON.stringify(task.settings),
      extra: JSON.stringify(task.extra),
    },
  );
}

function hasTask(db: ReadableDb, id: string | null): boolean {
  return id !== null && db.get('SELECT 1 AS yes FROM task WHERE id = ?', [id]) !== undefined;
}

/** The execution that a mirrored task's items are said to come from. */
export function anchorOf(db: ReadableDb, taskId: string): number | null {
  const sql = `SELECT execution.key FROM task JOIN node ON node.pipeline_id = task.pipeline_id
    JOIN execution ON execution.node = node.key WHERE task.id = ? LIMIT 1`;
  return db.get<{ key: number }>(sql, [taskId])?.key ?? null;
}

/** Puts the item where it stands at the remote. */
export function savePlaceThere(db: WritableDb, place: TaskItem, execution: number): void {
  db.run(
    `INSERT INTO task_item (task_id, item_id, assignment_id, execution, state, status, decided_by, decided_at, arrived_at)
     VALUES (:taskId, :itemId, (SELECT id FROM assignment WHERE id = :assignmentId), :execution, :state, :status,
       :decidedBy, :decidedAt, :arrivedAt)
     ON CONFLICT (task_id, item_id) DO UPDATE SET assignment_id = excluded.assignment_id, state = excluded.state,
       status = excluded.status, decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
    {
      ...{ taskId: place.taskId, itemId: place.itemId, assignmentId: place.assignmentId, execution },
      ...{ state: place.state, status: place.status, decidedBy: place.decidedBy },
      ...{ decidedAt: place.decidedAt, arrivedAt: place.arrivedAt },
    },
  );
}
