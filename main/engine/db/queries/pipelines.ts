/** Pipelines, their versions and variables. */

import type { Graph } from '#core/model/graph.ts';
import type { PipelineId, ProjectId } from '#core/model/ids.ts';
import type { Pipeline, PipelineStatus, PipelineSummary, PipelineVersion } from '#core/model/pipeline.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';
import { readCounts } from './counters.ts';

type Row = {
  id: PipelineId;
  project_id: ProjectId;
  name: string;
  status: PipelineStatus;
  version: number;
  installed_version: number;
  description: string | null;
  creator: string;
  settings: string;
  created_at: number;
  updated_at: number;
};

const toSummary =
  (db: ReadableDb) =>
  (row: Row): PipelineSummary => ({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    status: row.status,
    version: row.version,
    installedVersion: row.installed_version,
    description: row.description,
    creator: row.creator,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    counts: readCounts(db, row.id),
  });

export function listPipelines(db: ReadableDb, projectId: string): PipelineSummary[] {
  const sql =
    'SELECT * FROM pipeline WHERE project_id = :projectId AND deleted_at IS NULL AND hidden = 0 ORDER BY id';
  return db.all<Row>(sql, { projectId }).map(toSummary(db));
}

export function findPipeline(db: ReadableDb, id: string): Pipeline | null {
  const row = db.get<Row>('SELECT * FROM pipeline WHERE id = :id AND deleted_at IS NULL AND hidden = 0', {
    id,
  });
  if (!row) return null;
  return {
    ...toSummary(db)(row),
    graph: readGraph(db, id, row.version),
    settings: JSON.parse(row.settings),
    variables: Object.fromEntries(readVariables(db, id)),
  };
}

/** The graph of a version; versions never change. */
export function readGraph(db: ReadableDb, pipelineId: string, version: number): Graph {
  const sql = 'SELECT graph FROM pipeline_version WHERE pipeline_id = :pipelineId AND version = :version';
  const row = db.get<{ graph: string }>(sql, { pipelineId, version });
  return row ? JSON.parse(row.graph) : { nodes: [], connections: [], startNodes: [] };
}

export type PipelineHead = {
  readonly id: PipelineId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly status: PipelineStatus;
  readonly version: number;
  readonly installedVersion: number;
  /** Cycles up to this key were cleared by a reset. */
  readonly resetCycle: number;
};

const HEAD = `SELECT id, project_id AS projectId, name, status, version, installed_version AS installedVersion,
  reset_cycle AS resetCycle FROM pipeline`;

/** Installed pipelines, of which work may start. */
export function listInstalled(db: ReadableDb): PipelineHead[] {
  return db.all<PipelineHead>(`${HEAD} WHERE status = 'Installed' ORDER BY id`);
}

const LISTENS = `deleted_at IS NULL AND installed_version > 0
  AND NOT EXISTS (SELECT 1 FROM trigger_silence WHERE pipeline_id = pipeline.id)`;

/** Pipelines whose triggers may fire: installed ones, and paused ones that keep theirs. */
export function listListening(db: ReadableDb): PipelineHead[] {
  return db.all<PipelineHead>(`${HEAD} WHERE ${LISTENS} ORDER BY id`);
}

/** The pipeline when its triggers may fire, else null. */
export function findListening(db: ReadableDb, id: string): PipelineHead | null {
  return db.get<PipelineHead>(`${HEAD} WHERE id = :id AND ${LISTENS}`, { id }) ?? null;
}

/** Deleted ones too: what is left of them still has to be explained. */
export function findPipelineHead(db: ReadableDb, id: string): PipelineHead | null {
  return db.get<PipelineHead>(`${HEAD} WHERE id = :id`, { id }) ?? null;
}

export type NewPipeline = {
  readonly id: PipelineId;
  readonly projectId: ProjectId;
  readonly name: string;
  readonly description: string | null;
  readonly creator: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly graph: Graph;
  readonly createdAt: number;
};

export function insertPipeline(db: WritableDb, pipeline: NewPipeline): void {
  const { graph, settings, ...row } = pipeline;
  db.run(
    `INSERT INTO pipeline (id, project_id, name, status, version, description, creator, settings, created_at, updated_at)
     VALUES (:id, :projectId, :name, 'Created', 1, :description, :creator, :settings, :createdAt, :createdAt)`,
    { ...row, settings: JSON.stringify(settings) },
  );
  insertVersion(db, {
    pipelineId: row.id,
    version: 1,
    graph,
    author: row.creator,
    createdAt: row.createdAt,
  });
}

/** It holds a task that was made for itself: nobody is shown it any more. */
export function setHidden(db: WritableDb, id: string): void {
  db.run('UPDATE pipeline SET hidden = 1 WHERE id = :id', { id });
}

export type NewVersion = {
  readonly pipelineId: string;
  readonly version: number;
  readonly graph: Graph;
  readonly author: string;
  readonly createdAt: number;
};

export function insertVersion(db: WritableDb, made: NewVersion): void {
  db.run(
    `INSERT INTO pipeline_version (pipeline_id, version, graph, author, created_at)
     VALUES (:pipelineId, :version, :graph, :author, :createdAt)`,
    { ...made, graph: JSON.stringify(made.graph) },
  );
  db.run('UPDATE pipeline SET version = :version, updated_at = :at WHERE id = :id', {
    id: made.pipelineId,
    version: made.version,
    at: made.createdAt,
  });
}

/** Latest first. */
export function listVersions(db: ReadableDb, pipelineId: string): PipelineVersion[] {
  const open = new Map<number, number>();
  // Counted here: SQLite would sort them by version first.
  for (const { version } of db.all<{ version: number }>(
    `SELECT version FROM cycle
     WHERE pipeline_id = :pipelineId AND status IN ('pending', 'in-progress', 'rerun') AND status <> 'success'`,
    { pipelineId },
  )) {
    open.set(version, (open.get(version) ?? 0) + 1);
  }
  return db
    .all<Omit<PipelineVersion, 'openCycles'>>(
      `SELECT version, author, created_at AS createdAt FROM pipeline_version WHERE pipeline_id = :pipelineId
       ORDER BY version DESC`,
      { pipelineId },
    )
    .map((row) => ({ ...row, openCycles: open.get(row.version) ?? 0 }));
}

export function hasVersion(db: ReadableDb, pipelineId: string, version: number): boolean {
  const sql = 'SELECT 1 AS yes FROM pipeline_version WHERE pipeline_id = :pipelineId AND version = :version';
  return db.get(sql, { pipelineId, version }) !== undefined;
}

export type PipelineFacts = {
  readonly name: string;
  readonly description: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
};

export function setPipelineFacts(db: WritableDb, id: string, facts: PipelineFacts, at: number): void {
  db.run(
    `UPDATE pipeline SET name = :name, description = :description, settings = :settings, updated_at = :at
     WHERE id = :id`,
    { id, at, name: facts.name, description: facts.description, settings: JSON.stringify(facts.settings) },
  );
}

export function setPipelineStatus(db: WritableDb, id: string, status: PipelineStatus, at: number): void {
  db.run('UPDATE pipeline SET status = :status, updated_at = :at WHERE id = :id', { id, status, at });
}

export function setInstalledVersion(db: WritableDb, id: string, version: number): void {
  db.run('UPDATE pipeline SET installed_version = :version WHERE id = :id', { id, version });
}

/** Cycles up to the key count for nothing from now on. */
export function setResetCycle(db: WritableDb, id: string, key: number, at: number): void {
  db.run('UPDATE pipeline SET reset_cycle = :key, reset_at = :at, updated_at = :at WHERE id = :id', {
    id,
    key,
    at,
  });
}

/** Gone from every list; its rows stay, for what they explain. */
export function setDeleted(db: WritableDb, id: string, at: number): void {
  db.run('UPDATE pipeline SET deleted_at = :at WHERE id = :id', { id, at });
}

/** Values that runs have given to variables, by name. */
export function readVariables(db: ReadableDb, pipelineId: string): ReadonlyMap<string, unknown> {
  const rows = db.all<{ name: string; value: string }>(
    'SELECT name, value FROM variable WHERE pipeline_id = :pipelineId',
    { pipelineId },
  );
  return new Map(rows.map((row) => [row.name, JSON.parse(row.value)]));
}

export function setVariable(
  db: WritableDb,
  pipelineId: string,
  variable: { name: string; value: unknown; at: number },
): void {
  db.run(
    `INSERT INTO variable VALUES (:pipelineId, :name, :value, :at)
     ON CONFLICT DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    {
      pipelineId,
      name: variable.name,
      value: JSON.stringify(variable.value ?? null),
      at: variable.at,
    },
  );
}

/** How many items a split has sent to each group. */
export function readSplitCounts(
  db: ReadableDb,
  pipelineId: string,
  nodeId: string,
): ReadonlyMap<string, number> {
  const rows = db.all<{ name: string; count: number }>(
    'SELECT name, count FROM split_count WHERE pipeline_id = :pipelineId AND node_id = :nodeId',
    { pipelineId, nodeId },
  );
  return new Map(rows.map((row) => [row.name, row.count]));
}

export function setSplitCount(
  db: WritableDb,
  split: { pipelineId: string; nodeId: string; name: string; count: number },
): void {
  db.run(
    `INSERT INTO split_count VALUES (:pipelineId, :nodeId, :name, :count)
     ON CONFLICT DO UPDATE SET count = excluded.count`,
    split,
  );
}
