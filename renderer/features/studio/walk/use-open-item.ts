import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Attribute, Label } from '#core/model/recipe.ts';
import { type PoseTemplate, recipeSettingsOf } from '#core/model/recipe-settings.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { DecodedPicture } from '#renderer/editor/pictures.ts';
import { bringPicture } from '../stage/bring-picture.ts';
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
const NO_POSES: readonly PoseTemplate[] = [];
const NO_ATTRIBUTES: readonly Attribute[] = [];

/** True while the item waits for a decision in the task: only then its labels may be changed there. */
export function waitsHere({ taskItem }: View): boolean {
  return taskItem.state === 'open' || taskItem.state === 'rework' || taskItem.state === 'review';
}

/** The picture's own size where the item does not know it. */
function sceneOf(view: View, picture: DecodedPicture | null) {
  const { id, width, height } = view.item;
  const known = width > 0 && height > 0;
  const size = known ? { width, height } : { width: picture?.width ?? 1, height: picture?.height ?? 1 };
  return {
    item: { id, ...size },
    annotations: view.annotations,
    editable: waitsHere(view),
    frame: view.item.kind === 'video' ? 0 : null,
  };
}

/** What there is when the next is the same: the items of a task share a recipe, and its buttons and rows stay as they are. */
function unchanged<T>(now: T | null, next: T): T {
  return now !== null && JSON.stringify(now) === JSON.stringify(next) ? now : next;
}

const never = () => () => {};

/**
 * The item on the canvas, told in the very drawing of the screen in which the canvas itself says so: a key pressed at the
 * sight of an item must find it decidable.
 */
function useItemOnStage(stage: Stage | null): string | null {
  const state = stage?.editor.state;
  return useSyncExternalStore(state?.subscribe ?? never, () => state?.get().item?.id ?? null);
}

/** Brings the item of a view onto the stage, picture and labels at once. */
export function useOpenItem(stage: Stage | null, view: View | null): OpenItem {
  const [problem, setProblem] = useState<unknown>(null);
  const itemId = useItemOnStage(stage);
  // Before the browser paints: a decoded picture must not cost a frame of emptiness.
  useLayoutEffect(() => {
    if (!stage || !view) return;
    const { editor } = stage;
    const { labels, allowed, attributes, poses } = editor.state.get();
    editor.setLabels(unchanged(labels, view.recipe?.labels ?? NOTHING));
    editor.setAllowed(unchanged(allowed, view.recipe?.tools ?? []));
    editor.setPoses(unchanged(poses, view.recipe ? recipeSettingsOf(view.recipe).poses : NO_POSES));
    editor.setAttributes(unchanged(attributes, view.recipe?.attributes ?? NO_ATTRIBUTES));
    if (editor.state.get().item?.id === view.item.id) {
      editor.setEditable(waitsHere(view));
      return;
    }
    let over = false;
    const key = pictureKey(view.item.id);
    bringPicture(view.item, {
      first(picture, why = null) {
        if (over) return;
        stage.show(sceneOf(view, picture), picture);
        pictures.use(key);
        setProblem(why);
        // The view may have been fetched ahead, some time ago.
        void editor.refresh().catch(notifyError);
      },
      finer(picture) {
        // Not `over`: a view that was asked for anew meanwhile is of the same item, whose glance is on the canvas.
        if (editor.state.get().item?.id !== view.item.id) return;
        stage.swap(view.item.id, picture);
        pictures.use(key);
      },
    });
    return () => {
      over = true;
    };
  }, [stage, view]);
  return { itemId, problem };
}
