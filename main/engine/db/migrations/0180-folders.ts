/**
 * Folders of datasets as clients see them: items of their own, with ids. They are noted when a client asks for folders,
 * so that nothing is written for them while files come in.
 */
export const name = '0180-folders';

export const sql = `
CREATE TABLE folder (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id),
  -- The whole path; the folder that it is in, and its name there.
  path TEXT NOT NULL, dir TEXT NOT NULL, name TEXT NOT NULL,
  metadata TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  UNIQUE (dataset_id, path)
) STRICT;

CREATE INDEX folder_by_dataset ON folder (dataset_id, id);
`;
