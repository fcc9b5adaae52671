/** Grid, pixel grid and cross-hair: which lines there are, and when the layer above the picture is shown for them. */
import { expect, test } from 'vitest';
import { gridShows, paintGrid } from '#renderer/editor/render/grid.ts';
import { overlayShows } from '#renderer/editor/render/overlay.ts';
import { createRecorder } from './support/recorder.ts';
import { createRig, type Rig } from './support/rig.ts';

/** Lines down the picture, by where they are on it. */
function linesAcross({ editor }: Rig): number[] {
  const state = editor.state.get();
  const found: number[] = [];
  let begun = { x: 0, y: 0 };
  const pen = {
    ...createRecorder().pen,
    moveTo: (x: number, y: number) => {
      begun = { x, y };
    },
    lineTo: (x: number) => {
      if (x === begun.x) found.push(Math.round((x - 0.5 - state.viewport.x) / state.viewport.scale));
    },
  };
  paintGrid(pen, state);
  return found;
}

test('lines lie at the chosen distance, not closer than can be told apart', () => {
  const rig = createRig();
  expect(gridShows(rig.editor.state.get())).toBe(false);
  rig.editor.setAids({ grid: 100 });
  expect(linesAcross(rig)).toEqual([0, 100, 200, 300, 400]);
  rig.editor.setAids({ grid: 4 });
  expect(linesAcross(rig)).toEqual([]);
  expect(overlayShows(rig.editor.state.get())).toBe(false);
});

test('around single pixels when they are large, with the chosen ones among them', () => {
  const rig = createRig();
  rig.editor.camera.zoomTo(32);
  rig.editor.camera.center({ x: 100, y: 100 });
  const pixels = linesAcross(rig);
  expect(pixels.length).toBeGreaterThanOrEqual(13);
  expect(pixels).toEqual(pixels.map((_, at) => (pixels[0] ?? 0) + at));
  rig.editor.setAids({ grid: 10 });
  expect(linesAcross(rig).filter((x) => x === 100)).toHaveLength(2);
  rig.editor.setAids({ pixelGrid: false });
  expect(linesAcross(rig)).toEqual([100]);
});

test('the cross-hair is there while drawing, always, or never', () => {
  const rig = createRig();
  const shows = () => overlayShows(rig.editor.state.get());
  rig.move(100, 100);
  expect(shows()).toBe(false);
  rig.editor.takeTool('box');
  rig.move(101, 100);
  expect(shows()).toBe(true);
  rig.editor.setAids({ crosshair: 'never' });
  expect(shows()).toBe(false);
  rig.editor.takeTool('select');
  rig.editor.setAids({ crosshair: 'always' });
  rig.move(102, 100);
  expect(shows()).toBe(true);
  rig.editor.pointer.leave();
  expect(shows()).toBe(false);
});
