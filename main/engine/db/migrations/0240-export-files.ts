/** Files that clients have asked for, with what is in datasets: they are downloaded like items, and are in no dataset. */
export const name = '0240-export-files';

export const sql = `
CREATE TABLE export_file (
  id TEXT PRIMARY KEY, dataset_id TEXT NOT NULL REFERENCES dataset(id),
  -- Bytes; null while it is being written.
  size INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
`;
