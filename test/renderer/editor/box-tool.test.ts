import { describe, expect, it } from 'vitest';
import { box } from './support/annotations.ts';
import { corners, createRig } from './support/rig.ts';

function boxRig(...args: Parameters<typeof createRig>) {
  const rig = createRig(...args);
  rig.editor.takeTool('box');
  return rig;
}

describe('box tool', () => {
  it('draws a box with the current label and hands it over to be stored at once', () => {
    const rig = boxRig();
    rig.drag([10, 20], [110.004, 90]);
    const [made] = rig.shown();
    expect(corners(made)).toEqual([10, 20, 110, 90]);
    expect(made).toMatchObject({ label: 'car', creator: 'bob', createdAt: 2000, rev: 1 });
    expect(rig.engine.received).toHaveLength(1);
    expect(rig.engine.received[0]).toMatchObject({ title: 'Draw box', diffs: [{ before: null }] });
  });

  it('draws the next one without another key, in any direction, with the last label', () => {
    const rig = boxRig();
    rig.editor.chooseLabel('person');
    rig.drag([10, 10], [50, 50]);
    rig.drag([200, 200], [150, 120]);
    expect(rig.shown().map(({ label }) => label)).toEqual(['person', 'person']);
    expect(corners(rig.shown()[1])).toEqual([150, 120, 200, 200]);
  });

  it('draws nothing on a click or the tremble of a hand', () => {
    const rig = boxRig();
    rig.click(50, 50);
    rig.drag([50, 50], [53, 90]);
    expect(rig.shown()).toEqual([]);
    expect(rig.engine.received).toEqual([]);
  });

  it('draws no box thinner than a pixel of a picture that is zoomed in', () => {
    const rig = boxRig();
    rig.editor.camera.zoomTo(40);
    rig.drag([200, 150], [200.5, 155]);
    expect(rig.shown()).toEqual([]);
  });

  it('stops at the border of the picture', () => {
    const rig = boxRig();
    rig.drag([350, 250], [900, 900]);
    rig.drag([-40, -40], [30, 30]);
    expect(rig.shown().map(corners)).toEqual([
      [350, 250, 400, 300],
      [0, 0, 30, 30],
    ]);
  });

  it('begins inside of other shapes without taking them', () => {
    const rig = boxRig([box(1, [0, 0, 400, 300])]);
    rig.editor.select([box(1, [0, 0, 400, 300]).id]);
    rig.drag([100, 100], [150, 150]);
    expect(rig.shown().map(corners)).toEqual([
      [0, 0, 400, 300],
      [100, 100, 150, 150],
    ]);
  });

  it('forgets the stroke on Esc, leaves the tool on the next, the selection on the third', () => {
    const rig = boxRig();
    rig.drag([10, 10], [60, 60]);
    rig.down(100, 100);
    rig.move(150, 150);
    expect(rig.editor.state.get().stroke).not.toBeNull();
    expect(rig.editor.cancel()).toBe(true);
    rig.up(180, 180);
    expect(rig.editor.state.get()).toMatchObject({ stroke: null, tool: 'box' });
    expect(rig.shown()).toHaveLength(1);

    rig.editor.select(rig.shown().map(({ id }) => id));
    expect(rig.editor.cancel()).toBe(true);
    expect(rig.editor.state.get().tool).toBe('select');
    expect(rig.editor.state.get().selection.ids).toHaveLength(1);
    expect(rig.editor.cancel()).toBe(true);
    expect(rig.editor.state.get().selection.ids).toHaveLength(0);
    expect(rig.editor.cancel()).toBe(false);
  });

  it('leaves the box just drawn alone when the label of the next one is chosen', () => {
    const rig = boxRig();
    rig.drag([10, 10], [60, 60]);
    rig.editor.chooseLabel('person');
    expect(rig.shown()[0]?.label).toBe('car');
    rig.editor.takeTool('select');
    rig.editor.chooseLabel('person');
    expect(rig.shown()[0]?.label).toBe('person');
  });

  it('lends the select tool while Ctrl is held', () => {
    const rig = boxRig([box(1, [100, 100, 200, 200])]);
    rig.drag([150, 150], [160, 150], { mod: true });
    expect(rig.shown().map(corners)).toEqual([[110, 100, 210, 200]]);
    rig.drag([150, 150], [170, 170]);
    expect(rig.shown()).toHaveLength(2);
  });

  it('says why nothing can be drawn', () => {
    const readOnly = boxRig([], false);
    readOnly.drag([10, 10], [60, 60]);
    expect(readOnly.notices).toEqual(['read-only']);
    const unlabelled = boxRig();
    unlabelled.editor.setLabels([]);
    unlabelled.drag([10, 10], [60, 60]);
    expect(unlabelled.notices).toEqual(['no-label']);
    expect([...readOnly.shown(), ...unlabelled.shown()]).toEqual([]);
  });
});
