/** Items whose file has got other content since they were made. */
export const name = '0060-overwritten';

export const sql = `
-- As JSON: the hash of what the item's file holds now, the item of that, and when it was noticed; null for most.
ALTER TABLE item ADD COLUMN overwritten TEXT;
`;
