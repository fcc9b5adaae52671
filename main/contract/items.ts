import { z } from 'zod';
import { metadataSchema } from '#core/model/common.ts';
import { datasetIdSchema, itemIdSchema, jobIdSchema } from '#core/model/ids.ts';
import {
  frameCheckSchema,
  itemEventSchema,
  itemFolderSchema,
  itemKindSchema,
  itemNameSchema,
  itemSchema,
} from '#core/model/item.ts';
import { pictureWindowSchema } from '#core/model/picture.ts';
import { ingestModeSchema } from '#core/model/watched-folder.ts';
import { internal, mutation, query } from './define.ts';
import { pageInputShape, pageOf } from './paging.ts';

const itemIds = z.array(itemIdSchema).min(1).max(1000);

export const itemFilterSchema = z.strictObject({
  /** Part of the name. */
  text: z.string().max(200).default(''),
  kind: itemKindSchema.nullable().default(null),
  /** A status, or "none" for items without one. */
  status: z.string().max(60).nullable().default(null),
  trashed: z.boolean().default(false),
});
export type ItemFilter = z.infer<typeof itemFilterSchema>;

/**
 * Which bytes of an item: the file itself; a small picture; a preview (2560 pixels at most); the same, but only of a
 * picture that takes long to decode (a glance; for others `wrong-state`); every pixel as a window can show it; a copy of
 * a video that every window can decode (see `media.prepareProxy`); or one frame of a video by its place, as PNG.
 */
export const mediaVariantSchema = z.union([
  z.enum(['original', 'thumb', 'preview', 'glance', 'display', 'proxy']),
  z.templateLiteral(['frame/', z.int()]).refine((text) => /^frame\/\d{1,9}$/.test(text)),
]);

/** A name that the asker gives to a question, by which it can be dropped. */
const ticketSchema = z.string().min(1).max(64);

export const mediaWishSchema = z.strictObject({
  itemId: itemIdSchema,
  variant: mediaVariantSchema,
  /** For a picture with more than 8 bits a sample; its usual one when absent. */
  window: pictureWindowSchema.optional(),
  /** With `original`: reads a stored file and compares it with its hash first; `media-unreadable` when it is damaged. */
  verify: z.boolean().optional(),
  ticket: ticketSchema.optional(),
});
export type MediaWish = z.infer<typeof mediaWishSchema>;

/** Of a picture that is shown by tiles: one of them, or without a place the plan of all (JSON, see `TilePlan`). */
export const tileWishSchema = z.strictObject({
  itemId: itemIdSchema,
  place: z
    .strictObject({ level: z.int().min(0).max(40), x: z.int().min(0).max(4000), y: z.int().min(0).max(4000) })
    .nullable(),
  window: pictureWindowSchema.optional(),
  ticket: ticketSchema.optional(),
});
export type TileWish = z.infer<typeof tileWishSchema>;

/** Which items of a dataset: a filter in the reference system's shape, `{}` for all. */
const ofDataset = { datasetId: datasetIdSchema, filter: metadataSchema.default({}) };

const orderSchema = z.strictObject({
  /** As in the JSON of the API: "name", "metadata.system.size", "metadata.user.site". */
  field: z.string().min(1).max(300),
  descending: z.boolean().default(false),
});

/** Which items, in which order: by the first of the orders, where that is the same by the next, and by id in the end. */
export const itemSearchShape = {
  ...ofDataset,
  order: z
    .array(orderSchema)
    .max(8)
    .default([{ field: 'id', descending: false }]),
  offset: z.int().min(0).default(0),
  limit: z.int().min(0).max(1000).default(1000),
};

export const items = {
  /** In order of creation. */
  'items.list': query(
    z.strictObject({ datasetId: datasetIdSchema, filter: itemFilterSchema.prefault({}), ...pageInputShape }),
    pageOf(itemSchema),
  ),
  /** The fields that items of the datasets have, with examples: of the first and the last hundred of each dataset. */
  'items.fields': query(
    z.strictObject({ datasetIds: z.array(datasetIdSchema).max(100) }),
    z
      .array(
        z.object({
          path: z.string(),
          type: z.enum(['text', 'number', 'yesNo', 'date']),
          examples: z.array(z.string()).readonly(),
        }),
      )
      .readonly(),
  ),
  /** How many of the first 10,000 items of the datasets a filter (DQL as JSON text) matches; `pipeline-invalid`: it is none. */
  'items.matching': query(
    z.strictObject({ datasetIds: z.array(datasetIdSchema).max(100), filter: z.string() }),
    z.object({
      matching: z.int().min(0),
      /** Items that it was tried on, and that there are. */
      looked: z.int().min(0),
      total: z.int().min(0),
      /** Of the datasets. */
      names: z.array(z.string()),
    }),
  ),
  /**
   * The cursor so many items further on than `after`: what `items.list` takes to go on from there, for a jump to a far
   * place. Null when there are not so many.
   */
  'items.skip': query(
    z.strictObject({
      datasetId: datasetIdSchema,
      filter: itemFilterSchema.prefault({}),
      after: pageInputShape.after,
      count: z.int().min(1).max(100_000_000),
    }),
    z.object({ after: itemIdSchema.nullable() }),
  ),
  'items.count': query(
    z.strictObject({ datasetId: datasetIdSchema, filter: itemFilterSchema.prefault({}) }),
    z.object({ count: z.int().min(0) }),
  ),
  'items.get': query(z.strictObject({ itemId: itemIdSchema }), itemSchema),
  /**
   * Those of a dataset that match. Pages far in are fast when the filter says after which id to go on, as in
   * `{"id": {"$gt": "…"}}`, and the order is by id; `total` is then of what is left, counted no further than to 10,000
   * unless the page before was asked for, too. `invalid-input`: a field that cannot order items.
   */
  'items.search': query(
    z.strictObject(itemSearchShape),
    z.object({ total: z.int().min(0), more: z.boolean(), items: z.array(itemSchema) }),
  ),
  /**
   * Changes what is given. `metadata` is laid over what there is, deeply, and null takes away; its `system` counts only
   * with `system`. `conflict`: another item is at that place.
   */
  'items.update': mutation(
    z.strictObject({
      itemId: itemIdSchema,
      name: itemNameSchema.optional(),
      folder: itemFolderSchema.optional(),
      metadata: metadataSchema.default({}),
      system: z.boolean().default(false),
    }),
    itemSchema,
  ),
  /** Moves those of a dataset that match to the trash. */
  'items.trashMatching': mutation(z.strictObject(ofDataset), z.object({ changed: z.int().min(0) })),
  /** Lays the diff over the metadata of those that match, deeply; null takes away. `system` as in `items.update`. */
  'items.updateMatching': mutation(
    z.strictObject({ ...ofDataset, metadata: metadataSchema, system: z.boolean().default(false) }),
    z.object({ changed: z.int().min(0) }),
  ),
  /** What happened to the item, latest first: arrival, routing and why, statuses, issues. */
  'items.history': query(
    z.strictObject({ itemId: itemIdSchema, ...pageInputShape }),
    pageOf(itemEventSchema),
  ),
  /** Files and folders (with all below) become items. Answers at once; progress and problems come as a job. */
  'items.import': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      paths: z.array(z.string().min(1).max(4096)).min(1).max(10_000),
      mode: ingestModeSchema.default('copy'),
    }),
    z.object({ jobId: jobIdSchema }),
  ),
  /** A path for a passing file, to be filled and then handed to `items.upload`. */
  'items.uploadPlace': internal(
    query(z.strictObject({ datasetId: datasetIdSchema }), z.object({ path: z.string() })),
  ),
  /** Makes an item of a passing file, which is gone afterwards. `skipped`: one was there, and stays. */
  'items.upload': internal(
    mutation(
      z.strictObject({
        datasetId: datasetIdSchema,
        path: z.string().min(1).max(4096),
        name: itemNameSchema,
        folder: itemFolderSchema,
        mode: z.enum(['skip', 'overwrite']),
        metadata: metadataSchema,
      }),
      z.object({ item: itemSchema, op: z.enum(['created', 'overwrite', 'skipped']) }),
    ),
  ),
  /**
   * Decodes frames of a video, the first and the last and so many between them, and compares them with its index. Answers
   * when that is done: a job shows it meanwhile, and can cancel it.
   */
  'items.verify': mutation(
    z.strictObject({ itemId: itemIdSchema, samples: z.int().min(1).max(1000).default(24) }),
    frameCheckSchema,
  ),
  'items.trash': mutation(z.strictObject({ itemIds }), z.object({ changed: z.int().min(0) })),
  'items.restore': mutation(z.strictObject({ itemIds }), z.object({ changed: z.int().min(0) })),
  /** The frames of a video and their times: the stored frame index, base64; see `#core/media/frame-table.ts`. */
  'media.frames': query(z.strictObject({ itemId: itemIdSchema }), z.object({ table: z.base64() })),
  /**
   * Makes the copy of a video that every window can decode: as many frames as its index has, frame i at i seconds / 25,
   * upright, padded at the right and below to even numbers of pixels. Answers when it is there: a job shows it meanwhile,
   * and can cancel it. May be asked again.
   */
  'media.prepareProxy': mutation(
    z.strictObject({ itemId: itemIdSchema }),
    z.object({ frames: z.int().min(1) }),
  ),
  /** Where an item's bytes are, for our own media protocol. Makes the picture when it is not there yet. */
  'media.resolve': internal(
    query(mediaWishSchema, z.object({ path: z.string(), mimetype: z.string(), size: z.int().min(0) })),
  ),
  /** Answers once the picture is cut into tiles, which for 200 megapixels takes three seconds the first time. */
  'media.tile': internal(
    query(
      tileWishSchema,
      // Base64; not checked to be that at either end: a tile has a megabyte, and both ends are our own.
      z.object({ data: z.string(), mimetype: z.string() }),
    ),
  ),
  /** Nobody waits any more for the answer to a question of `media.resolve` or `media.tile`. */
  'media.drop': internal(mutation(z.strictObject({ ticket: ticketSchema }), z.null())),
  /** The window that people have chosen for the pictures of a dataset; null: each picture has its usual one. */
  'media.window': query(z.strictObject({ datasetId: datasetIdSchema }), pictureWindowSchema.nullable()),
  'media.setWindow': mutation(
    z.strictObject({ datasetId: datasetIdSchema, window: pictureWindowSchema.nullable() }),
    z.null(),
  ),
} as const;
