/** Commands on selected shapes: each one step, and undone it never was. */
import { describe, expect, it } from 'vitest';
import { boundsOf } from '#core/geometry/outline.ts';
import type { Annotation, Geometry } from '#core/model/annotation.ts';
import { box, ITEM, mapOf } from './support/annotations.ts';
import { annotationId, itemId } from './support/ids.ts';
import { createMemoryEngine } from './support/memory-engine.ts';
import { createRig, createRigOn, PICTURE } from './support/rig.ts';

const at = (x: number, y: number) => ({ x, y });
const shape = (number: number, geometry: Geometry): Annotation => ({
  ...box(number, [0, 0, 1, 1]),
  geometry,
});
const square = (number: number, x: number, y: number, side: number) =>
  shape(number, {
    type: 'segment',
    coordinates: [[at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side)]],
  });
const line = (number: number, ...points: readonly (readonly [number, number])[]) =>
  shape(number, { type: 'polyline', coordinates: [points.map(([x, y]) => at(x, y))] });

function rigWith(...shapes: readonly Annotation[]) {
  const rig = createRig(shapes);
  rig.editor.select(shapes.map(({ id }) => id));
  return rig;
}
const typesOf = (rig: ReturnType<typeof rigWith>) => rig.shown().map(({ geometry }) => geometry.type);

describe('polygons', () => {
  it('are merged into the first, and the others are gone', async () => {
    const rig = rigWith(square(1, 10, 10, 50), square(2, 40, 40, 50));
    rig.editor.forms.combine('union');
    await rig.saver.whenIdle();
    expect(rig.shown().map(({ id }) => id)).toEqual([annotationId(1)]);
    const [merged] = rig.shown();
    expect(merged && boundsOf(merged.geometry)).toEqual({ left: 10, top: 10, right: 90, bottom: 90 });
    await rig.editor.undo();
    expect(rig.shown()).toHaveLength(2);
  });

  it('that do not meet are not merged, and the person is told', () => {
    const rig = rigWith(square(1, 10, 10, 20), square(2, 100, 100, 20));
    rig.editor.forms.combine('union');
    expect(rig.notices).toEqual(['not-fitting']);
    expect(rig.engine.received).toEqual([]);
  });

  it('lose what others cover, which stay', () => {
    const rig = rigWith(square(1, 10, 10, 50), square(2, 20, 20, 10));
    rig.editor.forms.combine('subtract');
    const [cut, other] = rig.shown();
    expect(cut?.geometry).toMatchObject({ coordinates: [{ length: 4 }, { length: 4 }] });
    expect(other?.id).toBe(annotationId(2));
    rig.editor.select([annotationId(1)]);
    rig.editor.forms.fillHoles();
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: { length: 1 } });
  });

  it('have a hole cut by hand, and split into their rings', () => {
    const rig = createRig([square(1, 50, 50, 100)]);
    rig.editor.takeTool('hole');
    for (const [x, y] of [
      [80, 80],
      [120, 80],
      [120, 120],
      [80, 80],
    ] as const)
      rig.click(x, y);
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: { length: 2 } });
    rig.click(100, 90, { mod: true });
    expect(rig.editor.state.get().selection.ids).toEqual([]);
    rig.editor.select([annotationId(1)]);
    rig.editor.forms.split();
    expect(typesOf(rig)).toEqual(['segment', 'segment']);
  });

  it('are sliced by hand, with label and attributes kept', () => {
    const like = { ...square(1, 50, 50, 100), label: 'person', attributes: { colour: 'red' } };
    const rig = createRig([like, line(2, [20, 100], [180, 100])]);
    rig.editor.takeTool('knife');
    rig.click(100, 20);
    rig.click(100, 200);
    expect(rig.editor.enter()).toBe(true);
    expect(typesOf(rig).toSorted()).toEqual(['polyline', 'polyline', 'segment', 'segment']);
    const pieces = rig.shown().filter(({ geometry }) => geometry.type === 'segment');
    expect(pieces).toMatchObject([
      { label: 'person', attributes: { colour: 'red' } },
      { label: 'person', attributes: { colour: 'red' } },
    ]);
    expect(rig.engine.received).toHaveLength(1);
  });

  it('lose a vertex by Alt and a click, or by Delete on it, but not the last three', () => {
    const rig = rigWith(square(1, 50, 50, 100));
    rig.click(150, 150, { alt: true });
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: [{ length: 3 }] });
    rig.click(50, 50, { alt: true });
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: [{ length: 3 }] });
    rig.drag([100, 50], [100, 20]);
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: [{ length: 4 }] });
    rig.move(100, 20);
    rig.editor.remove();
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: [{ length: 3 }] });
  });

  it('that are joined to a locked one stay, all of them', () => {
    const locked = { ...square(2, 40, 40, 50), metadata: { user: { sluice: { locked: true } } } };
    const rig = rigWith(square(1, 10, 10, 50), locked);
    rig.editor.forms.combine('union');
    expect(rig.shown()).toHaveLength(2);
    expect(rig.notices).toEqual(['locked']);
  });
});

describe('lines', () => {
  it('are joined by their nearest ends, simplified, and gone on with by hand', () => {
    const rig = rigWith(line(1, [10, 10], [50, 10]), line(2, [90, 11], [60, 10], [55, 10.2]));
    rig.editor.forms.join();
    expect(rig.shown().map(({ geometry }) => geometry)).toEqual([
      { type: 'polyline', coordinates: [[at(10, 10), at(50, 10), at(55, 10.2), at(60, 10), at(90, 11)]] },
    ]);
    rig.editor.forms.simplify();
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: [{ length: 2 }] });
    rig.editor.takeTool('polyline');
    rig.click(90, 11);
    rig.click(120, 60);
    rig.editor.finish();
    expect(rig.shown()).toHaveLength(1);
    expect(rig.shown()[0]?.geometry).toMatchObject({ coordinates: [[at(10, 10), at(90, 11), at(120, 60)]] });
  });
});

describe('several shapes', () => {
  it('are selected by a frame that is drawn with Shift, and moved, resized and turned as one', async () => {
    const rig = createRig([box(1, [50, 50, 90, 90]), square(2, 120, 60, 40), box(3, [300, 200, 390, 290])]);
    rig.drag([40, 40], [180, 120], { shift: true });
    expect(rig.editor.state.get().selection.ids).toEqual([annotationId(1), annotationId(2)]);
    const before = JSON.stringify(rig.shown().map(({ geometry }) => geometry));
    rig.drag([160, 100], [270, 150]);
    await rig.saver.whenIdle();
    const [first, second] = rig.shown().map(({ geometry }) => boundsOf(geometry));
    expect(first).toMatchObject({ left: 50, top: 50, right: 130, bottom: 130 });
    expect(second).toMatchObject({ right: 270 });
    await rig.editor.undo();
    expect(JSON.stringify(rig.shown().map(({ geometry }) => geometry))).toBe(before);
    rig.editor.forms.rotate(90);
    const turned = rig.shown().map(({ geometry }) => boundsOf(geometry));
    expect(turned[0]?.left).toBeCloseTo(90);
    await rig.saver.whenIdle();
    expect(rig.engine.received.map(({ title }) => title)).toEqual(['Resize box', 'rotate']);
  });

  it('are aligned and distributed', () => {
    const rig = rigWith(box(1, [10, 10, 30, 30]), box(2, [50, 40, 70, 60]), box(3, [200, 90, 260, 130]));
    rig.editor.forms.align('left');
    expect(rig.shown().map(({ geometry }) => boundsOf(geometry)?.left)).toEqual([10, 10, 10]);
    rig.editor.forms.distribute('y');
    expect(rig.shown().map(({ geometry }) => boundsOf(geometry)?.top)).toEqual([10, 55, 90]);
  });

  it('are duplicated aside, cut, and pasted in place on another item', async () => {
    const rig = rigWith(box(1, [10, 10, 30, 30], { attributes: { a: 1 } }));
    rig.editor.forms.duplicate();
    expect(rig.shown()[1]).toMatchObject({ geometry: { left: 22, top: 22 }, attributes: { a: 1 }, rev: 1 });
    rig.editor.select([annotationId(1)]);
    rig.editor.forms.cut();
    expect(rig.shown()).toHaveLength(1);
    await rig.saver.whenIdle();
    rig.editor.open({ item: PICTURE, annotations: [], editable: true });
    rig.editor.forms.paste();
    expect(rig.shown()).toMatchObject([{ itemId: ITEM, geometry: { left: 10, top: 10 } }]);
    rig.editor.forms.paste();
    expect(rig.shown()[1]?.geometry).toMatchObject({ left: 10, top: 10 });
  });

  it('are all taken over from the item that was shown before, but what is said of that as a whole', async () => {
    const tag = { ...box(2, [0, 0, 1, 1]), geometry: { type: 'class' } as const };
    const rig = createRig([box(1, [10, 10, 30, 30], { attributes: { a: 1 } }), tag]);
    rig.editor.forms.pastePrevious();
    expect(rig.shown()).toHaveLength(2);
    rig.editor.open({ item: { ...PICTURE, id: itemId(7) }, annotations: [], editable: true });
    rig.editor.forms.pastePrevious();
    expect(rig.shown()).toMatchObject([
      { itemId: itemId(7), geometry: { left: 10, top: 10 }, attributes: { a: 1 } },
    ]);
    // The same item once more is not the one before it.
    rig.editor.open({ item: { ...PICTURE, id: itemId(7) }, annotations: rig.shown(), editable: true });
    rig.editor.forms.pastePrevious();
    expect(rig.shown()).toHaveLength(2);
  });

  it('become other kinds, and back', () => {
    const rig = rigWith(box(1, [50, 50, 150, 100]));
    rig.editor.forms.convert('segment');
    rig.editor.forms.convert('turned-box');
    expect(rig.shown()[0]?.geometry).toEqual({ type: 'box', left: 50, top: 50, right: 150, bottom: 100 });
    rig.editor.forms.convert('ellipse');
    rig.editor.forms.convert('box');
    expect(rig.shown()[0]?.geometry).toEqual({ type: 'box', left: 50, top: 50, right: 150, bottom: 100 });
    rig.editor.select([]);
    rig.editor.forms.convert('ellipse');
    expect(rig.shown()[0]?.geometry.type).toBe('box');
  });

  it('stay as they are on an item that may not be changed', () => {
    const annotations = [box(1, [10, 10, 30, 30])];
    const scene = { item: PICTURE, annotations, editable: false };
    const rig = createRigOn(createMemoryEngine(mapOf(annotations)), scene);
    rig.editor.select([annotationId(1)]);
    rig.editor.forms.duplicate();
    rig.editor.forms.convert('ellipse');
    expect(rig.shown()).toEqual(annotations);
    expect(rig.notices).toEqual(['read-only', 'read-only']);
  });
});
