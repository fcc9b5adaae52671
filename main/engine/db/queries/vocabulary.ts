/** Where labels and attributes of an ontology are used. */
import type { AnnotationId, DatasetId, ItemId, OntologyId } from '#core/model/ids.ts';
import type { ReadableDb } from '../driver.ts';

/** Items of a task that are looked at for the datasets they are in: all of a task are of one or two. */
const LOOKED_AT = 1000;

/**
 * Datasets whose annotations are made with the ontology: those that have a recipe of it, and those of the items in tasks
 * that have one.
 */
export function datasetsOfOntology(db: ReadableDb, ontologyId: OntologyId): DatasetId[] {
  const own = db.all<{ id: DatasetId }>(
    `SELECT dataset.id FROM recipe JOIN dataset ON dataset.project_id = recipe.project_id AND dataset.recipe_id = recipe.id
     WHERE recipe.ontology_id = :ontologyId AND dataset.deleted_at IS NULL`,
    { ontologyId },
  );
  const tasks = db.all<{ id: string }>(
    `SELECT task.id FROM recipe JOIN task ON task.recipe_id = recipe.id
     WHERE recipe.ontology_id = :ontologyId AND task.deleted_at IS NULL`,
    { ontologyId },
  );
  const worked = tasks.flatMap(({ id }) =>
    db.all<{ id: DatasetId }>(
      `SELECT item.dataset_id AS id FROM (SELECT item_id FROM task_item WHERE task_id = :id LIMIT :most) AS some
       JOIN item ON item.id = some.item_id`,
      { id, most: LOOKED_AT },
    ),
  );
  return [...new Set([...own, ...worked].map(({ id }) => id))].sort();
}

export type LabelCount = { readonly label: string; readonly count: number };

/** How many annotations of a dataset have each label that is used there. */
export function countByLabel(db: ReadableDb, datasetId: DatasetId): LabelCount[] {
  const sql = 'SELECT label, count(*) AS count FROM annotation WHERE dataset_id = :datasetId GROUP BY label';
  return db.all<LabelCount>(sql, { datasetId });
}

export function countWithLabel(db: ReadableDb, datasetId: DatasetId, label: string): number {
  const sql = 'SELECT count(*) AS count FROM annotation WHERE dataset_id = :datasetId AND label = :label';
  return db.get<{ count: number }>(sql, { datasetId, label })?.count ?? 0;
}

export function countInDataset(db: ReadableDb, datasetId: DatasetId): number {
  const sql = 'SELECT count(*) AS count FROM annotation WHERE dataset_id = :datasetId';
  return db.get<{ count: number }>(sql, { datasetId })?.count ?? 0;
}

type Window = { readonly datasetId: DatasetId; readonly after: string; readonly limit: number };
type Place = { readonly id: AnnotationId; readonly itemId: ItemId };

/** In the order of their ids. */
export function listWithLabel(db: ReadableDb, window: Window & { readonly label: string }): Place[] {
  return db.all<Place>(
    `SELECT id, item_id AS itemId FROM annotation WHERE dataset_id = :datasetId AND label = :label AND id > :after
     ORDER BY id LIMIT :limit`,
    { ...window },
  );
}

/** In the order of their ids; `attributes` is JSON. */
export function listAttributes(
  db: ReadableDb,
  window: Window,
): (Place & { readonly attributes: string; readonly metadata: string | null })[] {
  return db.all(
    `SELECT id, item_id AS itemId, attributes, metadata FROM annotation WHERE dataset_id = :datasetId AND id > :after
     ORDER BY id LIMIT :limit`,
    { ...window },
  );
}
