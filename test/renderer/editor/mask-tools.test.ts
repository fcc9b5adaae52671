import { describe, expect, it } from 'vitest';
import { maskUnion } from '#core/geometry/mask/combine.ts';
import { boxMask, type Mask, maskArea, maskContains } from '#core/geometry/mask/mask.ts';
import { paintStroke } from '#core/geometry/mask/paint.ts';
import { maskGeometry, maskOf } from '#core/geometry/mask/stored.ts';
import type { Annotation } from '#core/model/annotation.ts';
import type { ToolName } from '#renderer/editor/tools/names.ts';
import { box } from './support/annotations.ts';
import { createRig, PICTURE } from './support/rig.ts';

const BRUSH = { shape: 'round', size: 20, overlap: 'both' } as const;

function masked(number: number, mask: Mask, more: Partial<Annotation> = {}): Annotation {
  return { ...box(number, [0, 0, 1, 1]), geometry: maskGeometry(mask), ...more };
}

function rigWith(tool: ToolName, ...annotations: readonly Annotation[]) {
  const rig = createRig(annotations);
  rig.editor.setBrush(BRUSH);
  rig.editor.takeTool(tool);
  return rig;
}

function maskIn(annotation: Annotation | undefined): Mask {
  if (annotation?.geometry.type !== 'binary') throw new Error('This annotation is no mask.');
  return maskOf(annotation.geometry);
}

const square = (left: number, top: number, right: number, bottom: number) =>
  boxMask(PICTURE, { left, top, right, bottom });
const stroke = (...way: readonly (readonly [number, number])[]) =>
  paintStroke(
    PICTURE,
    way.map(([x, y]) => ({ x, y })),
    BRUSH,
  );

describe('the brush', () => {
  it('paints a new mask with the current label, one step of the history a stroke', () => {
    const rig = rigWith('brush');
    rig.drag([50, 60], [150, 60]);
    const [made, ...others] = rig.shown();
    expect(others).toEqual([]);
    expect(made).toMatchObject({ label: 'car', creator: 'bob', rev: 1 });
    expect(maskIn(made)).toEqual(stroke([50, 60], [100, 60], [150, 60]));
    // What is stored can be read by others.
    expect(made?.geometry).toEqual(maskGeometry(maskIn(made)));
    expect(rig.engine.received).toMatchObject([{ title: 'paint', diffs: [{ before: null }] }]);
  });

  it('goes on with the mask, until Enter or another label begins the next one', async () => {
    const rig = rigWith('brush');
    rig.drag([50, 60], [150, 60]);
    rig.drag([50, 160], [150, 160]);
    expect(rig.shown()).toHaveLength(1);
    expect(maskArea(maskIn(rig.shown()[0]))).toBe(2 * maskArea(stroke([50, 60], [150, 60])));
    rig.editor.finish();
    rig.drag([50, 250], [150, 250]);
    expect(rig.shown()).toHaveLength(2);
    rig.editor.chooseLabel('person');
    rig.drag([300, 50], [320, 50]);
    expect(rig.shown().map(({ label }) => label)).toEqual(['car', 'car', 'person']);
    await rig.editor.undo();
    expect(rig.shown()).toHaveLength(2);
  });

  it('shows the stroke while it is painted, and forgets it on Esc', () => {
    const rig = rigWith('brush');
    rig.down(50, 60);
    rig.move(80, 60);
    expect(rig.editor.state.get().stroke).toMatchObject({ type: 'binary' });
    expect(rig.editor.state.get().hint).toBe('painting');
    expect(rig.editor.cancel()).toBe(true);
    rig.up(80, 60);
    expect(rig.editor.state.get().stroke).toBeNull();
    expect(rig.shown()).toEqual([]);
    expect(rig.engine.received).toEqual([]);
  });

  it('erases with Alt, and takes the mask away when nothing is left', async () => {
    const whole = square(40, 40, 60, 60);
    const rig = rigWith('brush', masked(1, whole));
    rig.drag([45, 50], [65, 50], { alt: true });
    expect(maskContains(maskIn(rig.shown()[0]), { x: 50, y: 50 })).toBe(false);
    expect(rig.engine.received[0]?.title).toBe('erase');
    rig.editor.setBrush({ size: 100 });
    rig.drag([50, 50], [51, 50], { alt: true });
    expect(rig.shown()).toEqual([]);
    await rig.editor.undo();
    await rig.editor.undo();
    expect(maskIn(rig.shown()[0])).toEqual(whole);
  });

  it('goes on in a straight line with Shift', () => {
    const rig = rigWith('brush');
    rig.click(50, 50);
    rig.click(150, 100, { shift: true });
    expect(maskIn(rig.shown()[0])).toEqual(stroke([50, 50], [150, 100]));
  });

  it('paints around other masks, or takes their pixels, as it is set', () => {
    const other = square(80, 0, 120, 300);
    const around = rigWith('brush', masked(1, other));
    around.editor.setBrush({ overlap: 'around' });
    around.drag([50, 60], [150, 60]);
    expect(maskIn(around.shown()[0])).toEqual(other);
    expect(maskContains(maskIn(around.shown()[1]), { x: 100, y: 60 })).toBe(false);

    const replace = rigWith('brush', masked(1, other));
    replace.editor.setBrush({ overlap: 'replace' });
    replace.drag([50, 60], [150, 60]);
    expect(maskContains(maskIn(replace.shown()[0]), { x: 100, y: 60 })).toBe(false);
    expect(maskContains(maskIn(replace.shown()[1]), { x: 100, y: 60 })).toBe(true);
    expect(replace.engine.received).toHaveLength(1);
  });

  it('has its size set within its limits', () => {
    const rig = rigWith('brush');
    expect(rig.editor.stepBrush(1)).toBe(true);
    expect(rig.editor.state.get().brush.size).toBe(22);
    for (let step = 0; step < 200; step++) rig.editor.stepBrush(1);
    expect(rig.editor.state.get().brush.size).toBe(1000);
    for (let step = 0; step < 200; step++) rig.editor.stepBrush(-1);
    expect(rig.editor.state.get().brush.size).toBe(1);
    rig.editor.takeTool('box');
    expect(rig.editor.stepBrush(1)).toBe(false);
  });

  it('paints by arrow keys', () => {
    const rig = rigWith('brush');
    const { keyboard } = rig.editor;
    keyboard.take();
    rig.editor.enter();
    for (let step = 0; step < 5; step++) keyboard.move(10, 0);
    rig.editor.enter();
    expect(maskIn(rig.shown()[0])).toEqual(stroke([200, 150], [250, 150]));
  });

  it('changes nothing that is not to be changed', () => {
    const rig = createRig([], false);
    rig.editor.takeTool('brush');
    rig.drag([50, 60], [150, 60]);
    expect(rig.shown()).toEqual([]);
    expect(rig.notices).toContain('read-only');
  });
});

describe('the eraser', () => {
  it('takes from the mask below it, and from the selected one first', () => {
    const [low, high] = [masked(1, square(0, 0, 200, 200)), masked(2, square(50, 50, 100, 100))];
    const rig = rigWith('eraser', low, high);
    rig.click(75, 75);
    expect(maskContains(maskIn(rig.shown()[1]), { x: 75, y: 75 })).toBe(false);
    expect(maskIn(rig.shown()[0])).toEqual(maskIn(low));
    rig.editor.select([low.id]);
    rig.click(60, 60);
    expect(maskContains(maskIn(rig.shown()[0]), { x: 60, y: 60 })).toBe(false);
    expect(maskContains(maskIn(rig.shown()[1]), { x: 60, y: 60 })).toBe(true);
  });

  it('does nothing where there is no mask', () => {
    const rig = rigWith('eraser', box(1, [0, 0, 100, 100]));
    rig.drag([20, 20], [80, 80]);
    expect(rig.engine.received).toEqual([]);
  });
});

describe('filling', () => {
  const holed = maskUnion(stroke([40, 40], [200, 40], [200, 120], [40, 120], [40, 40]), square(0, 0, 1, 1));

  it('fills the hole that is clicked, and all with Shift', () => {
    const rig = rigWith('fill', masked(1, holed));
    rig.click(300, 200);
    expect(rig.engine.received).toEqual([]);
    rig.click(120, 80);
    expect(maskContains(maskIn(rig.shown()[0]), { x: 120, y: 80 })).toBe(true);
    expect(rig.engine.received[0]?.title).toBe('fill');
    const all = rigWith('fill', masked(1, holed));
    all.click(40, 40, { shift: true });
    expect(maskIn(all.shown()[0])).toEqual(maskIn(rig.shown()[0]));
  });
});

describe('masks under the select tool', () => {
  it('are taken by their pixels, not by their bounds, and move by whole pixels', () => {
    const ring = stroke([40, 40], [200, 40], [200, 120], [40, 120], [40, 40]);
    const rig = rigWith('select', masked(1, ring));
    rig.click(120, 80);
    expect(rig.editor.state.get().selection.ids).toEqual([]);
    rig.drag([120, 40], [130.4, 60.4]);
    const moved = maskIn(rig.shown()[0]);
    expect(maskArea(moved)).toBe(maskArea(ring));
    expect(rig.engine.received).toMatchObject([{ title: 'Move box' }]);
    expect(maskContains(moved, { x: 130, y: 60 })).toBe(true);
    rig.drag([130, 60], [-900, 60]);
    expect(maskArea(maskIn(rig.shown()[0]))).toBe(maskArea(ring));
  });
});

describe('masks and other shapes', () => {
  it('are converted into one another, joined and split, and that is undone', async () => {
    const apart = maskUnion(square(10, 10, 30, 30), square(100, 100, 140, 120));
    const rig = rigWith('select', masked(1, apart));
    rig.editor.select([masked(1, apart).id]);
    rig.editor.forms.convert('segment');
    expect(rig.shown().map(({ geometry }) => geometry.type)).toEqual(['segment', 'segment']);
    await rig.editor.undo();
    expect(rig.shown().map(({ geometry }) => geometry)).toEqual([maskGeometry(apart)]);
    rig.editor.select([masked(1, apart).id]);
    rig.editor.forms.split();
    expect(rig.shown().map(maskIn)).toEqual([square(10, 10, 30, 30), square(100, 100, 140, 120)]);
    rig.editor.select(rig.shown().map(({ id }) => id));
    rig.editor.forms.join();
    expect(rig.shown().map(({ geometry }) => geometry)).toEqual([maskGeometry(apart)]);
    rig.editor.forms.convert('box');
    expect(rig.shown()[0]?.geometry).toEqual({ type: 'box', left: 10, top: 10, right: 140, bottom: 120 });
    rig.editor.forms.convert('binary');
    expect(maskIn(rig.shown()[0])).toEqual(square(10, 10, 140, 120));
  });

  it('lose what a mask or a box takes from them, and their holes and specks', () => {
    const ring = maskUnion(
      stroke([40, 40], [200, 40], [200, 120], [40, 120], [40, 40]),
      square(300, 200, 302, 202),
    );
    const rig = rigWith('select', masked(1, ring), box(2, [0, 0, 120, 300]));
    rig.editor.select([masked(1, ring).id]);
    rig.editor.forms.simplify();
    expect(maskContains(maskIn(rig.shown()[0]), { x: 301, y: 201 })).toBe(false);
    rig.editor.forms.fillHoles();
    expect(maskContains(maskIn(rig.shown()[0]), { x: 150, y: 80 })).toBe(true);
    rig.editor.select(rig.shown().map(({ id }) => id));
    rig.editor.forms.combine('subtract');
    expect(maskContains(maskIn(rig.shown()[0]), { x: 100, y: 80 })).toBe(false);
    expect(maskContains(maskIn(rig.shown()[0]), { x: 150, y: 80 })).toBe(true);
  });
});
