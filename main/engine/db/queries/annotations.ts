/** Annotations and the journal of their changes. */
import type { Annotation, AnnotationDiff, ChangeSet } from '#core/model/annotation.ts';
import type { AnnotationId, ItemId } from '#core/model/ids.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

export type AnnotationRow = {
  id: AnnotationId;
  item_id: ItemId;
  label: string;
  geometry: string;
  attributes: string;
  creator: string;
  created_at: number;
  updated_at: number;
  updated_by: string;
  rev: number;
  metadata: string | null;
  extra: string | null;
};

export const toAnnotation = (row: AnnotationRow): Annotation => ({
  id: row.id,
  itemId: row.item_id,
  label: row.label,
  geometry: JSON.parse(row.geometry),
  attributes: JSON.parse(row.attributes),
  creator: row.creator,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  updatedBy: row.updated_by,
  rev: row.rev,
  ...(row.metadata === null ? {} : { metadata: JSON.parse(row.metadata) }),
  ...(row.extra === null ? {} : { extra: JSON.parse(row.extra) }),
});

export function findAnnotation(db: ReadableDb, id: string): Annotation | null {
  const row = db.get<AnnotationRow>('SELECT * FROM annotation WHERE id = :id', { id });
  return row ? toAnnotation(row) : null;
}

export function listAnnotations(db: ReadableDb, itemId: string): Annotation[] {
  return db
    .all<AnnotationRow>('SELECT * FROM annotation WHERE item_id = :itemId ORDER BY id', { itemId })
    .map(toAnnotation);
}

/**
 * What `listAnnotations` answers, as JSON. Most of it is stored as JSON already: read and written again, 10,000 annotations
 * of 20 points would take ten times as long.
 */
export function annotationsText(db: ReadableDb, itemId: string): string {
  const rows = db.all<AnnotationRow>('SELECT * FROM annotation WHERE item_id = :itemId ORDER BY id', {
    itemId,
  });
  return `[${rows.map(annotationText).join(',')}]`;
}

function annotationText(row: AnnotationRow): string {
  const { geometry, attributes, metadata, extra, ...others } = row;
  const { id, item_id: itemId, label, creator, created_at: createdAt } = others;
  const plain = { id, itemId, label, creator, createdAt };
  const changed = { updatedAt: others.updated_at, updatedBy: others.updated_by, rev: others.rev };
  const more = `${metadata === null ? '' : `,"metadata":${metadata}`}${extra === null ? '' : `,"extra":${extra}`}`;
  const said = JSON.stringify({ ...plain, ...changed }).slice(0, -1);
  return `${said},"geometry":${geometry},"attributes":${attributes}${more}}`;
}

/** Inserts or replaces the annotation of that id. */
export function saveAnnotation(db: WritableDb, annotation: Annotation): void {
  db.run(
    `INSERT INTO annotation (id, item_id, label, geometry, attributes, creator, created_at, updated_at, updated_by, rev, metadata,
       extra, dataset_id)
     VALUES (:id, :itemId, :label, :geometry, :attributes, :creator, :createdAt, :updatedAt, :updatedBy, :rev, :metadata,
       :extra, (SELECT dataset_id FROM item WHERE id = :itemId AND trashed = 0))
     ON CONFLICT (id) DO UPDATE SET label = excluded.label, geometry = excluded.geometry,
       attributes = excluded.attributes, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
       rev = excluded.rev, metadata = excluded.metadata, extra = excluded.extra`,
    {
      ...annotation,
      geometry: JSON.stringify(annotation.geometry),
      attributes: JSON.stringify(annotation.attributes),
      metadata: annotation.metadata ? JSON.stringify(annotation.metadata) : null,
      extra: annotation.extra ? JSON.stringify(annotation.extra) : null,
    },
  );
}

export function deleteAnnotation(db: WritableDb, id: string): void {
  db.run('DELETE FROM annotation WHERE id = :id', { id });
}

export function deleteAnnotationsOf(db: WritableDb, itemId: string): void {
  db.run('DELETE FROM annotation WHERE item_id = :itemId', { itemId });
}

export type ChangeSetRow = {
  seq: number;
  id: string;
  item_id: ItemId;
  title: string;
  actor: string;
  at: number;
  state: ChangeSet['state'];
  diffs: string;
};

export type StoredChangeSet = ChangeSet & { readonly diffs: AnnotationDiff[] };

export const toChangeSet = (row: ChangeSetRow): StoredChangeSet => ({
  id: row.id,
  itemId: row.item_id,
  title: row.title,
  actor: row.actor,
  at: row.at,
  state: row.state,
  diffs: JSON.parse(row.diffs),
});

export function findChangeSet(db: ReadableDb, id: string): StoredChangeSet | null {
  const row = db.get<ChangeSetRow>('SELECT * FROM change_set WHERE id = :id', { id });
  return row ? toChangeSet(row) : null;
}

/** Adds an applied change set; what was undone before it can no longer be redone. */
export function insertChangeSet(db: WritableDb, set: StoredChangeSet): void {
  db.run(`UPDATE change_set SET state = 'dropped' WHERE item_id = :itemId AND state = 'undone'`, {
    itemId: set.itemId,
  });
  db.run(
    `INSERT INTO change_set (id, item_id, title, actor, at, state, diffs)
     VALUES (:id, :itemId, :title, :actor, :at, :state, :diffs)`,
    { ...set, diffs: JSON.stringify(set.diffs) },
  );
}

/** Notes down what came from a remote; what a person has undone can still be redone. */
export function insertPulledSet(db: WritableDb, set: StoredChangeSet): void {
  db.run(
    `INSERT INTO change_set (id, item_id, title, actor, at, state, diffs, pulled)
     VALUES (:id, :itemId, :title, :actor, :at, :state, :diffs, 1)`,
    { ...set, diffs: JSON.stringify(set.diffs) },
  );
}

/** The change set that undo takes back next; null when there is none. What came from a remote is nobody's last step here. */
export function nextUndo(db: ReadableDb, itemId: string): StoredChangeSet | null {
  const sql = `SELECT * FROM change_set WHERE item_id = :itemId AND state = 'applied' AND pulled = 0
    ORDER BY seq DESC LIMIT 1`;
  const row = db.get<ChangeSetRow>(sql, { itemId });
  return row ? toChangeSet(row) : null;
}

/** The change set that redo applies next; null when there is none. */
export function nextRedo(db: ReadableDb, itemId: string): StoredChangeSet | null {
  const sql = `SELECT * FROM change_set WHERE item_id = :itemId AND state = 'undone' ORDER BY seq ASC LIMIT 1`;
  const row = db.get<ChangeSetRow>(sql, { itemId });
  return row ? toChangeSet(row) : null;
}

export function setChangeSetState(db: WritableDb, id: string, state: ChangeSet['state']): void {
  db.run('UPDATE change_set SET state = :state WHERE id = :id', { id, state });
}

/** Latest first, without the diffs, which can be large and are nobody's reading. */
export function listChangeSets(db: ReadableDb, itemId: string): ChangeSet[] {
  return db.all<ChangeSet>(
    `SELECT id, item_id AS itemId, title, actor, at, state FROM change_set
     WHERE item_id = :itemId AND state <> 'dropped' ORDER BY seq DESC LIMIT 1000`,
    { itemId },
  );
}
