/** What is known of the pixels of pictures, and the window through which those of more than 8 bits are looked at. */
export const name = '0050-pictures';

export const sql = `
-- Facts as JSON: which page of its file, and how its values are spread; null for an ordinary picture alone in its file.
ALTER TABLE item ADD COLUMN picture TEXT;

-- The window that people have chosen for all pictures of a dataset.
CREATE TABLE picture_window (
  dataset_id TEXT PRIMARY KEY REFERENCES dataset(id), low REAL NOT NULL, high REAL NOT NULL
) STRICT, WITHOUT ROWID;
`;
