/**
 * What the API needs of projects, datasets and recipes: who made them, what its clients keep with them, and ontologies of
 * their own, because clients make an ontology first and the recipes that use it afterwards.
 */
export const name = '0080-api';

export const sql = `
-- For the numbers that clients see of each dataset.
CREATE INDEX item_annotated ON item (dataset_id, annotation_count) WHERE annotation_count > 0 AND trashed = 0;

CREATE TABLE ontology (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id), title TEXT NOT NULL,
  -- Labels by dot path, and attributes, as JSON.
  labels TEXT NOT NULL, attributes TEXT NOT NULL, extra TEXT NOT NULL DEFAULT '{}',
  creator TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;

-- Each recipe had labels of its own; from here on they are its ontology's, and the column of old is not read any more.
INSERT INTO ontology (id, project_id, title, labels, attributes, created_at, updated_at)
  SELECT id, project_id, title, labels, '[]', created_at, updated_at FROM recipe;
ALTER TABLE recipe ADD COLUMN ontology_id TEXT REFERENCES ontology(id);
UPDATE recipe SET ontology_id = id;
ALTER TABLE recipe ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE recipe ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE recipe ADD COLUMN deleted_at INTEGER;

ALTER TABLE project ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE project ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE project ADD COLUMN updated_at INTEGER;
ALTER TABLE project ADD COLUMN deleted_at INTEGER;

ALTER TABLE dataset ADD COLUMN creator TEXT NOT NULL DEFAULT '';
ALTER TABLE dataset ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';
ALTER TABLE dataset ADD COLUMN updated_at INTEGER;
ALTER TABLE dataset ADD COLUMN deleted_at INTEGER;
`;
