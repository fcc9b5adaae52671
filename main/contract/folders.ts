/** Folders of datasets, with ids as items have: for clients to whom they are items. */
import { z } from 'zod';
import { metadataSchema } from '#core/model/common.ts';
import { folderSchema } from '#core/model/folder.ts';
import { datasetIdSchema, folderIdSchema, itemIdSchema } from '#core/model/ids.ts';
import { itemFolderSchema, itemSchema } from '#core/model/item.ts';
import { mutation, query } from './define.ts';
import { itemSearchShape } from './items.ts';

const byFolder = z.strictObject({ folderId: folderIdSchema });
const changed = z.object({ changed: z.int().min(0) });

export const folders = {
  /** All that hold items, or were made or asked for before, from the root on, by their paths. Notes ids for new ones. */
  'folders.list': query(z.strictObject({ datasetId: datasetIdSchema }), z.array(folderSchema)),
  'folders.get': query(byFolder, folderSchema),
  /** The folder of that path, with those that it is in; one that is there stays as it is. */
  'folders.make': mutation(
    z.strictObject({ datasetId: datasetIdSchema, path: itemFolderSchema }),
    folderSchema,
  ),
  /**
   * Changes what is given: another path moves it with all that is in it, a part at a time. `conflict`: an item is at the
   * place of one that would move; nothing is changed then. `metadata` as in `items.update`.
   */
  'folders.update': mutation(
    byFolder.extend({
      path: itemFolderSchema.optional(),
      metadata: metadataSchema.default({}),
      system: z.boolean().default(false),
    }),
    folderSchema,
  ),
  /** Forgets it and moves all items in it to the trash. `conflict`: the root stays. */
  'folders.trash': mutation(byFolder, changed),
  /**
   * Moves items and folders, with all that is in them, into a folder: all of them or, when one is not there or its place
   * is taken, none (`not-found`, `conflict`).
   */
  'items.move': mutation(
    byFolder.extend({ ids: z.array(z.union([itemIdSchema, folderIdSchema])).max(1_000_000) }),
    changed,
  ),
  /** As `items.search`, with folders: those match filters that do not ask for files, the root where they ask for folders. */
  'items.browse': query(
    z.strictObject(itemSearchShape),
    z.object({
      total: z.int().min(0),
      more: z.boolean(),
      entries: z.array(z.discriminatedUnion('kind', [folderSchema, itemSchema])),
    }),
  ),
} as const;
