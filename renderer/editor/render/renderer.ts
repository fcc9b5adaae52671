/** Shows an editor on three canvases, one above the other: picture, stored shapes, what is under the hand. */
import { type Box, boxUnion } from '#core/geometry/box.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Editor } from '../editor.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { EditorState } from '../state.ts';
import { createTextWidths } from './chip.ts';
import { createLinks } from './links.ts';
import { overlayShows, paintOverlay } from './overlay.ts';
import { type Picture, type PictureTiles, paintPicture } from './picture-layer.ts';
import { createShapesLayer } from './shapes-layer.ts';
import type { Scratch, Surface } from './surface.ts';

/** Milliseconds without a change after which the view has come to rest: a frame that comes late is no rest. */
const REST_MS = 25;

export type RendererPorts = {
  readonly picture: Surface;
  readonly shapes: Surface;
  readonly overlay: Surface;
  readonly scratch: Scratch;
  /** Runs the function before the next picture on the screen; the answer takes that back. */
  frame(run: () => void): () => void;
  /** Runs the function after so many milliseconds; the answer takes that back. */
  after(ms: number, run: () => void): () => void;
  /** Runs the function soon, after what the window has to do; the answer takes that back. */
  soon(run: () => void): () => void;
  /** Milliseconds, of a clock that only goes forward. */
  now(): number;
  /** A picture is on the canvas for the first time. */
  shown?(picture: Picture): void;
  /** The shapes of the item with the id are as fine as the screen can show them. */
  sharp?(itemId: string): void;
};

export type Renderer = {
  /** The picture for the item with its id; shown as soon as the editor is at that item. */
  setPicture(picture: Picture | null): void;
  /** Tiles to draw above the picture of their item. */
  setTiles(tiles: PictureTiles | null): void;
  /** Draws the picture again: one of its tiles has come. */
  repaint(): void;
  /** Device pixels per CSS pixel. */
  setRatio(ratio: number): void;
  dispose(): void;
};

export function createRenderer(editor: Editor, ports: RendererPorts): Renderer {
  const layer = createShapesLayer({
    surface: ports.shapes,
    shapes: editor.shapes,
    scratch: ports.scratch,
    now: ports.now,
    soon: ports.soon,
    ready: requestAll,
  });
  const widths = createTextWidths();
  const linksOf = createLinks();
  let ratio = 1;
  let picture: Picture | null = null;
  let tiles: PictureTiles | null = null;
  let shown: Picture | null = null;
  let moving = false;
  let all = true;
  let pictureToo = false;
  /** An item has been opened since the last frame: where the view goes then is no movement. */
  let opened = false;
  let shapesToo = false;
  let places: Box[] = [];
  let cancelFrame: (() => void) | null = null;
  let cancelRest: (() => void) | null = null;
  let before = editor.state.get();

  function paintBelow(state: EditorState): void {
    ports.picture.resize(state.view, ratio);
    paintPicture(ports.picture, state, { picture, tiles }, { moving, ratio });
  }

  function paintShapes(state: EditorState): void {
    if (all) {
      ports.shapes.resize(state.view, ratio);
      layer.paint(state, ratio, moving);
    } else if (places.length > 0) layer.paintPlaces(state, ratio, places);
    if (state.item && !layer.soft()) ports.sharp?.(state.item.id);
    const shows = overlayShows(state);
    ports.overlay.show(shows);
    if (!shows) return;
    ports.overlay.resize(state.view, ratio);
    ports.overlay.begin();
    paintOverlay(ports.overlay.pen, state, widths, linksOf(state.annotations));
  }

  function paint(): void {
    cancelFrame = null;
    const state = editor.state.get();
    if (all || pictureToo) paintBelow(state);
    if (all || shapesToo) paintShapes(state);
    [all, pictureToo, shapesToo, opened] = [false, false, false, false];
    places = [];
    if (picture && picture.itemId === state.item?.id && shown !== picture) {
      shown = picture;
      ports.shown?.(picture);
    }
  }

  function request(): void {
    cancelFrame ??= ports.frame(paint);
  }

  function requestShapes(): void {
    shapesToo = true;
    request();
  }

  function requestPicture(): void {
    pictureToo = true;
    request();
  }

  function requestAll(): void {
    all = true;
    request();
  }

  function stopMoving(): void {
    cancelRest?.();
    cancelRest = null;
    moving = false;
  }

  function startMoving(): void {
    moving = true;
    cancelRest?.();
    cancelRest = ports.after(REST_MS, () => {
      stopMoving();
      if (!layer.rest(editor.state.get(), ratio)) all = true;
      requestPicture();
    });
  }

  /** A shape under the hand is not in the stored layer: its place there changes when it is taken and let go. */
  function draftPlaces(now: EditorState, then: EditorState): Box[] {
    const taken = [...now.drafts.keys()].filter((id) => !then.drafts.has(id));
    const left = [...then.drafts.keys()].filter((id) => !now.drafts.has(id));
    return [...taken, ...left].flatMap((id: AnnotationId) => {
      const geometry = now.annotations.get(id)?.geometry;
      return geometry ? [kindOf(geometry).bounds(geometry)] : [];
    });
  }

  function compare(now: EditorState, then: EditorState): void {
    if (now.item !== then.item || now.labels !== then.labels || now.hidden !== then.hidden) {
      layer.forget();
      all = true;
    }
    if (now.item !== then.item) {
      stopMoving();
      opened = true;
    }
    if (now.viewport !== then.viewport || now.view !== then.view) {
      if (!opened) startMoving();
      all = true;
    }
    if (now.aids.smooth !== then.aids.smooth) all = true;
    places.push(...draftPlaces(now, then));
  }

  const stopState = editor.state.subscribe(() => {
    const now = editor.state.get();
    compare(now, before);
    before = now;
    requestShapes();
  });
  const stopPlaces = editor.onPlaces((changed) => {
    // One place around all when there are many: a new item replaces everything at once anyway.
    places.push(...(changed.length > 1000 ? [changed.reduce(boxUnion)] : changed));
    requestShapes();
  });
  request();

  return {
    setPicture(next) {
      picture = next;
      // A finer picture of the same item is no other picture.
      const finer = next !== null && next.frame === undefined && next.itemId === shown?.itemId;
      shown = finer ? next : null;
      // The next frame of a video may come at once: each is drawn fast, and finely when one stays on it.
      if (next?.frame !== undefined) startMoving();
      requestPicture();
    },
    setTiles(next) {
      tiles = next;
      requestPicture();
    },
    repaint: requestPicture,
    setRatio(next) {
      if (next === ratio) return;
      ratio = next;
      layer.forget();
      requestAll();
    },
    dispose() {
      stopState();
      stopPlaces();
      cancelFrame?.();
      cancelRest?.();
      layer.dispose();
      ports.picture.dispose();
      ports.overlay.dispose();
    },
  };
}
