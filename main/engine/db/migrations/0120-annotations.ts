/**
 * Annotations as scripts ask for them: those of a whole dataset, in the order of their ids, by type, and with the status
 * of their latest issue.
 */
export const name = '0120-annotations';

export const sql = `
ALTER TABLE annotation ADD COLUMN extra TEXT;
-- Read from the index: a mask's geometry can have a megabyte.
ALTER TABLE annotation ADD COLUMN type TEXT GENERATED ALWAYS AS (json_extract(geometry, '$.type')) VIRTUAL;
-- The dataset of its item; null while that is in the trash or hidden.
ALTER TABLE annotation ADD COLUMN dataset_id TEXT;
UPDATE annotation SET dataset_id = (SELECT dataset_id FROM item WHERE item.id = annotation.item_id AND item.trashed = 0);
CREATE INDEX annotation_by_dataset ON annotation (dataset_id, id, type) WHERE dataset_id IS NOT NULL;
CREATE INDEX issue_by_annotation ON issue (annotation_id, id) WHERE annotation_id IS NOT NULL;

CREATE TRIGGER annotation_shown AFTER UPDATE OF trashed ON item WHEN (NEW.trashed = 0) <> (OLD.trashed = 0) BEGIN
  UPDATE annotation SET dataset_id = iif(NEW.trashed = 0, NEW.dataset_id, NULL) WHERE item_id = NEW.id;
END;
`;
