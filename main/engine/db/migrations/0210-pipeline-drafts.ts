/** Graphs that are drawn and not saved: they survive whatever ends the app. */
export const name = '0210-pipeline-drafts';

export const sql = `
CREATE TABLE pipeline_draft (
  pipeline_id TEXT PRIMARY KEY REFERENCES pipeline(id), graph TEXT NOT NULL,
  -- The version that the drawing began from.
  from_version INTEGER NOT NULL, drawn_by TEXT NOT NULL, drawn_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
