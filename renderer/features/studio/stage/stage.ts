/** An editor, the element it is shown in, and the picture on it. */
import { annotationIdSchema, changeSetIdSchema, createIds } from '#core/model/ids.ts';
import { call } from '#renderer/client/client.ts';
import type { ShownImage } from '#renderer/editor/assist/client.ts';
import { createClipboard } from '#renderer/editor/clipboard.ts';
import { createWindowAssist } from '#renderer/editor/dom/assist.ts';
import { type Mounted, mountEditor } from '#renderer/editor/dom/mount.ts';
import { createEditor, type Editor, type EditorPorts, type Scene } from '#renderer/editor/editor.ts';
import type { DecodedPicture } from '#renderer/editor/pictures.ts';
import type { Pen } from '#renderer/editor/render/pen.ts';
import { type Picture, type PictureTiles, paintWhole } from '#renderer/editor/render/picture-layer.ts';
import type { EditorItem } from '#renderer/editor/state.ts';
import { keptAids } from '../aids/kept-aids.ts';
import { mark } from './marks.ts';
import { work } from './work.ts';

export type Stage = {
  readonly editor: Editor;
  /** Shows the editor in an empty, positioned element until the function it returns is called. */
  attach(host: HTMLElement): () => void;
  /** Brings the keys to the canvas. */
  focus(): void;
  /** Shows an item; null: its picture cannot be shown, or comes frame by frame. */
  show(scene: Scene, picture: DecodedPicture | null): void;
  /** Puts another picture of the item on the canvas: a finer one, or one through another window. */
  swap(itemId: string, picture: DecodedPicture): void;
  /** Draws tiles of the item above its picture, or none any more. */
  setTiles(tiles: PictureTiles | null): void;
  repaint(): void;
  /** Draws the whole picture, `scale` pixels of the pen's a picture pixel; nothing while there is none. */
  paintSmall(pen: Pen, scale: number): void;
  /** Shows a frame of the item in place of the picture before it, which is closed. */
  showFrame(picture: Picture, close: () => void): void;
  /** There are no more frames of the item. Of no effect when another one is shown by now. */
  endFrames(itemId: string): void;
  /** Hears when a picture is on the canvas, until the function it returns is called. */
  onDrawn(listener: (picture: Picture) => void): () => void;
  dispose(): void;
};

export type StagePorts = Pick<EditorPorts, 'person' | 'title' | 'notice' | 'pin'> & {
  /** Somebody else changed what this person was changing; so many of their changes did not fit. */
  conflict(dropped: number): void;
};

/** For as long as the window is open. */
const clipboard = createClipboard();

// Math.random is good enough for ids that need only differ on this computer within one millisecond.
const ids = createIds(Date.now, Math.random);

/** The picture on the canvas, as assistance looks at it: the way it is shown, window and level included. */
function shownImage(picture: Picture | null, item: EditorItem | null): ShownImage | null {
  if (!picture || picture.itemId !== item?.id) return null;
  return { key: picture, image: picture.image, lie: picture.lie ?? null, picture: item };
}

export function createStage(ports: StagePorts): Stage {
  const assist = createWindowAssist(() => shownImage(picture, editor.state.get().item));
  const editor = createEditor({
    ...ports,
    clipboard,
    assist,
    saver: work,
    newAnnotationId: () => annotationIdSchema.parse(ids.next()),
    newChangeSetId: ids.next,
    now: Date.now,
    undo: (itemId) => call('annotations.undo', { itemId }),
    redo: (itemId) => call('annotations.redo', { itemId }),
    goTo: (itemId, stepId, { changeSetId, title }) =>
      call('annotations.goTo', { itemId, stepId, title, changeSetId: changeSetIdSchema.parse(changeSetId) }),
    restore: (itemId, ids, { changeSetId, title }) =>
      call('annotations.restore', {
        itemId,
        annotationIds: [...ids],
        title,
        changeSetId: changeSetIdSchema.parse(changeSetId),
      }),
    reload: (itemId) => call('annotations.list', { itemId }),
  });
  editor.setAids(keptAids());
  const stopRebase = work.onRebase(({ itemId, annotations, dropped }) => {
    editor.replace(itemId, annotations);
    if (dropped > 0) ports.conflict(dropped);
  });
  let mounted: Mounted | null = null;
  let element: HTMLElement | null = null;
  let picture: Picture | null = null;
  let tiles: PictureTiles | null = null;
  let closeFrame = () => {};
  const drawnListeners = new Set<(picture: Picture) => void>();

  function drawn(shown: Picture): void {
    mark('studio:image-shown', shown.itemId);
    for (const listener of drawnListeners) listener(shown);
  }

  function put(next: Picture | null, close: () => void): void {
    picture = next;
    mounted?.setPicture(next);
    closeFrame();
    closeFrame = close;
  }

  return {
    editor,
    attach(host) {
      const here = mountEditor(editor, host, {
        shown: drawn,
        sharp: (itemId) => mark('studio:shapes-sharp', itemId),
      });
      mounted = here;
      element = host;
      here.setPicture(picture);
      here.setTiles(tiles);
      // Keys that are held, arrows and Tab belong to the canvas: it has the focus from the start.
      host.focus({ preventScroll: true });
      return () => {
        here.dispose();
        if (mounted === here) mounted = null;
        if (element === host) element = null;
      };
    },
    focus: () => element?.focus({ preventScroll: true }),
    show(scene, decoded) {
      editor.open(scene);
      put(decoded && { image: decoded.image, itemId: scene.item.id }, () => {});
    },
    showFrame(frame, close) {
      put(frame, close);
      // In one picture of the screen: objects that lag behind a thing that moves would lie beside it.
      if (frame.frame !== undefined && editor.state.get().item?.id === frame.itemId) {
        editor.tracks.setFrame(frame.frame);
      }
    },
    endFrames(itemId) {
      if (picture?.itemId === itemId && picture.frame !== undefined) put(null, () => {});
    },
    onDrawn(listener) {
      drawnListeners.add(listener);
      return () => drawnListeners.delete(listener);
    },
    swap(itemId, decoded) {
      if (picture && picture.itemId !== itemId) return;
      put({ image: decoded.image, itemId }, () => {});
    },
    setTiles(next) {
      tiles = next;
      mounted?.setTiles(tiles);
    },
    repaint: () => mounted?.repaint(),
    paintSmall(pen, scale) {
      const { item } = editor.state.get();
      if (picture && item && picture.itemId === item.id) paintWhole(pen, item, picture, scale);
    },
    dispose() {
      stopRebase();
      mounted?.dispose();
      closeFrame();
      editor.dispose();
      assist.dispose();
    },
  };
}
