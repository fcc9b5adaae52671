/** Brings an item's picture as early as there is something to be seen of it. */
import type { Item } from '#core/model/item.ts';
import { hasGlance } from '#core/model/picture.ts';
import type { DecodedPicture } from '#renderer/editor/pictures.ts';
import { getPicture, glanceKey, pictureKey, pictures } from './pictures.ts';

export type PictureHandlers = {
  /** Told once, at once when the picture is decoded already; null: there is none, or it cannot be shown. */
  first(picture: DecodedPicture | null, why?: unknown): void;
  /** The picture itself, after a glance of it was the first. */
  finer(picture: DecodedPicture): void;
};

/** A glance first where that is there earlier, then the picture itself; of a video nothing, as it comes frame by frame. */
export function bringPicture(item: Item, { first, finer }: PictureHandlers): void {
  const ready = item.kind === 'video' ? null : pictures.ready(pictureKey(item.id));
  if (ready || item.kind === 'video') {
    first(ready);
    return;
  }
  let shown: 'nothing' | 'glance' | 'picture' = 'nothing';
  getPicture(item.id).then(
    (picture) => {
      if (shown === 'nothing') first(picture);
      else finer(picture);
      shown = 'picture';
    },
    (error: unknown) => {
      shown = 'picture';
      first(null, error);
    },
  );
  if (!hasGlance(item)) return;
  pictures.get(glanceKey(item.id)).then(
    (picture) => {
      if (shown !== 'nothing') return;
      shown = 'glance';
      first(picture);
    },
    // The picture itself says why.
    () => undefined,
  );
}
