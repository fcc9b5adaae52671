/** Nodes by number: the same one through all versions of a graph. */
import type { ReadableDb, WritableDb } from '../driver.ts';

/** The node's number, given to it when it is first asked for. */
export function nodeKey(db: WritableDb, pipelineId: string, nodeId: string): number {
  const known = findNodeKey(db, pipelineId, nodeId);
  if (known !== null) return known;
  db.run('INSERT INTO node (pipeline_id, node_id) VALUES (:pipelineId, :nodeId)', { pipelineId, nodeId });
  return findNodeKey(db, pipelineId, nodeId) ?? 0;
}

export function findNodeKey(db: ReadableDb, pipelineId: string, nodeId: string): number | null {
  const sql = 'SELECT key FROM node WHERE pipeline_id = :pipelineId AND node_id = :nodeId';
  return db.get<{ key: number }>(sql, { pipelineId, nodeId })?.key ?? null;
}

/** The nodes of a pipeline with their numbers. */
export function listNodeKeys(db: ReadableDb, pipelineId: string): ReadonlyMap<string, number> {
  const rows = db.all<{ node_id: string; key: number }>(
    'SELECT node_id, key FROM node WHERE pipeline_id = :pipelineId',
    { pipelineId },
  );
  return new Map(rows.map((row) => [row.node_id, row.key]));
}
