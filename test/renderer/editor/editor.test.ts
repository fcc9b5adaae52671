import { describe, expect, it } from 'vitest';
import type { Annotation } from '#core/model/annotation.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import { fc } from '#test/support/property.ts';
import { box, mapOf } from './support/annotations.ts';
import { itemId } from './support/ids.ts';
import { corners, createRig, PICTURE, type Rig } from './support/rig.ts';

const place = fc.tuple(fc.integer({ min: -60, max: 460 }), fc.integer({ min: -60, max: 360 }));
const anyAction: fc.Arbitrary<(rig: Rig) => void> = fc.oneof(
  fc.tuple(place, place).map(
    ([from, to]) =>
      (rig: Rig) =>
        rig.drag(from, to),
  ),
  fc.tuple(place, place).map(
    ([from, to]) =>
      (rig: Rig) =>
        rig.drag(from, to, { mod: true }),
  ),
  place.map(
    ([x, y]) =>
      (rig: Rig) =>
        rig.click(x, y),
  ),
  place.map(
    ([x, y]) =>
      (rig: Rig) =>
        rig.click(x, y, { shift: true }),
  ),
  place.map(
    ([x, y]) =>
      (rig: Rig) =>
        rig.down(x, y),
  ),
  place.map(
    ([x, y]) =>
      (rig: Rig) =>
        rig.move(x, y),
  ),
  place.map(
    ([x, y]) =>
      (rig: Rig) =>
        rig.up(x, y),
  ),
  fc.constantFrom<(rig: Rig) => void>(
    (rig) => rig.editor.takeTool('box'),
    (rig) => rig.editor.takeTool('select'),
    (rig) => rig.editor.chooseLabel('person'),
    (rig) => rig.editor.chooseLabel('car'),
    (rig) => rig.editor.remove(),
    (rig) => void rig.editor.cancel(),
    (rig) => void rig.editor.cycle(1),
    (rig) => void rig.editor.nudge.press(3, -7, 'move'),
    (rig) => void rig.editor.nudge.press(-20, 2, 'resize'),
    (rig) => rig.editor.nudge.end(),
    (rig) => rig.editor.pointer.hold(true),
    (rig) => rig.editor.pointer.hold(false),
    (rig) => rig.editor.camera.zoomBy(1.7),
    (rig) => rig.editor.camera.fit(),
    (rig) => rig.editor.doubleClick({ x: 100, y: 100 }),
  ),
);

describe('editor', () => {
  it('shows what is stored after any actions, and every shape is valid', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { maxLength: 40 }), async (actions) => {
        const rig = createRig([box(1, [20, 20, 120, 120]), box(2, [100, 100, 300, 200])]);
        for (const action of actions) action(rig);
        while (rig.editor.cancel());
        await rig.saver.whenIdle();
        const { annotations, selection, drafts, stroke } = rig.editor.state.get();
        expect(annotations).toEqual(rig.engine.stored());
        for (const { geometry } of annotations.values())
          expect(kindOf(geometry).problem(geometry, PICTURE)).toBeNull();
        expect({ ...selection, ids: selection.ids.filter((id) => !annotations.has(id)) }.ids).toEqual([]);
        expect([drafts.size, stroke]).toEqual([0, null]);
      }),
      { numRuns: 150 },
    );
  });

  it('takes back every step to where it began, and does them again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { maxLength: 25 }), async (actions) => {
        const before = [box(1, [20, 20, 120, 120]), box(2, [100, 100, 300, 200])];
        const rig = createRig(before);
        for (const action of actions) action(rig);
        while (rig.editor.cancel());
        await rig.saver.whenIdle();
        const after = rig.shown().map(({ id, label, geometry }) => [id, label, geometry]);
        while (await rig.editor.undo());
        const bare = (annotation: Annotation) => [annotation.id, corners(annotation), annotation.label];
        const byId = (a: unknown[], b: unknown[]) => String(a[0]).localeCompare(String(b[0]));
        expect(rig.shown().map(bare).sort(byId)).toEqual(before.map(bare).sort(byId));
        while (await rig.editor.redo());
        const again = rig.shown().map(({ id, label, geometry }) => [id, label, geometry]);
        expect(again.sort(byId)).toEqual(after.sort(byId));
        expect(rig.editor.state.get().annotations).toEqual(rig.engine.stored());
      }),
      { numRuns: 60 },
    );
  });

  it('takes back what is not stored yet only after it is', async () => {
    const rig = createRig();
    rig.editor.takeTool('box');
    rig.drag([10, 10], [60, 60]);
    const undone = rig.editor.undo();
    expect(rig.saver.pending()).toBe(1);
    expect((await undone)?.title).toBe('Draw box');
    expect(rig.shown()).toEqual([]);
    expect((await rig.editor.redo())?.title).toBe('Draw box');
    expect(rig.shown()).toHaveLength(1);
    expect(rig.editor.state.get().selection.ids).toEqual(rig.shown().map(({ id }) => id));
  });

  it('takes over what somebody else stored, but not while this person is changing it', async () => {
    const rig = createRig([box(1, [10, 10, 60, 60])]);
    const theirs = box(2, [100, 100, 160, 160]);
    rig.engine.put({
      itemId: PICTURE.id,
      changeSetId: 'theirs',
      title: 'Draw box',
      diffs: [{ id: theirs.id, before: null, after: theirs }],
    });
    rig.editor.takeTool('box');
    const refreshed = rig.editor.refresh();
    rig.drag([200, 200], [250, 250]);
    await refreshed;
    expect(rig.shown()).toHaveLength(2);
    await rig.saver.whenIdle();
    await rig.editor.refresh();
    expect(rig.shown()).toHaveLength(3);
  });

  it('keeps the zoom for the next picture of the same size, and fits any other', () => {
    const rig = createRig();
    rig.editor.camera.zoomTo(3);
    const { viewport } = rig.editor.state.get();
    rig.editor.open({ item: { ...PICTURE, id: itemId(2) }, annotations: [], editable: true });
    expect(rig.editor.state.get().viewport).toEqual(viewport);
    rig.editor.open({ item: { id: itemId(3), width: 800, height: 600 }, annotations: [], editable: true });
    expect(rig.editor.state.get().viewport.scale).toBeCloseTo(0.5);
  });

  it('stores a nudge before it shows the next picture', async () => {
    const rig = createRig([box(1, [10, 10, 60, 60])]);
    rig.editor.select([box(1, [10, 10, 60, 60]).id]);
    rig.editor.nudge.press(10, 0, 'move');
    rig.editor.open({ item: { ...PICTURE, id: itemId(2) }, annotations: [], editable: true });
    await rig.saver.whenIdle();
    expect([...rig.engine.stored().values()].map(corners)).toEqual([[20, 10, 70, 60]]);
    expect(rig.shown()).toEqual([]);
  });

  it('fits the picture on a double click beside the shapes and the shape on one inside', () => {
    const rig = createRig([box(1, [100, 100, 140, 140])]);
    rig.editor.doubleClick({ x: 144, y: 144 });
    expect(rig.editor.state.get().viewport.scale).toBeGreaterThan(2);
    rig.editor.doubleClick({ x: 2, y: 2 });
    expect(rig.editor.state.get().viewport).toEqual({ scale: 1, x: 24, y: 24 });
  });

  it('takes over only what belongs to the picture that is shown', () => {
    const rig = createRig([box(1, [10, 10, 60, 60])]);
    rig.editor.replace(itemId(77), mapOf([]));
    expect(rig.shown()).toHaveLength(1);
    rig.editor.replace(PICTURE.id, mapOf([]));
    expect(rig.shown()).toHaveLength(0);
  });
});
