/** The items of a video's frames. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { tableSeconds } from '#core/media/frame-table.ts';
import { type DatasetId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { findItemByIdentity, insertItem } from '../db/queries/items.ts';
import { frameFileName } from '../media/frame-files.ts';
import type { Tx } from '../unit.ts';
import type { SplitFrames } from './split-files.ts';
import { identitySuffix } from './split-way.ts';

export type FramesPlace = {
  readonly video: Item;
  readonly datasetId: DatasetId;
  /** Key of the execution that makes them. */
  readonly execution: number;
  /** The workspace. */
  readonly root: string;
  readonly frames: SplitFrames;
};

const MIMETYPES = { jpeg: 'image/jpeg', png: 'image/png' } as const;

/** The item of one frame: there from before, or made now and then noted in `made`. */
export function frameItem(tx: Tx, place: FramesPlace, at: number, made: string[]): string {
  const { video, datasetId, frames } = place;
  const { index, picture, width, height } = frames;
  const identity = `frame:${video.id}:${at}${identitySuffix(picture)}`;
  const present = findItemByIdentity(tx.db, datasetId, identity);
  if (present) return present.id;
  const id = itemIdSchema.parse(tx.id());
  const file = frameFileName(at, picture.format);
  const location = `${frames.relative}/${file}`;
  const { size } = statSync(join(place.root, location));
  const pts = Number(index.pts[at] ?? 0);
  const seconds = tableSeconds(index, at);
  const frame = { videoId: video.id, index: at, pts, timeBase: index.timeBase, seconds };
  const mimetype = MIMETYPES[picture.format];
  // Labels on a smaller picture are taken to the video's pixels by the quotient of the two.
  const scaled = picture.size ? { videoWidth: video.width, videoHeight: video.height } : {};
  insertItem(tx.db, {
    id,
    datasetId,
    identity,
    kind: 'image',
    name: file,
    folder: `/${stem(video.name)}`,
    mimetype,
    size,
    width,
    height,
    sha256: null,
    frame,
    sourceItemId: null,
    storage: 'stored',
    location,
    metadata: {
      system: { originalname: file, mimetype, size, width, height, frame: { ...frame, ...scaled } },
    },
    maker: place.execution,
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  tx.explain({
    itemId: id,
    kind: 'arrived',
    execution: place.execution,
    text: `Frame ${at} of "${video.name}", at ${seconds.toFixed(3)} s`,
  });
  made.push(id);
  return id;
}

function stem(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}
