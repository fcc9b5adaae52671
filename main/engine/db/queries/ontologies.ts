/** Ontologies. */
import type { OntologyId, ProjectId } from '#core/model/ids.ts';
import type { Ontology } from '#core/model/ontology.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

type Json = 'labels' | 'attributes' | 'extra';
type Row = Omit<Ontology, Json> & Record<Json, string>;

const SELECT = `SELECT id, project_id AS projectId, title, labels, attributes, creator, extra,
  created_at AS createdAt, updated_at AS updatedAt FROM ontology WHERE deleted_at IS NULL`;

const toOntology = (row: Row): Ontology => ({
  ...row,
  labels: JSON.parse(row.labels),
  attributes: JSON.parse(row.attributes),
  extra: JSON.parse(row.extra),
});

export function listOntologies(db: ReadableDb, projectId: ProjectId): Ontology[] {
  return db.all<Row>(`${SELECT} AND project_id = :projectId ORDER BY id`, { projectId }).map(toOntology);
}

export function findOntology(db: ReadableDb, id: OntologyId): Ontology | null {
  const row = db.get<Row>(`${SELECT} AND id = :id`, { id });
  return row ? toOntology(row) : null;
}

/** Inserts or replaces the ontology of that id. */
export function saveOntology(db: WritableDb, ontology: Ontology): void {
  db.run(
    `INSERT INTO ontology (id, project_id, title, labels, attributes, creator, extra, created_at, updated_at)
     VALUES (:id, :projectId, :title, :labels, :attributes, :creator, :extra, :createdAt, :updatedAt)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, labels = excluded.labels,
       attributes = excluded.attributes, extra = excluded.extra, updated_at = excluded.updated_at`,
    {
      ...ontology,
      labels: JSON.stringify(ontology.labels),
      attributes: JSON.stringify(ontology.attributes),
      extra: JSON.stringify(ontology.extra),
    },
  );
}

/** Gone from every list; its row stays, for the tasks that were made with it. */
export function setOntologyDeleted(db: WritableDb, id: OntologyId, at: number): void {
  db.run('UPDATE ontology SET deleted_at = :at WHERE id = :id', { id, at });
}

/** The titles of recipes that use it. */
export function listRecipesOfOntology(db: ReadableDb, id: OntologyId): string[] {
  const sql = 'SELECT title FROM recipe WHERE ontology_id = :id AND deleted_at IS NULL ORDER BY id';
  return db.all<{ title: string }>(sql, { id }).map((row) => row.title);
}
