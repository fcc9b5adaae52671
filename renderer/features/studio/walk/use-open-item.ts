import { useLayoutEffect, useState } from 'react';
import { isTiled } from '#core/model/picture.ts';
import type { Label } from '#core/model/recipe.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { DecodedPicture } from '#renderer/editor/pictures.ts';
import { pictureKey, pictures } from '../stage/pictures.ts';
import type { Stage } from '../stage/stage.ts';
import type { View } from './use-task-view.ts';

export type OpenItem = {
  /** The item on the canvas; null until there is one. */
  readonly itemId: string | null;
  /** Why its picture cannot be shown. */
  readonly problem: unknown;
};

const NOTHING: readonly Label[] = [];

/** True while the item waits for a decision in the task: only then its labels may be changed there. */
export function waitsHere({ taskItem }: View): boolean {
  return taskItem.state === 'open' || taskItem.state === 'rework' || taskItem.state === 'review';
}

/** From here on a preview is on the screen earlier than the picture. */
const PREVIEW_FROM_PIXELS = 4_000_000;

function hasPreview({ item }: View): boolean {
  const pixels = item.width * item.height;
  return item.kind === 'image' && !isTiled(item) && pixels >= PREVIEW_FROM_PIXELS;
}

/** The picture's own size where the item does not know it. */
function sceneOf(view: View, picture: DecodedPicture | null) {
  const { id, width, height } = view.item;
  const known = width > 0 && height > 0;
  const size = known ? { width, height } : { width: picture?.width ?? 1, height: picture?.height ?? 1 };
  return { item: { id, ...size }, annotations: view.annotations, editable: waitsHere(view) };
}

/** Brings the item of a view onto the stage, picture and labels at once. */
export function useOpenItem(stage: Stage | null, view: View | null): OpenItem {
  const [open, setOpen] = useState<OpenItem>({ itemId: null, problem: null });
  // Before the browser paints: a decoded picture must not cost a frame of emptiness.
  useLayoutEffect(() => {
    if (!stage || !view) return;
    const { editor } = stage;
    editor.setLabels(view.recipe?.labels ?? NOTHING);
    if (editor.state.get().item?.id === view.item.id) {
      editor.setEditable(waitsHere(view));
      return;
    }
    let over = false;
    const key = pictureKey(view.item.id);
    const show = (picture: DecodedPicture | null, problem: unknown = null) => {
      if (over) return;
      stage.show(sceneOf(view, picture), picture);
      pictures.use(key);
      setOpen({ itemId: view.item.id, problem });
      // The view may have been fetched ahead, some time ago.
      void editor.refresh().catch(notifyError);
    };
    const ready = pictures.ready(key);
    // A video's pictures come frame by frame.
    if (view.item.kind === 'video') show(null);
    else if (ready) show(ready);
    else {
      // A preview first, when it is there before the picture itself.
      let shown: 'nothing' | 'preview' | 'picture' = 'nothing';
      const bring = (picture: DecodedPicture) => {
        if (shown === 'nothing') show(picture);
        else if (!over) {
          stage.swap(view.item.id, picture);
          pictures.use(key);
        }
        shown = 'picture';
      };
      void pictures.get(key).then(bring, (error: unknown) => {
        shown = 'picture';
        show(null, error);
      });
      if (hasPreview(view)) {
        pictures.get(mediaUrl(view.item.id, 'preview')).then(
          (picture) => {
            if (shown !== 'nothing') return;
            shown = 'preview';
            show(picture);
          },
          // The picture itself says why.
          () => undefined,
        );
      }
    }
    return () => {
      over = true;
    };
  }, [stage, view]);
  return open;
}
