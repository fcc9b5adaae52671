/** Items of which only what is known of them matters: their files are not there. */
import { join } from 'node:path';
import { openDatabase } from '#engine/db/driver.ts';
import { systemPorts } from '#engine/ports.ts';
import type { TestApi } from './api.ts';

export type Wanted = { readonly kind?: 'image' | 'video'; readonly metadata?: object };

const { ids } = systemPorts({ logFile: null });

/** Puts an item into a dataset; answers its id. */
export function addItem(
  { folder }: Pick<TestApi, 'folder'>,
  datasetId: string,
  { kind = 'image', metadata = {} }: Wanted = {},
): string {
  const database = openDatabase(join(folder, 'workspace', 'sluice.db'));
  const id = ids.next();
  const mimetype = kind === 'image' ? 'image/png' : 'video/mp4';
  database.write((tx) =>
    tx.run(
      `INSERT INTO item (id, dataset_id, identity, kind, name, folder, mimetype, size, width, height, storage, location,
         metadata, created_at, updated_at)
       VALUES (:id, :datasetId, :id, :kind, :id, '/', :mimetype, 1, 640, 480, 'stored', :id, :metadata, 0, 0)`,
      { id, datasetId, kind, mimetype, metadata: JSON.stringify(metadata) },
    ),
  );
  database.close();
  return id;
}
