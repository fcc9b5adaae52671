/** Frames that were chosen of videos, by video and way of splitting. */
import type { VideoSplitConfig } from '#core/pipeline/functions/video-split.ts';
import type { ReadableDb, WritableDb } from '../driver.ts';

/** Which set of frames it is. */
export type FrameSetKey = { readonly videoId: string; readonly way: string };

export type FrameSet = FrameSetKey & {
  /** How the node was set up, but for where the frames went. */
  readonly settings: VideoSplitConfig;
  /** Hash of the index that the places belong to. */
  readonly frameIndex: string;
  /** Places of the chosen frames; null: the index alone tells them. */
  readonly places: readonly number[] | null;
  /** What made the files; null while they are not finished. */
  readonly tool: { readonly version: string; readonly args: readonly string[] } | null;
};

type Row = {
  settings: string;
  frame_index: string;
  places: string | null;
  tool_version: string | null;
  tool_args: string | null;
};

export function findFrameSet(db: ReadableDb, { videoId, way }: FrameSetKey): FrameSet | null {
  const sql = `SELECT settings, frame_index, places, tool_version, tool_args FROM frame_set
    WHERE video_id = :videoId AND way = :way`;
  const row = db.get<Row>(sql, { videoId, way });
  if (!row) return null;
  return {
    videoId,
    way,
    settings: JSON.parse(row.settings),
    frameIndex: row.frame_index,
    places: row.places === null ? null : JSON.parse(row.places),
    tool:
      row.tool_version === null
        ? null
        : { version: row.tool_version, args: JSON.parse(row.tool_args ?? '[]') },
  };
}

export function saveFrameSet(db: WritableDb, set: FrameSet, at: number): void {
  db.run(
    `INSERT INTO frame_set VALUES (:videoId, :way, :settings, :frameIndex, :places, :version, :args, :at)
     ON CONFLICT (video_id, way) DO UPDATE SET settings = excluded.settings, frame_index = excluded.frame_index, places = excluded.places,
       tool_version = excluded.tool_version, tool_args = excluded.tool_args, updated_at = excluded.updated_at`,
    {
      videoId: set.videoId,
      way: set.way,
      settings: JSON.stringify(set.settings),
      frameIndex: set.frameIndex,
      places: set.places === null ? null : JSON.stringify(set.places),
      version: set.tool?.version ?? null,
      args: set.tool === null ? null : JSON.stringify(set.tool.args),
      at,
    },
  );
}
