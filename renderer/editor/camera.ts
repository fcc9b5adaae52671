/** What part of the picture is in view. */
import { type Box, boxCenter, boxContains } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import {
  boxToView,
  fitBox,
  fitPicture,
  keepInSight,
  panBy,
  toView,
  type Viewport,
  zoomWithin,
} from '#core/geometry/viewport.ts';
import type { Point } from '#core/model/common.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';

/** View pixels around a picture or shape that is fitted. */
const PICTURE_MARGIN = 24;
const SHAPE_MARGIN = 96;

export type Camera = {
  /** CSS pixels of the canvas. */
  resize(view: Size): void;
  /** The whole picture. */
  fit(): void;
  /** A part of the picture, given in picture pixels. */
  fitTo(box: Box): void;
  panBy(dx: number, dy: number): void;
  /** Times `factor`, around a point of the view or its middle. */
  zoomBy(factor: number, at?: Point): void;
  /** View pixels per picture pixel, around the middle. */
  zoomTo(scale: number): void;
  /** Moves the picture as little as shows the box. */
  reveal(box: Box): void;
  /** Brings a point of the picture into the middle. */
  center(point: Point): void;
};

export function createCamera(store: Store<EditorState>): Camera {
  const middle = (): Point => {
    const { view } = store.get();
    return { x: view.width / 2, y: view.height / 2 };
  };

  function look(viewport: Viewport): void {
    const { item, view } = store.get();
    if (item) store.set({ viewport: keepInSight(viewport, item, view), fitted: false });
  }

  function fitWhole(): void {
    const { item, view } = store.get();
    if (item) store.set({ viewport: fitPicture(item, view, PICTURE_MARGIN), fitted: true });
  }

  function zoomTo(scale: number, at: Point): void {
    const { item, view, viewport } = store.get();
    if (item) store.set({ viewport: zoomWithin(viewport, at, scale, item, view), fitted: false });
  }

  function center(point: Point): void {
    const { viewport } = store.get();
    const at = toView(viewport, point);
    look(panBy(viewport, middle().x - at.x, middle().y - at.y));
  }

  return {
    center,
    resize(view) {
      const { fitted, viewport, view: before } = store.get();
      store.set({ view });
      if (fitted) fitWhole();
      else look(panBy(viewport, (view.width - before.width) / 2, (view.height - before.height) / 2));
    },
    fit: fitWhole,
    fitTo: (box) => look(fitBox(box, store.get().view, SHAPE_MARGIN)),
    panBy: (dx, dy) => look(panBy(store.get().viewport, dx, dy)),
    zoomBy: (factor, at) => zoomTo(store.get().viewport.scale * factor, at ?? middle()),
    zoomTo: (scale) => zoomTo(scale, middle()),
    reveal(box) {
      const { viewport, view } = store.get();
      const shown = boxToView(viewport, box);
      const window = { left: 0, top: 0, right: view.width, bottom: view.height };
      const corners = [
        { x: shown.left, y: shown.top },
        { x: shown.right, y: shown.bottom },
      ];
      if (corners.some((corner) => boxContains(window, corner))) return;
      center(boxCenter(box));
    },
  };
}
