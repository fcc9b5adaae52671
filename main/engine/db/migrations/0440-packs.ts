/** Packs: items that were handed to somebody for a time, with the key that signs what comes back; and packs opened here. */
export const name = '0440-packs';

export const sql = `
CREATE TABLE pack (
  id TEXT PRIMARY KEY, task_id TEXT NOT NULL REFERENCES task(id), person TEXT NOT NULL,
  made_at INTEGER NOT NULL, until INTEGER NOT NULL,
  -- Public half of the key that signs what comes back.
  return_key TEXT NOT NULL,
  ended_at INTEGER, came_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX pack_by_task ON pack (task_id) WHERE ended_at IS NULL;
CREATE TABLE pack_item (
  pack_id TEXT NOT NULL REFERENCES pack(id), item_id TEXT NOT NULL,
  PRIMARY KEY (pack_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pack_item_by_item ON pack_item (item_id);
CREATE TABLE taken_pack (
  id TEXT PRIMARY KEY, remote_id TEXT NOT NULL REFERENCES remote(id), task_id TEXT NOT NULL, person TEXT NOT NULL,
  made_at INTEGER NOT NULL, until INTEGER NOT NULL, hub TEXT NOT NULL,
  -- The hub's public key: others that come of the same hub must have been signed with it.
  hub_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX taken_pack_by_remote ON taken_pack (remote_id);
`;
