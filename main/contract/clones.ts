import { z } from 'zod';
import { commandSchema } from '#core/model/command.ts';
import { metadataSchema, nameSchema } from '#core/model/common.ts';
import { datasetIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { itemFolderSchema, itemNameSchema } from '#core/model/item.ts';
import { mutation } from './define.ts';

const what = {
  withAnnotations: z.boolean().default(true),
  withMetadata: z.boolean().default(true),
};

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
   * Makes a dataset with the same recipe, and copies of the items that match. The command is done when it is answered;
   * its `returnedModelId` is the new dataset.
   */
  'datasets.clone': mutation(
    z.strictObject({
      datasetId: datasetIdSchema,
      name: nameSchema,
      filter: metadataSchema.default({}),
      ...what,
    }),
    commandSchema,
  ),
} as const;
