/** Skeletons by hand: drawn, moved, changed joint by joint, copied, deleted, on pictures and on videos. */
import { beforeEach, expect, test } from 'vitest';
import { isPresent, skeletonOf } from '#core/annotation/pose/skeleton.ts';
import type { PoseTemplate } from '#core/model/recipe-settings.ts';
import { ITEM } from './support/annotations.ts';
import { createMemoryEngine } from './support/memory-engine.ts';
import { createRig, createRigOn, PICTURE, type Rig } from './support/rig.ts';

const PERSON: PoseTemplate = {
  id: 'person',
  name: 'Person',
  joints: [
    { name: 'head', x: 0.5, y: 0 },
    { name: 'left', x: 0, y: 0.5 },
    { name: 'right', x: 1, y: 0.5 },
    { name: 'foot', x: 0.5, y: 1 },
  ],
  edges: [
    [0, 1],
    [0, 2],
    [0, 3],
  ],
  mirrored: [[1, 2]],
};

let rig: Rig;

const stored = () => [...rig.editor.state.get().stored.values()];
const joints = (at = 0) => {
  const geometry = rig.shown()[at]?.geometry;
  return geometry?.type === 'pose' ? (skeletonOf(geometry)?.joints ?? []) : [];
};
const places = (at = 0) =>
  joints(at)
    .filter(isPresent)
    .map(({ name, x, y }) => [name, x, y]);

/** Into the box from 100, 100 to 200, 200; selected. */
function drawn(): void {
  rig.editor.setPoses([PERSON]);
  rig.editor.takeTool('skeleton');
  rig.drag([100, 100], [200, 200]);
  rig.editor.takeTool('select');
}

beforeEach(() => {
  rig = createRig();
});

test('a skeleton is drawn into a box, as one object and one step', async () => {
  drawn();
  await rig.saver.whenIdle();
  expect(rig.engine.received).toHaveLength(1);
  expect(rig.shown()).toHaveLength(1);
  expect(stored()).toHaveLength(5);
  expect(rig.editor.state.get().selection.ids).toEqual([rig.shown()[0]?.id]);
  expect(places()).toEqual([
    ['head', 150, 100],
    ['left', 100, 150],
    ['right', 200, 150],
    ['foot', 150, 200],
  ]);
  await rig.editor.undo();
  expect(stored()).toEqual([]);
  await rig.editor.redo();
  expect(places()).toHaveLength(4);
  // Nothing of how it is shown is stored.
  expect(JSON.stringify(stored())).not.toContain('skeleton');
});

test('where the recipe has no skeleton the person is told', () => {
  rig.editor.takeTool('skeleton');
  rig.drag([100, 100], [200, 200]);
  expect(rig.notices).toEqual(['no-skeleton']);
  expect(stored()).toEqual([]);
});

test('a joint is dragged alone, the bones move all, a corner resizes all', async () => {
  drawn();
  rig.drag([100, 150], [90, 160]);
  expect(places()[1]).toEqual(['left', 90, 160]);
  expect(places()[0]).toEqual(['head', 150, 100]);
  // On the bone from head to foot.
  rig.drag([150, 175], [160, 185]);
  expect(places()).toEqual([
    ['head', 160, 110],
    ['left', 100, 170],
    ['right', 210, 160],
    ['foot', 160, 210],
  ]);
  rig.drag([210, 210], [320, 290]);
  expect(places()[3]).toEqual(['foot', 220, 290]);
  await rig.saver.whenIdle();
  for (let step = 0; step < 3; step += 1) await rig.editor.undo();
  expect(places()[0]).toEqual(['head', 150, 100]);
  // What was changed back is what is selected, not a point of it.
  expect(rig.editor.state.get().selection.ids).toEqual([rig.shown()[0]?.id]);
});

test('a joint is behind something, taken away, and brought back', () => {
  drawn();
  rig.move(100, 150);
  expect(rig.editor.joints.toggleOccluded()).toBe(true);
  expect(joints()[1]?.state).toBe('occluded');
  expect(stored().find(({ label }) => label === 'left')?.metadata).toMatchObject({
    user: { sluice: { occluded: true } },
  });
  rig.click(150, 200, { alt: true });
  expect(joints()[3]?.state).toBe('absent');
  expect(stored()).toHaveLength(4);
  rig.editor.joints.bringBack();
  expect(joints()[3]).toMatchObject({ name: 'foot', x: 150, y: 200, state: 'visible' });
  rig.move(300, 20);
  expect(rig.editor.joints.toggleOccluded()).toBe(false);
});

test('left and right are swapped', () => {
  drawn();
  rig.editor.joints.swapSides();
  expect(places().slice(1, 3)).toEqual([
    ['left', 200, 150],
    ['right', 100, 150],
  ]);
});

test('copies have joints of their own, and what is deleted takes them along', () => {
  drawn();
  rig.editor.forms.duplicate();
  expect(rig.shown()).toHaveLength(2);
  expect(stored()).toHaveLength(10);
  expect(new Set(stored().map(({ id }) => id)).size).toBe(10);
  rig.editor.remove();
  expect(stored()).toHaveLength(5);
  rig.editor.select(rig.shown().map(({ id }) => id));
  rig.editor.remove();
  expect(stored()).toEqual([]);
});

test('a locked skeleton keeps its joints', () => {
  drawn();
  rig.editor.objects.toggle('locked');
  rig.drag([150, 175], [160, 185]);
  expect(rig.notices).toEqual(['locked']);
  expect(places()[0]).toEqual(['head', 150, 100]);
});

test('on a video each joint moves from keyframe to keyframe, and one may leave the picture', () => {
  rig = createRigOn(createMemoryEngine(new Map()), {
    ...{ item: PICTURE, annotations: [], editable: true, frame: 0 },
  });
  rig.editor.tracks.open({ itemId: ITEM, count: 50, seconds: () => null });
  drawn();
  rig.editor.tracks.setFrame(10);
  rig.drag([100, 150], [120, 170]);
  rig.editor.tracks.setFrame(5);
  expect(places()[1]).toEqual(['left', 110, 160]);
  expect(places()[0]).toEqual(['head', 150, 100]);
  // Away from here on, not from the frames before.
  rig.click(150, 200, { alt: true });
  expect(joints()[3]?.state).toBe('absent');
  rig.editor.tracks.setFrame(4);
  expect(joints()[3]?.state).toBe('visible');
  rig.editor.tracks.setFrame(20);
  rig.editor.tracks.endHere();
  rig.editor.tracks.setFrame(21);
  expect(rig.shown()).toEqual([]);
  rig.editor.remove();
  expect(stored()).toEqual([]);
});
