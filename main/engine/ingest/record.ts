/** Turns a file that was read into an item, within the caller's transaction. */
import { datasetIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { pictureName } from '#core/model/picture.ts';
import { findItemByIdentity, insertItem, saveVideo, setPicture } from '../db/queries/items.ts';
import { hasContent } from '../db/queries/watched-folders.ts';
import type { PictureRead } from '../media/picture-facts.ts';
import type { Tx } from '../unit.ts';
import type { Facts } from './facts.ts';
import { found, type Spot } from './places.ts';
import { type Content, type Handed, identityOf } from './reading.ts';

export type Recorded = { readonly itemId: ItemId; readonly created: boolean };

export type RecordOptions = {
  /** The path has been this item before, so there is nothing to tell. */
  readonly known?: boolean;
  /** True: an item of its own, even when the dataset has one of this content. */
  readonly apart?: boolean;
};

/**
 * Makes an item of the file, or finds the one of this content that its dataset has. Null when neither is possible, as
 * the content is known although it seemed to be new, or the item that had it is not there any more: read it again.
 */
export function recordItem(
  tx: Tx,
  file: Handed,
  content: Content,
  { known = false, apart = false }: RecordOptions = {},
): Recorded | null {
  const { sha256, dead } = content;
  const isNew = !hasContent(tx.db, sha256);
  if (!isNew && dead === null) return null;
  const same = isNew ? null : findItemByIdentity(tx.db, file.datasetId, identityOf(sha256));
  const present = apart ? null : same;
  const spot: Spot = {
    storage: content.copy === null ? 'linked' : 'stored',
    location: content.copy ?? file.path,
    home: file,
  };
  if (!present && !content.facts) return null;
  const itemId = present?.id ?? itemIdSchema.parse(tx.id());
  const { facts } = content;
  if (facts && (!present || facts.pictures.length > 1)) {
    // No other item has this one's id, so no other has this identity.
    const suffix = same && apart ? `@${itemId}` : '';
    insertAll(tx, { itemId, file, content, facts, spot, suffix }, present);
  }
  const moved = isNew || dead === null ? null : found(tx, sha256, spot, dead);
  if (present && !moved?.has(itemId) && !known) {
    tx.explain({ itemId, kind: 'duplicate', text: `The same file was found again: ${file.path}` });
  }
  return { itemId, created: !present };
}

type NewArrival = {
  readonly itemId: ItemId;
  readonly file: Handed;
  readonly content: Content;
  readonly facts: Facts;
  readonly spot: Spot;
  /** What makes the identity another than that of its content; mostly nothing. */
  readonly suffix: string;
};

/**
 * A video or a picture is one item; of a file with several pictures each is one, the first with the given id. `present`:
 * the first one, when it is there; the others may be missing, where it came before pages were items.
 */
function insertAll(tx: Tx, arrival: NewArrival, present: Item | null): void {
  const { facts, content } = arrival;
  if (facts.video) {
    const { mimetype, width, height } = facts;
    insert(tx, arrival, { mimetype, width, height, facts: null, system: {} });
    saveVideo(tx.db, arrival.itemId, facts.video.facts, facts.video.frameIndex);
    return;
  }
  const { file } = arrival;
  for (const [page, picture] of facts.pictures.entries()) {
    const identity = identityOf(content.sha256, page) + arrival.suffix;
    const again = page > 0 && findItemByIdentity(tx.db, file.datasetId, identity);
    if (again) continue;
    if (page === 0 && present) {
      const { mimetype } = picture;
      if (!present.picture && picture.facts) {
        setPicture(tx.db, present.id, { picture: picture.facts, mimetype, at: tx.now });
        tx.changes.dataset(file.datasetId);
      }
      continue;
    }
    const itemId = page === 0 ? arrival.itemId : itemIdSchema.parse(tx.id());
    insert(tx, { ...arrival, itemId }, picture);
  }
}

function insert(
  tx: Tx,
  { itemId, file, content, facts, spot, suffix }: NewArrival,
  picture: PictureRead,
): void {
  const { sha256, size } = content;
  const place = picture.facts ?? { page: 0, pages: 1 };
  const system = {
    originalname: file.name,
    size,
    encoding: '7bit',
    isBinary: true,
    ...facts.metadata.system,
    ...picture.system,
  };
  insertItem(tx.db, {
    id: itemId,
    datasetId: datasetIdSchema.parse(file.datasetId),
    identity: identityOf(sha256, place.page) + suffix,
    kind: facts.kind,
    name: pictureName(file.name, place),
    folder: file.folder,
    mimetype: picture.mimetype,
    size,
    width: picture.width,
    height: picture.height,
    sha256,
    frame: null,
    picture: picture.facts,
    sourceItemId: null,
    storage: spot.storage,
    location: spot.location,
    maker: null,
    metadata: { ...facts.metadata, system },
    createdAt: tx.now,
    updatedAt: tx.now,
  });
  tx.changes.dataset(file.datasetId);
  const how = howItCame(file, spot);
  const which = place.pages === 1 ? how : `${how}, picture ${place.page + 1} of ${place.pages}`;
  tx.explain({ itemId, kind: 'arrived', text: facts.note ? `${which}. ${facts.note}` : which });
  tx.raise({ resource: 'Item', action: 'Created', id: itemId });
}

function howItCame({ passing, folder, name, path }: Handed, { storage }: Spot): string {
  if (passing) return `Uploaded as ${folder === '/' ? '' : folder}/${name}`;
  return storage === 'stored' ? `Arrived as a copy of ${path}` : `Arrived: ${path}`;
}
