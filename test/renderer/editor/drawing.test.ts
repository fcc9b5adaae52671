/** Drawing point by point: what keys, buttons and recipes do in the middle of it. */
import { describe, expect, it } from 'vitest';
import { box, ITEM, mapOf } from './support/annotations.ts';
import { createRig, LABELS } from './support/rig.ts';

function polygonRig(...args: Parameters<typeof createRig>) {
  const rig = createRig(...args);
  rig.editor.takeTool('polygon');
  return rig;
}
const ring = (rig: ReturnType<typeof createRig>) => {
  const geometry = rig.shown().at(-1)?.geometry;
  return geometry?.type === 'segment' ? geometry.coordinates[0]?.map(({ x, y }) => [x, y]) : undefined;
};

describe('drawing point by point', () => {
  it('takes the last point back, by Backspace as by undo, and goes on', async () => {
    const rig = polygonRig();
    for (const [x, y] of [
      [50, 50],
      [100, 50],
      [300, 200],
      [310, 210],
    ] as const)
      rig.click(x, y);
    rig.editor.remove();
    expect(await rig.editor.undo()).toBeNull();
    rig.click(100, 100);
    expect(rig.editor.enter()).toBe(true);
    expect(ring(rig)).toEqual([
      [50, 50],
      [100, 50],
      [100, 100],
    ]);
  });

  it('keeps to directions of 15 degrees with Shift', () => {
    const rig = polygonRig();
    rig.click(50, 50);
    rig.click(150, 52, { shift: true });
    rig.click(148, 120, { shift: true });
    rig.editor.finish();
    expect(ring(rig)?.map(([x = 0, y = 0]) => [Math.round(x), Math.round(y)])).toEqual([
      [50, 50],
      [150, 50],
      [150, 120],
    ]);
  });

  it('goes on after the picture was moved by Space and zoomed by the wheel', () => {
    const rig = polygonRig();
    rig.click(50, 50);
    rig.editor.pointer.hold(true);
    rig.drag([100, 100], [130, 90]);
    rig.editor.pointer.hold(false);
    rig.editor.camera.zoomBy(2);
    rig.click(120, 60);
    rig.click(100, 120);
    rig.editor.finish();
    expect(ring(rig)).toEqual([
      [50, 50],
      [120, 60],
      [100, 120],
    ]);
  });

  it('is not disturbed by another label, which the shape then has', () => {
    const rig = polygonRig();
    rig.click(50, 50);
    rig.editor.chooseLabel('person');
    rig.click(120, 60);
    rig.click(100, 120);
    rig.editor.finish();
    expect(rig.shown()).toMatchObject([{ label: 'person' }]);
  });

  it('is not lost when somebody else changes the item meanwhile', () => {
    const rig = polygonRig();
    rig.click(50, 50);
    rig.click(120, 60);
    rig.editor.replace(ITEM, mapOf([box(1, [200, 200, 260, 260])]));
    rig.click(100, 120);
    rig.editor.finish();
    expect(rig.shown()).toHaveLength(2);
    expect(ring(rig)).toHaveLength(3);
  });

  it('makes nothing of too few points, nor of a double click', () => {
    const rig = polygonRig();
    rig.click(50, 50);
    rig.click(50, 50);
    rig.click(100, 50);
    rig.editor.doubleClick({ x: 100, y: 50 });
    expect(rig.shown()).toEqual([]);
    expect(rig.editor.enter()).toBe(false);
  });

  it('lends the select tool for Ctrl only between shapes', () => {
    const rig = polygonRig([box(1, [200, 200, 260, 260])]);
    rig.drag([230, 230], [240, 230], { mod: true });
    expect(rig.shown()[0]?.geometry).toMatchObject({ left: 210 });
    rig.click(50, 50);
    rig.click(230, 230, { mod: true });
    rig.click(50, 230);
    rig.editor.finish();
    expect(ring(rig)).toHaveLength(3);
  });

  it('is for what the recipe allows, of the label that is chosen', () => {
    const rig = polygonRig();
    rig.editor.setAllowed(['box']);
    rig.click(50, 50);
    expect(rig.notices).toEqual(['not-allowed']);
    rig.editor.setAllowed([]);
    rig.editor.setLabels([{ name: 'car', color: '#e69f00', tools: ['box', 'point'] }, ...LABELS.slice(1)]);
    rig.click(50, 50);
    expect(rig.notices).toHaveLength(2);
    rig.editor.chooseLabel('person');
    rig.click(50, 50);
    expect(rig.notices).toHaveLength(2);
  });
});

describe('drawing into a box', () => {
  it('makes squares with Shift and starts from the centre with Alt, as far as the picture goes', () => {
    const rig = createRig();
    rig.editor.takeTool('box');
    rig.drag([100, 100], [140, 120], { shift: true });
    rig.drag([100, 100], [130, 110], { alt: true });
    rig.drag([20, 100], [90, 110], { alt: true, shift: true });
    expect(rig.shown().map(({ geometry }) => geometry)).toMatchObject([
      { left: 100, top: 100, right: 140, bottom: 140 },
      { left: 70, top: 90, right: 130, bottom: 110 },
      { left: 0, top: 80, right: 40, bottom: 120 },
    ]);
  });
});
