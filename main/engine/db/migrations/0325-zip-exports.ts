/**
 * Exports as ZIP archives. What the archive's directory will say of each file is kept here while the archive grows: it is in
 * the transaction of the part that wrote the file, so both are there after a crash, or neither.
 */
export const name = '0325-zip-exports';

export const sql = `
ALTER TABLE export_file ADD COLUMN format TEXT NOT NULL DEFAULT 'json' CHECK (format IN ('json', 'zip'));
CREATE TABLE export_entry (
  export_id TEXT NOT NULL REFERENCES export_file(id) ON DELETE CASCADE,
  name TEXT NOT NULL, crc32 INTEGER NOT NULL,
  -- Bytes.
  size INTEGER NOT NULL, packed_size INTEGER NOT NULL, "offset" INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (export_id, name)
) STRICT, WITHOUT ROWID;
`;
