/** An item: one file with metadata. A frame is an item made from one picture of a video item. */
import { z } from 'zod';
import { metadataSchema, timeBaseSchema, timeSchema } from './common.ts';
import { datasetIdSchema, itemIdSchema } from './ids.ts';
import { pictureFactsSchema } from './picture.ts';

export const itemKindSchema = z.enum(['image', 'video']);
export type ItemKind = z.infer<typeof itemKindSchema>;

/** Where a frame stands in its video: exact index in presentation order and integer presentation time. */
export const framePlaceSchema = z.object({
  videoId: itemIdSchema,
  /** 0-based, in presentation order after edit lists. */
  index: z.int().min(0),
  /** Presentation time in ticks of `timeBase`. */
  pts: z.int(),
  timeBase: timeBaseSchema,
  /** Seconds from the start of the video's own time line. */
  seconds: z.number(),
});
export type FramePlace = z.infer<typeof framePlaceSchema>;

/** What a look at the frames themselves has shown. */
export const frameCheckSchema = z.object({
  at: timeSchema,
  /** Frames that were decoded and compared. */
  checked: z.int().min(0),
  /** Those of them that differ from the index; `extra`: the file has frames that the index has not. */
  faults: z.array(
    z.object({ index: z.int().min(0), fault: z.enum(['missing', 'time', 'picture', 'extra']) }),
  ),
  /** The tool that decoded them. */
  toolVersion: z.string(),
});
export type FrameCheck = z.infer<typeof frameCheckSchema>;

/** How the numbers in a video's pictures mean colours, in ffprobe's words; null where the file does not say. */
export const videoColourSchema = z.object({
  /** `tv` (black is 16, white is 235) or `pc` (0 and 255). */
  range: z.string().nullable(),
  /** For instance `bt709`, `bt2020nc`. */
  matrix: z.string().nullable(),
  /** For instance `bt709`; `smpte2084` (PQ) and `arib-std-b67` (HLG) are high dynamic range. */
  transfer: z.string().nullable(),
  /** For instance `bt709`, `bt2020`. */
  primaries: z.string().nullable(),
});
export type VideoColour = z.infer<typeof videoColourSchema>;

/** ffprobe's names of the transfer curves of high dynamic range. */
const HIGH_DYNAMIC_RANGE: Readonly<Record<string, 'pq' | 'hlg'>> = { smpte2084: 'pq', 'arib-std-b67': 'hlg' };

/** The curve of a high dynamic range video; null for others. Its pictures keep that curve: nothing is tone-mapped. */
export function dynamicRange({ transfer }: VideoColour): 'pq' | 'hlg' | null {
  return (transfer !== null && HIGH_DYNAMIC_RANGE[transfer]) || null;
}

/** From what, and how, a video's index was made: the same again gives the same. */
export const indexOriginSchema = z.object({
  /** Of the whole file, in hex. */
  sha256: z.string(),
  /** Bytes. */
  size: z.int().min(0),
  /** Options of the tool, without the file's path. */
  flags: z.array(z.string()),
});
export type IndexOrigin = z.infer<typeof indexOriginSchema>;

/** What is known of a video after its index was built. Sizes are of the upright picture. */
export const videoFactsSchema = z.object({
  frameCount: z.int().min(0),
  timeBase: timeBaseSchema,
  durationSeconds: z.number().min(0),
  averageRate: z.number().min(0),
  /** Degrees clockwise that were applied to make the picture upright. */
  rotation: z.int(),
  codec: z.string(),
  hasAudio: z.boolean(),
  /** The tool that read it, e.g. "5.1.9", for reproducibility. */
  toolVersion: z.string(),
  /** Null: it came before this was noted. */
  colour: videoColourSchema.nullable(),
  pixelFormat: z.string().nullable(),
  origin: indexOriginSchema.nullable(),
  /** Null: not counted yet. */
  keyFrames: z.int().min(0).nullable(),
  /** True when only a part of the file could be read; `frameCount` counts that part. */
  damaged: z.boolean(),
  /** Null: nobody has asked yet. */
  check: frameCheckSchema.nullable(),
});
export type VideoFacts = z.infer<typeof videoFactsSchema>;

/** What became of the file that an item was made from, when it got other content. */
export const overwrittenSchema = z.object({
  /** Of what the file holds now, in hex. */
  sha256: z.string(),
  /** The item of that. */
  itemId: itemIdSchema,
  at: timeSchema,
});
export type Overwritten = z.infer<typeof overwrittenSchema>;

/** What a file may be called, in a dataset and wherever it is written from there. */
export const itemNameSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .regex(/^[^/\p{Cc}]+$/u, 'must not contain slashes or control characters')
  .refine((name) => name !== '.' && name !== '..', 'must not be "." or ".."');

/** A folder in a dataset: "/", "/day 1", "/a/b". */
export const itemFolderSchema = z
  .string()
  .max(2048, 'must have at most 2048 characters')
  .refine(
    (folder) =>
      folder === '/' ||
      (folder.startsWith('/') &&
        folder
          .slice(1)
          .split('/')
          .every((part) => itemNameSchema.safeParse(part).success)),
    'must begin with a slash, and no part of it may be empty, "." or ".."',
  );

export const itemSchema = z.object({
  id: itemIdSchema,
  datasetId: datasetIdSchema,
  kind: itemKindSchema,
  name: z.string(),
  /** Folder inside the dataset, with a leading slash: "/", "/day 1". */
  folder: z.string(),
  mimetype: z.string(),
  /** Bytes. */
  size: z.int().min(0),
  /** Upright pixels; 0 when unknown. */
  width: z.int().min(0),
  height: z.int().min(0),
  /** Content hash in hex; null for frames, whose identity is video and index. */
  sha256: z.string().nullable(),
  frame: framePlaceSchema.nullable(),
  video: videoFactsSchema.nullable(),
  /** Null for a video, and for a picture that is alone in its file, has 8 bits a sample and is shown as it is. */
  picture: pictureFactsSchema.nullable(),
  /** The item this one is a clone of. */
  sourceItemId: itemIdSchema.nullable(),
  /**
   * `linked`: the file stays where it is; `stored`: in the workspace; `missing`: a linked file that is gone; `remote`: it is
   * fetched when somebody needs it.
   */
  storage: z.enum(['linked', 'stored', 'missing', 'remote']),
  /**
   * Its file was changed after the item was made, so that its labels are of a picture that is not there any more; null
   * as long as, or when again, some file holds that picture.
   */
  overwritten: overwrittenSchema.nullable(),
  /** Number of live annotations. */
  annotationCount: z.int().min(0),
  /** The last status a person gave in any task, if any. */
  status: z.string().nullable(),
  trashed: z.boolean(),
  metadata: metadataSchema,
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Item = z.infer<typeof itemSchema>;

/** One line of an item's history: what happened, when, by whom, in words a person reads. */
export const itemEventSchema = z.object({
  seq: z.int(),
  at: timeSchema,
  actor: z.string(),
  kind: z.string(),
  text: z.string(),
});
export type ItemEvent = z.infer<typeof itemEventSchema>;
