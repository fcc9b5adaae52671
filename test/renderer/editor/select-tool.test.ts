import { describe, expect, it } from 'vitest';
import { box } from './support/annotations.ts';
import { annotationId } from './support/ids.ts';
import { corners, createRig } from './support/rig.ts';

const LARGE = box(1, [50, 50, 250, 250]);
const SMALL = box(2, [100, 100, 140, 140], { label: 'person' });

describe('select tool', () => {
  it('takes the smallest shape under the pointer, and nothing beside them', () => {
    const rig = createRig([LARGE, SMALL]);
    rig.click(120, 120);
    expect(rig.editor.state.get().selection.ids).toEqual([SMALL.id]);
    rig.click(70, 70);
    expect(rig.editor.state.get().selection.ids).toEqual([LARGE.id]);
    rig.click(20, 20);
    expect(rig.editor.state.get().selection.ids).toEqual([]);
  });

  it('adds and takes away with Shift', () => {
    const rig = createRig([LARGE, SMALL]);
    rig.click(70, 70);
    rig.click(120, 120, { shift: true });
    expect(rig.editor.state.get().selection.ids).toEqual([LARGE.id, SMALL.id]);
    rig.click(120, 120, { shift: true });
    expect(rig.editor.state.get().selection.ids).toEqual([LARGE.id]);
  });

  it('takes a group together and moves it as one; Alt takes one of it', () => {
    const metadata = { user: { sluice: { groupId: 'g' } } };
    const [one, two] = [box(3, [10, 10, 30, 30], { metadata }), box(4, [300, 200, 340, 240], { metadata })];
    const rig = createRig([LARGE, one, two]);
    const selected = () => rig.editor.state.get().selection.ids;
    rig.click(20, 20);
    expect(selected()).toEqual([one.id, two.id]);
    rig.click(70, 70, { shift: true });
    expect(selected()).toEqual([one.id, two.id, LARGE.id]);
    rig.click(320, 220, { shift: true });
    expect(selected()).toEqual([LARGE.id]);
    rig.click(320, 220, { alt: true });
    expect(selected()).toEqual([two.id]);
    rig.editor.select([]);
    rig.drag([320, 220], [330, 225]);
    expect(rig.shown().map(corners)).toEqual([
      [50, 50, 250, 250],
      [20, 15, 40, 35],
      [310, 205, 350, 245],
    ]);
    expect(rig.engine.received).toHaveLength(1);
  });

  it('moves a shape by dragging it, and stores that once', () => {
    const rig = createRig([SMALL]);
    rig.drag([120, 120], [150, 110]);
    expect(corners(rig.shown()[0])).toEqual([130, 90, 170, 130]);
    expect(rig.engine.received.map(({ title }) => title)).toEqual(['Move box']);
    expect(rig.editor.state.get().drafts.size).toBe(0);
  });

  it('drags a selected shape from below a smaller one', () => {
    const rig = createRig([LARGE, SMALL]);
    rig.click(70, 70);
    rig.drag([120, 120], [130, 120]);
    expect(rig.shown().map(corners)).toEqual([
      [60, 50, 260, 250],
      [100, 100, 140, 140],
    ]);
  });

  it('moves all that is selected together, as far as the outermost may go', () => {
    const rig = createRig([LARGE, SMALL]);
    rig.editor.select([LARGE.id, SMALL.id]);
    rig.drag([60, 60], [-300, 60]);
    expect(rig.shown().map(corners)).toEqual([
      [0, 50, 200, 250],
      [50, 100, 90, 140],
    ]);
    expect(rig.engine.received).toHaveLength(1);
  });

  it('resizes by a handle without a jump, and only a selected shape', () => {
    const rig = createRig([LARGE]);
    rig.click(70, 70);
    rig.drag([252, 251], [302, 201]);
    expect(corners(rig.shown()[0])).toEqual([50, 50, 300, 200]);
    expect(rig.engine.received.map(({ title }) => title)).toEqual(['Resize box']);
  });

  it('puts everything back on Esc', () => {
    const rig = createRig([LARGE]);
    rig.down(70, 70);
    rig.move(90, 90);
    rig.move(110, 110);
    expect(rig.editor.state.get().drafts.size).toBe(1);
    rig.editor.cancel();
    rig.up(110, 110);
    expect(corners(rig.shown()[0])).toEqual([50, 50, 250, 250]);
    expect(rig.engine.received).toEqual([]);
  });

  it('stores nothing when a shape is dragged away and back', () => {
    const rig = createRig([LARGE]);
    rig.down(70, 70);
    rig.move(90, 90);
    rig.move(70, 70);
    rig.up(70, 70);
    expect(rig.engine.received).toEqual([]);
  });

  it('moves the picture when the drag begins on nothing', () => {
    const rig = createRig([SMALL]);
    rig.editor.camera.zoomTo(4);
    const before = rig.editor.state.get().viewport;
    rig.drag([200, 200], [210, 190]);
    const { viewport } = rig.editor.state.get();
    expect(viewport.x).toBeGreaterThan(before.x);
    expect(viewport.y).toBeLessThan(before.y);
  });

  it('only looks at what may not be changed', () => {
    const rig = createRig([LARGE], false);
    rig.click(70, 70);
    rig.drag([70, 70], [120, 120]);
    rig.editor.chooseLabel('person');
    rig.editor.remove();
    expect(rig.editor.nudge.press(1, 0, 'move')).toBe(false);
    expect(rig.shown()).toEqual([LARGE]);
    expect(rig.notices).toEqual(['read-only']);
  });

  it('passes over hidden shapes', () => {
    const rig = createRig([LARGE, SMALL]);
    rig.editor.toggleHidden(SMALL.id);
    rig.click(120, 120);
    expect(rig.editor.state.get().selection.ids).toEqual([LARGE.id]);
  });

  it('relabels and deletes what is selected', () => {
    const rig = createRig([LARGE, SMALL]);
    rig.editor.select([LARGE.id, SMALL.id]);
    rig.editor.chooseLabel('person');
    expect(rig.engine.received[0]?.diffs).toHaveLength(1);
    rig.editor.remove();
    expect(rig.shown()).toEqual([]);
    expect(rig.editor.state.get().selection.ids).toEqual([]);
  });

  it('says by cursor and hint what the next press does', () => {
    const rig = createRig([LARGE]);
    rig.move(20, 20);
    expect(rig.editor.state.get()).toMatchObject({ cursor: 'default', hint: 'select' });
    rig.move(70, 70);
    expect(rig.editor.state.get()).toMatchObject({ cursor: 'move', hint: 'select-shape', hovered: LARGE.id });
    rig.click(70, 70);
    rig.move(50, 50);
    expect(rig.editor.state.get()).toMatchObject({ cursor: 'nwse-resize', hint: 'select-handle' });
    rig.editor.pointer.hold(true);
    expect(rig.editor.state.get()).toMatchObject({ cursor: 'grab', hint: 'hand' });
  });
});

describe('pin tool', () => {
  it('picks the shape under the pointer, or the place', () => {
    const rig = createRig([SMALL], false);
    rig.editor.takeTool('pin');
    rig.click(120, 120);
    rig.click(20, 30);
    expect(rig.pins).toEqual([
      { annotationId: annotationId(2), point: { x: 120, y: 120 } },
      { annotationId: null, point: { x: 20, y: 30 } },
    ]);
  });
});
