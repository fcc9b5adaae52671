/** What triggers know between events. */
import type { CommandId, ItemId, PipelineId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

/** Of the triggers of one start node; by the node's number. */
export type TriggerState = {
  /** False: a person has switched it off. */
  readonly active: boolean;
  /** Rows of items up to this one were there before the first install; null: not installed so far. */
  readonly since: number | null;
  /** Whether the items that were there at the first install were run. */
  readonly loaded: boolean;
  /** Milliseconds since 1970: when it last started a cycle, and when a timed one does so next. */
  readonly firedAt: number | null;
  readonly dueAt: number | null;
  /** Cycles that it has started. */
  readonly started: number;
};

/** Of a node that has not been installed so far. */
export const NEW_TRIGGER: TriggerState = {
  active: true,
  since: null,
  loaded: false,
  firedAt: null,
  dueAt: null,
  started: 0,
};

type Row = Omit<TriggerState, 'active' | 'loaded'> & { readonly active: number; readonly loaded: number };

export function findTriggerState(db: ReadableDb, node: number): TriggerState | null {
  const sql = `SELECT active, since, loaded, fired_at AS firedAt, due_at AS dueAt, started
    FROM trigger_state WHERE node = :node`;
  const row = db.get<Row>(sql, { node });
  return row ? { ...row, active: row.active === 1, loaded: row.loaded === 1 } : null;
}

export function saveTriggerState(db: WritableDb, node: number, state: TriggerState): void {
  db.run(
    `INSERT INTO trigger_state VALUES (:node, :active, :since, :loaded, :firedAt, :dueAt, :started)
     ON CONFLICT DO UPDATE SET active = excluded.active, since = excluded.since, loaded = excluded.loaded,
       fired_at = excluded.fired_at, due_at = excluded.due_at, started = excluded.started`,
    { ...state, node, active: state.active ? 1 : 0, loaded: state.loaded ? 1 : 0 },
  );
}

/** It has started so many cycles more. */
export function addStarted(db: WritableDb, node: number, cycles: number, at: number): void {
  db.run('UPDATE trigger_state SET started = started + ?, fired_at = ? WHERE node = ?', [cycles, at, node]);
}

type Loaded = { readonly nodeId: string; readonly commandId: CommandId | null };

/** Nodes of a pipeline that ran what was there at their first install, and the command for it, if anything was. */
export function listLoaded(db: ReadableDb, pipelineId: string): Loaded[] {
  const sql = `SELECT node.node_id AS nodeId,
      (SELECT id FROM command WHERE command.pipeline_id = node.pipeline_id AND type = 'existing'
        AND spec ->> '$.nodeId' = node.node_id ORDER BY id LIMIT 1) AS commandId
    FROM node JOIN trigger_state ON trigger_state.node = node.key
    WHERE node.pipeline_id = :pipelineId AND trigger_state.loaded = 1 ORDER BY node.key`;
  return db.all(sql, { pipelineId });
}

/** Nodes whose triggers a person has switched off. */
export function listInactive(db: ReadableDb): number[] {
  return db.all<{ node: number }>('SELECT node FROM trigger_state WHERE active = 0').map((row) => row.node);
}

/** False when the entity has fired this trigger before. */
export function markFired(db: WritableDb, node: number, entity: string): boolean {
  return db.run('INSERT INTO trigger_once VALUES (?, ?) ON CONFLICT DO NOTHING', [node, entity]) > 0;
}

/** A timed trigger that is due at some time, with the place of its node. */
export type DueTrigger = {
  readonly node: number;
  readonly pipelineId: PipelineId;
  readonly nodeId: string;
  readonly dueAt: number;
};

/** Those that are due up to a time, the earliest first. */
export function listDueTriggers(db: ReadableDb, upTo: number): DueTrigger[] {
  return db.all<DueTrigger>(
    `SELECT trigger_state.node, node.pipeline_id AS pipelineId, node.node_id AS nodeId, due_at AS dueAt
     FROM trigger_state JOIN node ON node.key = trigger_state.node WHERE due_at <= :upTo ORDER BY due_at`,
    { upTo },
  );
}

/** When the next timed trigger is due; null when there is none. */
export function nextTriggerDue(db: ReadableDb): number | null {
  const sql = 'SELECT due_at AS dueAt FROM trigger_state WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1';
  return db.get<{ dueAt: number }>(sql)?.dueAt ?? null;
}

export function setTriggerDue(db: WritableDb, node: number, dueAt: number | null): void {
  db.run('UPDATE trigger_state SET due_at = :dueAt WHERE node = :node', { node, dueAt });
}

/** Nothing of the pipeline is due at any time any more. */
export function clearTriggersDue(db: WritableDb, pipelineId: string): void {
  const nodes = 'SELECT key FROM node WHERE pipeline_id = :pipelineId';
  db.run(`UPDATE trigger_state SET due_at = NULL WHERE due_at IS NOT NULL AND node IN (${nodes})`, {
    pipelineId,
  });
}

/** From which row of items on the triggers of a paused pipeline are silent; null when they are not. */
export function findSilence(db: ReadableDb, pipelineId: string): number | null {
  const sql = 'SELECT since FROM trigger_silence WHERE pipeline_id = :pipelineId';
  return db.get<{ since: number }>(sql, { pipelineId })?.since ?? null;
}

export function saveSilence(db: WritableDb, pipelineId: string, since: number): void {
  const sql = 'INSERT INTO trigger_silence VALUES (:pipelineId, :since) ON CONFLICT DO NOTHING';
  db.run(sql, { pipelineId, since });
}

export function endSilence(db: WritableDb, pipelineId: string): void {
  db.run('DELETE FROM trigger_silence WHERE pipeline_id = :pipelineId', { pipelineId });
}

/** The last row of items: they come in this order, whatever the clock does, which their ids do not. */
export function lastItemRow(db: ReadableDb): number {
  return db.get<{ row: number | null }>('SELECT max(rowid) AS row FROM item')?.row ?? 0;
}

export type ArrivalPage = {
  readonly datasetId: string;
  /** Rows of items after the first and up to the second. */
  readonly since: number;
  readonly upTo: number;
  /** Id to go on after. */
  readonly after: string;
  readonly limit: number;
};

/** The next live items of a dataset in the order of their ids; `came` tells whether they are in the range. */
export function listArrivals(db: ReadableDb, page: ArrivalPage): { id: ItemId; came: number }[] {
  // All from the index, which is why a page is cut by what it looks at and not by what it finds.
  return db.all<{ id: ItemId; came: number }>(
    `SELECT id, rowid > :since AND rowid <= :upTo AS came FROM item
     WHERE dataset_id = :datasetId AND trashed = 0 AND id > :after ORDER BY id LIMIT :limit`,
    page,
  );
}

/** An assignment with the project of its task; null when there is none. */
export function findAssignmentFacts(db: ReadableDb, id: string): Readonly<Record<string, unknown>> | null {
  const sql = `SELECT assignment.id, task_id AS taskId, person, load, project_id AS projectId
    FROM assignment JOIN task ON task.id = task_id WHERE assignment.id = :id`;
  return db.get<Record<string, unknown>>(sql, { id }) ?? null;
}

/** Where an item is; null when there is no such item, or it is a hidden copy that somebody works on. */
export type ItemWhere = { readonly datasetId: string; readonly folder: string };

export function whereItemIs(db: ReadableDb, itemId: string): ItemWhere | null {
  const sql = 'SELECT dataset_id AS datasetId, folder FROM item WHERE id = ? AND trashed <> 2';
  return db.get<ItemWhere>(sql, [itemId]) ?? null;
}

export function projectOfDataset(db: ReadableDb, datasetId: string): string | null {
  const sql = 'SELECT project_id AS projectId FROM dataset WHERE id = ?';
  return db.get<{ projectId: string }>(sql, [datasetId])?.projectId ?? null;
}
