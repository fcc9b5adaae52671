/** Graphs that are drawn and not saved, one a pipeline. */
import type { Draft } from '#contract/drafts.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Row = { graph: string; from_version: number; drawn_by: string; drawn_at: number };

export function findDraft(db: ReadableDb, pipelineId: string): Draft | null {
  const row = db.get<Row>('SELECT * FROM pipeline_draft WHERE pipeline_id = :pipelineId', { pipelineId });
  if (!row) return null;
  const { graph, from_version: fromVersion, drawn_by: drawnBy, drawn_at: drawnAt } = row;
  return { graph: JSON.parse(graph), fromVersion, drawnBy, drawnAt };
}

export function putDraft(db: WritableDb, pipelineId: string, draft: Draft): void {
  db.run(
    `INSERT INTO pipeline_draft (pipeline_id, graph, from_version, drawn_by, drawn_at)
     VALUES (:pipelineId, :graph, :fromVersion, :drawnBy, :drawnAt)
     ON CONFLICT DO UPDATE SET graph = excluded.graph, from_version = excluded.from_version,
       drawn_by = excluded.drawn_by, drawn_at = excluded.drawn_at`,
    { pipelineId, ...draft, graph: JSON.stringify(draft.graph) },
  );
}

export function removeDraft(db: WritableDb, pipelineId: string): void {
  db.run('DELETE FROM pipeline_draft WHERE pipeline_id = :pipelineId', { pipelineId });
}
