import { describe, expect, it } from 'vitest';
import type { Annotation } from '#core/model/annotation.ts';
import { createRenderer } from '#renderer/editor/render/renderer.ts';
import { box } from './support/annotations.ts';
import { createRecorder, type Recorder } from './support/recorder.ts';
import { createRig, PICTURE } from './support/rig.ts';

function shownRig(annotations: readonly Annotation[]) {
  const rig = createRig(annotations);
  const [picture, shapes, overlay] = [createRecorder(), createRecorder(), createRecorder()];
  const tiles: Recorder[] = [];
  const shown: string[] = [];
  const sharp: string[] = [];
  let frame: (() => void) | null = null;
  let rest: (() => void) | null = null;
  let seconds = 0;
  let later: (() => void) | null = null;
  const renderer = createRenderer(rig.editor, {
    picture,
    shapes,
    overlay,
    scratch: {
      begin() {
        const tile = createRecorder();
        tiles.push(tile);
        return { pen: tile.pen, take: () => ({ image: tile.image, close: tile.dispose }) };
      },
    },
    frame(run) {
      frame = run;
      return () => {
        frame = null;
      };
    },
    after(_ms, run) {
      rest = run;
      return () => {
        rest = null;
      };
    },
    soon(run) {
      later = run;
      return () => {
        later = null;
      };
    },
    // Each look at the clock is a second later: one piece of work at a time.
    now: () => (seconds += 1000),
    shown: ({ itemId }) => shown.push(itemId),
    sharp: (itemId) => sharp.push(itemId),
  });
  const paint = () => {
    const run = frame;
    frame = null;
    run?.();
  };
  /** One piece of what is left to do between frames. */
  const piece = () => {
    const run = later;
    later = null;
    run?.();
  };
  const finish = () => {
    while (later) piece();
    paint();
  };
  /** The view comes to rest. */
  const come = () => {
    const run = rest;
    rest = null;
    run?.();
    paint();
  };
  paint();
  finish();
  return {
    ...rig,
    renderer,
    picture,
    shapes,
    overlay,
    tiles,
    shown,
    paint,
    /** True when a picture would be drawn on the screen. */
    waiting: () => frame !== null,
    sharp,
    finish,
    piece,
    rest: come,
    settle() {
      come();
      finish();
    },
  };
}

/** Outlines in a label's colour, without the dark seam below them. */
function outlines(recorder: Recorder) {
  return recorder.strokes('outline').filter(({ color }) => color.startsWith('#'));
}

const MANY = Array.from({ length: 1000 }, (_, index) => {
  const left = (index % 40) * 10;
  const top = Math.floor(index / 40) * 12;
  return box(index + 1, [left, top, left + 8, top + 10]);
});

describe('renderer', () => {
  it('draws every shape in the colour of its label, with a sign that can be read', () => {
    const rig = shownRig([box(1, [10, 10, 110, 60]), box(2, [50, 50, 90, 90], { label: 'person' })]);
    expect(outlines(rig.shapes).map(({ color }) => color)).toEqual(['#e69f00', '#56b4e9']);
    expect(rig.shapes.strokes('text').map(({ what }) => what)).toEqual(['text car', 'text pers…']);
  });

  it('draws the picture only with the shapes that belong to it, and says so once', () => {
    const rig = shownRig([]);
    const image = {} as CanvasImageSource;
    rig.renderer.setPicture({ image, itemId: 'another' });
    rig.paint();
    expect(rig.picture.strokes('image')).toEqual([]);
    rig.renderer.setPicture({ image, itemId: PICTURE.id });
    rig.paint();
    rig.editor.camera.zoomBy(2);
    rig.paint();
    expect(rig.picture.strokes('image')).toHaveLength(1);
    expect(rig.shown).toEqual([PICTURE.id]);
  });

  it('turns an image that is not upright, and leaves out what is not of the picture', () => {
    const rig = shownRig([]);
    const lie = { rotation: 90, width: 480, height: 640 };
    rig.renderer.setPicture({ image: {} as CanvasImageSource, itemId: PICTURE.id, frame: 3, lie });
    rig.paint();
    const { viewport } = rig.editor.state.get();
    const [w, h] = [PICTURE.width * viewport.scale, PICTURE.height * viewport.scale];
    expect(rig.picture.strokes('translate')[0]?.numbers).toEqual([viewport.x + w / 2, viewport.y + h / 2]);
    expect(rig.picture.strokes('rotate')[0]?.numbers).toEqual([Math.PI / 2]);
    expect(rig.picture.strokes('image')[0]?.numbers).toEqual([0, 0, 480, 640, -h / 2, -w / 2, h, w]);
  });

  it('draws a frame fast without the shapes above it, and finely when it stays', () => {
    const rig = shownRig([box(1, [10, 10, 110, 60])]);
    const show = (frame: number) => {
      rig.renderer.setPicture({ image: {} as CanvasImageSource, itemId: PICTURE.id, frame });
      rig.paint();
    };
    const [shapes, overlay] = [rig.shapes.begun(), rig.overlay.begun()];
    show(1);
    expect(rig.picture.pen.imageSmoothingQuality).toBe('low');
    show(2);
    expect(rig.picture.strokes('image')).toHaveLength(1);
    expect([rig.shapes.begun(), rig.overlay.begun()]).toEqual([shapes, overlay]);
    rig.settle();
    expect(rig.picture.pen.imageSmoothingQuality).toBe('medium');
    expect(rig.shapes.begun()).toBe(shapes + 1);
    // Drawn finely, it is still the same picture.
    expect(rig.shown).toEqual([PICTURE.id, PICTURE.id]);
  });

  it('draws a changed shape at its place, and leaves the rest of the layer as it is', () => {
    const rig = shownRig(MANY);
    const begun = rig.shapes.begun();
    rig.editor.select([MANY[0]?.id ?? box(0, [0, 0, 1, 1]).id]);
    rig.editor.nudge.press(1, 1, 'move');
    rig.editor.nudge.end();
    const before = rig.shapes.strokes().length;
    rig.paint();
    expect(rig.shapes.begun()).toBe(begun);
    const drawn = rig.shapes.strokes().length - before;
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThan(100);
  });

  it('takes a shape under the hand out of the layer and shows it above', () => {
    const rig = shownRig([box(1, [10, 10, 110, 60])]);
    rig.move(50, 30);
    rig.down(50, 30);
    rig.move(60, 40);
    rig.move(70, 50);
    rig.paint();
    const strokes = rig.shapes.strokes();
    const cleared = strokes.findLastIndex(({ what }) => what === 'clear');
    expect(cleared).toBeGreaterThan(0);
    const afterClear = strokes.slice(cleared);
    expect(afterClear.filter(({ what }) => what.startsWith('outline'))).toEqual([]);
    expect(outlines(rig.overlay).length).toBeGreaterThan(0);
    expect(rig.overlay.strokes('text car  100 × 50')).toHaveLength(1);
    rig.up(70, 50);
    rig.paint();
    expect(rig.shapes.strokes('outline').length).toBeGreaterThan(0);
  });

  it('moves bitmaps of many shapes while the view moves, and is crisp when it rests', () => {
    const rig = shownRig(MANY);
    const images = () => rig.shapes.strokes('image').length;
    // A shape on an edge is on both tiles.
    const made = rig.tiles.length;
    expect(rig.tiles.flatMap(outlines).length).toBeGreaterThanOrEqual(2 * MANY.length);
    const sharp = images();
    expect(sharp).toBeLessThan(made);
    rig.editor.camera.zoomBy(1.1);
    rig.paint();
    // What was in view, as fine as it was: nothing of the whole would be seen.
    expect(images()).toBe(sharp);
    expect(rig.shapes.strokes('clear')).toEqual([]);
    expect(outlines(rig.shapes)).toEqual([]);
    rig.editor.camera.panBy(3, 3);
    rig.paint();
    expect(rig.tiles).toHaveLength(made);
    rig.settle();
    expect(rig.tiles.length).toBeGreaterThan(made);
    expect(images()).toBe(rig.tiles.length - made);
    expect(rig.shapes.strokes('clear')).toEqual([]);
  });

  it('shows the whole coarsely around what was in view', () => {
    const rig = shownRig(MANY);
    const images = () => rig.shapes.strokes('image').length;
    rig.editor.camera.zoomBy(1.3);
    rig.settle();
    const sharp = images();
    rig.editor.camera.zoomBy(0.7);
    rig.paint();
    expect(images()).toBeGreaterThan(sharp);
    expect(rig.shapes.strokes('clear').length).toBeGreaterThanOrEqual(sharp);
  });

  it('shows what it has until finer is ready, and draws it tile by tile', () => {
    const rig = shownRig(MANY);
    const made = rig.tiles.length;
    const shown = () => rig.shapes.strokes('image').length;
    const sharp = shown();
    rig.editor.camera.zoomBy(1.1);
    rig.paint();
    rig.rest();
    expect(rig.tiles).toHaveLength(made);
    rig.piece();
    expect(rig.tiles).toHaveLength(made + 1);
    expect(shown()).toBe(sharp);
    expect(new Set(rig.sharp)).toEqual(new Set([PICTURE.id]));
    const before = rig.sharp.length;
    rig.finish();
    expect(rig.sharp).toHaveLength(before + 1);
  });

  it('draws anew only the tiles with a changed shape', () => {
    const rig = shownRig(MANY);
    const made = rig.tiles.length;
    rig.editor.remove([MANY[0]?.id ?? box(0, [0, 0, 1, 1]).id]);
    rig.paint();
    rig.finish();
    const again = rig.tiles.length - made;
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(made / 2);
  });

  it('draws few shapes directly while the view moves', () => {
    const rig = shownRig(MANY.slice(0, 40));
    rig.editor.camera.zoomBy(1.1);
    rig.paint();
    expect(rig.tiles).toEqual([]);
    expect(outlines(rig.shapes).length).toBeGreaterThan(0);
  });

  it('takes the canvas of what is under the hand off the screen while there is nothing on it', () => {
    const rig = shownRig([box(1, [10, 10, 110, 110])]);
    expect(rig.overlay.isShown()).toBe(false);
    rig.click(50, 50);
    rig.paint();
    expect(rig.overlay.isShown()).toBe(true);
    rig.editor.select([]);
    rig.editor.hover(null);
    rig.paint();
    expect(rig.overlay.isShown()).toBe(false);
  });

  it('offers handles for one selected shape, and for the box around several, when they may be changed', () => {
    const rig = shownRig([box(1, [10, 10, 110, 110]), box(2, [200, 200, 300, 290])]);
    const handles = () => rig.overlay.strokes('fill').filter(({ color }) => color === '#ffffff').length;
    rig.click(50, 50);
    rig.paint();
    expect(handles()).toBe(8);
    rig.click(250, 250, { shift: true });
    rig.paint();
    expect(handles()).toBe(8);
    rig.click(50, 50);
    rig.editor.setEditable(false);
    rig.paint();
    expect(handles()).toBe(0);
  });

  it('hides shapes', () => {
    const rig = shownRig([box(1, [10, 10, 110, 110])]);
    rig.editor.toggleHidden(box(1, [0, 0, 1, 1]).id);
    rig.paint();
    expect(outlines(rig.shapes)).toEqual([]);
  });

  it('asks for one frame for many changes, and for none when nothing changes or after its end', () => {
    const rig = shownRig(MANY);
    rig.settle();
    expect(rig.waiting()).toBe(false);
    rig.move(10, 10);
    rig.move(11, 11);
    expect(rig.waiting()).toBe(true);
    rig.editor.camera.zoomBy(1.1);
    rig.paint();
    rig.renderer.dispose();
    rig.move(20, 20);
    expect(rig.waiting()).toBe(false);
    expect([rig.picture, rig.shapes, rig.overlay, ...rig.tiles].every((each) => each.isDisposed())).toBe(
      true,
    );
  });
});
