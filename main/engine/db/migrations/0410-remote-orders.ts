/** What remotes are asked to do with pipelines: it waits here until it is done, through restarts and lost replies. */
export const name = '0410-remote-orders';

export const sql = `
CREATE TABLE remote_order (
  seq INTEGER PRIMARY KEY,
  remote_id TEXT NOT NULL REFERENCES remote(id),
  pipeline_id TEXT NOT NULL,
  -- As core/model/remote-pipeline.ts has it; of a save with what it takes along.
  body TEXT NOT NULL, saved TEXT,
  -- What was there before the remote was asked: by that its work is found again when the reply is lost.
  before TEXT,
  -- Why it did not; NULL: it was not asked, or did not answer.
  refused TEXT,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX remote_order_next ON remote_order (remote_id, pipeline_id, seq);
`;
