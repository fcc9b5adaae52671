/** Turns a file that was read into an item, within the caller's transaction. */
import { datasetIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import { findItemByIdentity, insertItem, saveVideo } from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';
import type { Facts } from './facts.ts';
import { found, type Spot } from './places.ts';
import { type Content, type Handed, identityOf } from './reading.ts';

export type Recorded = { readonly itemId: ItemId; readonly created: boolean };

/**
 * Makes an item of the file, or finds the one of this content that its dataset has. Null when neither is possible
 * any more: the item that was there while the file was read is not there now; read it again.
 * `known`: the path has been this item before, so there is nothing to tell.
 */
export function recordItem(tx: Tx, file: Handed, content: Content, known = false): Recorded | null {
  const identity = identityOf(content.sha256);
  const present = findItemByIdentity(tx.db, file.datasetId, identity);
  const spot: Spot = {
    storage: content.copy === null ? 'linked' : 'stored',
    location: content.copy ?? file.path,
    home: file,
  };
  if (!present && !content.facts) return null;
  const itemId = present?.id ?? itemIdSchema.parse(tx.id());
  if (content.facts && !present) insert(tx, { itemId, identity, file, content, facts: content.facts, spot });
  const moved = found(tx, content.sha256, spot, content.dead);
  if (present && !moved.has(itemId) && !known) {
    tx.explain({ itemId, kind: 'duplicate', text: `The same file was found again: ${file.path}` });
  }
  return { itemId, created: !present };
}

type NewArrival = {
  readonly itemId: ItemId;
  readonly identity: string;
  readonly file: Handed;
  readonly content: Content;
  readonly facts: Facts;
  readonly spot: Spot;
};

function insert(tx: Tx, { itemId, identity, file, content, facts, spot }: NewArrival): void {
  const { sha256, size } = content;
  const system = {
    originalname: file.name,
    size,
    encoding: '7bit',
    isBinary: true,
    ...facts.metadata.system,
  };
  insertItem(tx.db, {
    id: itemId,
    datasetId: datasetIdSchema.parse(file.datasetId),
    identity,
    kind: facts.kind,
    name: file.name,
    folder: file.folder,
    mimetype: facts.mimetype,
    size,
    width: facts.width,
    height: facts.height,
    sha256,
    frame: null,
    sourceItemId: null,
    storage: spot.storage,
    location: spot.location,
    maker: null,
    metadata: { ...facts.metadata, system },
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  if (facts.video) saveVideo(tx.db, itemId, facts.video.facts, facts.video.frameIndex);
  tx.changes.dataset(file.datasetId);
  const how = spot.storage === 'stored' ? `Arrived as a copy of ${file.path}` : `Arrived: ${file.path}`;
  tx.explain({ itemId, kind: 'arrived', text: facts.note ? `${how}. ${facts.note}` : how });
  tx.raise({ resource: 'Item', action: 'Created', id: itemId });
}
