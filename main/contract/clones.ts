import { z } from 'zod';
import { commandSchema } from '#core/model/command.ts';
import { metadataSchema, nameSchema } from '#core/model/common.ts';
import { exportFileSchema, exportFormatSchema, jsonNamingSchema } from '#core/model/export-file.ts';
import { datasetIdSchema, itemIdSchema, projectIdSchema } from '#core/model/ids.ts';
import { itemFolderSchema, itemNameSchema } from '#core/model/item.ts';
import { mutation, query } from './define.ts';

const what = {
  withAnnotations: z.boolean().default(true),
  withMetadata: z.boolean().default(true),
};
const byExport = z.strictObject({ exportId: itemIdSchema });
const byDataset = z.strictObject({ datasetId: datasetIdSchema });
/** Percent. */
const share = z.int().min(0).max(100);

export const clones = {
  /**
   * Makes an item of the same file, outside of all tasks. The command is done when it is answered; its
   * `returnedModelId` has the new id. `conflict`: an item is at that place.
   */
  'items.clone': mutation(
    z.strictObject({
      itemId: itemIdSchema,
      /** The item's own when absent, and so for what follows. */
      datasetId: datasetIdSchema.optional(),
      folder: itemFolderSchema.optional(),
      name: itemNameSchema.optional(),
      /** Laid over the copy's. */
      metadata: metadataSchema.default({}),
      /** Takes a place that another item has. */
      allowMany: z.boolean().default(false),
      ...what,
    }),
    commandSchema,
  ),
  /**
   * Makes a dataset with the same recipe, and copies of the items that match, in parts: `returnedModelId` of the command
   * is the new dataset. Into a dataset that is there, copies whose place is taken are left out.
   */
  'datasets.clone': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      to: z.union([z.strictObject({ name: nameSchema }), z.strictObject({ targetId: datasetIdSchema })]),
      /** Above the folders of the copies. */
      folder: itemFolderSchema.default('/'),
      filter: metadataSchema.default({}),
      ...what,
    }),
    commandSchema,
  ),
  /**
   * Makes a dataset with copies of all items of these, in parts, and the recipe of the first. Copies whose place is
   * taken get a number. `returnedModelId` of the command is the new dataset.
   */
  'datasets.merge': mutation(
    z.strictObject({
      datasetIds: z.array(datasetIdSchema).min(1).max(100),
      name: nameSchema,
      /** That of the first dataset when absent. */
      projectId: projectIdSchema.optional(),
      ...what,
    }),
    commandSchema,
  ),
  /** Marks every item that matches for one subset (`metadata.system.tags`), in parts, by shares that add up to 100. */
  'datasets.split': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      filter: metadataSchema.default({}),
      shares: z
        .strictObject({ train: share, validation: share, test: share })
        .refine(({ train, validation, test }) => train + validation + test === 100, {
          message: 'must add up to 100',
        }),
    }),
    commandSchema,
  ),
  /** Lays the diff over the metadata of every item that matches, in parts. */
  'datasets.updateItems': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      filter: metadataSchema.default({}),
      metadata: metadataSchema,
      /** Whether `system` of the metadata changes, too. */
      system: z.boolean().default(false),
    }),
    commandSchema,
  ),
  /**
   * Writes the items that match into one JSON list, or an archive with a JSON file of each in its folder, in parts, with
   * their annotations if wanted. `outputItemId` of the command is the file's: see `exports.get`. Files go after two weeks.
   */
  'datasets.export': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      filter: metadataSchema.default({}),
      withAnnotations: z.boolean().default(true),
      /** DQL over annotations; null: all of them. */
      annotationFilter: metadataSchema.nullable().default(null),
      format: exportFormatSchema.default('json'),
      /** Of the files in an archive. */
      naming: jsonNamingSchema.default('stem'),
    }),
    commandSchema,
  ),
  /** `path` is where the file is; it is complete when it has a size. */
  'exports.get': query(byExport, exportFileSchema.extend({ path: z.string() })),
  'exports.delete': mutation(byExport, z.null()),
  /** Looks through the watched folders of the dataset again; without any there is nothing to do, and it says so. */
  'datasets.sync': mutation(byDataset, commandSchema),
  /** Nothing here locks a dataset: for clients that ask for it. */
  'datasets.unlock': mutation(byDataset, commandSchema),
} as const;
