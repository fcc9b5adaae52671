/** Linked datasets all of whose files are to be here; and quickly which of them are not. */
export const name = '0430-kept-files';

export const sql = `
ALTER TABLE link ADD COLUMN keep_files INTEGER NOT NULL DEFAULT 0;
CREATE INDEX item_away ON item (dataset_id, id) WHERE storage = 'remote';
`;
