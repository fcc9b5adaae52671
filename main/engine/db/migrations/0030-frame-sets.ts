/** What a split of a video has made and how: which frames were chosen where a look at the pictures decided, and with which options. */
export const name = '0030-frame-sets';

export const sql = `
CREATE TABLE frame_set (
  video_id TEXT NOT NULL REFERENCES item(id),
  -- How it was split: the name of the folder of its frames.
  way TEXT NOT NULL,
  -- Its settings as JSON, but for where the frames went.
  settings TEXT NOT NULL,
  -- Hash of the index that the places below belong to.
  frame_index TEXT NOT NULL,
  -- Places of the chosen frames as a JSON list; null: the index alone tells them.
  places TEXT,
  -- Version and options of ffmpeg; null while its files are not finished.
  tool_version TEXT, tool_args TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (video_id, way)
) STRICT, WITHOUT ROWID;
`;
