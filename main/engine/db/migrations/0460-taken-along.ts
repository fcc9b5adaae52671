/** Items of remotes' tasks that were taken along, whose files are to be here. */
export const name = '0460-taken-along';

export const sql = `
CREATE TABLE taken_along (
  id TEXT PRIMARY KEY, remote_id TEXT NOT NULL REFERENCES remote(id), task_id TEXT NOT NULL,
  -- Null: asked for, and not answered so far as is known.
  until INTEGER,
  -- 1: files of its items are to be here.
  files INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE TABLE taken_along_item (
  taken_id TEXT NOT NULL REFERENCES taken_along(id), item_id TEXT NOT NULL,
  PRIMARY KEY (taken_id, item_id)
) STRICT, WITHOUT ROWID;
`;
