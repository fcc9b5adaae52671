/** Objects on videos: what is shown at a frame, and what is stored of what is done there. */
import { beforeEach, expect, test } from 'vitest';
import { trackOf } from '#core/annotation/track/track.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { box, ITEM, mapOf } from './support/annotations.ts';
import { createMemoryEngine } from './support/memory-engine.ts';
import { corners, createRigOn, PICTURE, type Rig } from './support/rig.ts';

const COUNT = 50;
let rig: Rig;

function open(annotations: readonly Annotation[] = [], editable = true): Rig {
  const made = createRigOn(createMemoryEngine(mapOf(annotations)), {
    ...{ item: PICTURE, annotations, editable, frame: 0 },
  });
  made.editor.tracks.open({ itemId: ITEM, count: COUNT, seconds: (frame) => frame / 25 });
  return made;
}

const at = (frame: number) => rig.editor.tracks.setFrame(frame);
const stored = () => [...rig.editor.state.get().stored.values()];
const frames = (one = stored()[0]) => one && trackOf(one)?.keyframes.map(({ frame }) => frame);
const last = (one = stored()[0]) => one && trackOf(one)?.last;
/** What is seen at some frames: corners of the first object. */
const seen = (...places: readonly number[]) =>
  places.map((frame) => {
    at(frame);
    return corners(rig.shown()[0]);
  });

/** A box from frame 4 on that moves by 10 pixels up to frame 14. */
function drawn(): void {
  at(4);
  rig.editor.takeTool('box');
  rig.drag([10, 10], [40, 40]);
  rig.editor.takeTool('select');
  at(14);
  rig.drag([20, 20], [30, 20]);
}

beforeEach(() => {
  rig = open();
});

test('what is drawn is there from its frame on, and what is moved later moves on the way', async () => {
  drawn();
  expect(frames()).toEqual([4, 14]);
  expect(last()).toBe(COUNT - 1);
  expect(seen(3, 4, 9, 14, 40)).toEqual([
    null,
    [10, 10, 40, 40],
    [15, 10, 45, 40],
    [20, 10, 50, 40],
    [20, 10, 50, 40],
  ]);
  expect(stored()[0]?.metadata?.['system']).toMatchObject({
    frame: 4,
    endFrame: 49,
    startTime: 0.16,
    endTime: 1.96,
  });
  // What is stored is what the engine has.
  await rig.saver.run(async () => undefined);
  expect(await rig.engine.reload(ITEM)).toEqual(stored());
});

test('on one frame alone, when that is wanted', () => {
  rig.editor.tracks.setTracking({ span: 'frame' });
  at(7);
  rig.editor.takeTool('box');
  rig.drag([10, 10], [40, 40]);
  expect([frames(), last()]).toEqual([[7], 7]);
  expect(seen(6, 7, 8)).toEqual([null, [10, 10, 40, 40], null]);
});

test('undo takes a keyframe back, and brings the frame of what it changes', async () => {
  drawn();
  const sought: number[] = [];
  rig.editor.tracks.onSeek((frame) => sought.push(frame));
  await rig.editor.undo();
  expect(frames()).toEqual([4]);
  expect(sought).toEqual([]);
  at(2);
  await rig.editor.redo();
  expect(frames()).toEqual([4, 14]);
  expect(sought).toEqual([4]);
});

test('a selected object stays selected where it is not, and is deleted from there with all its frames', () => {
  drawn();
  const id = stored()[0]?.id ?? '';
  at(0);
  expect(rig.shown()).toEqual([]);
  expect(rig.editor.state.get().selection.ids).toEqual([id]);
  // Nothing is under the hand, and nothing moves.
  expect(rig.editor.nudge.press(1, 0, 'move')).toBe(false);
  rig.editor.zoomTo();
  rig.editor.remove();
  expect(stored()).toEqual([]);
});

test('a drag that a new frame ends changes nothing', () => {
  drawn();
  rig.down(25, 20);
  rig.move(60, 20);
  at(15);
  rig.up(60, 20);
  expect(frames()).toEqual([4, 14]);
});

test('keys that moved an object are stored at the frame where they did', () => {
  drawn();
  at(9);
  rig.editor.nudge.press(0, 5, 'move');
  at(10);
  expect(frames()).toEqual([4, 9, 14]);
  expect(seen(9)).toEqual([[15, 15, 45, 45]]);
});

test('keyframes are made, taken away, moved, and gone to', () => {
  drawn();
  const { tracks } = rig.editor;
  const id = stored()[0]?.id;
  if (!id) throw new Error('nothing was drawn');
  const sought: number[] = [];
  tracks.onSeek((frame) => sought.push(frame));
  at(9);
  tracks.toggleKeyframe();
  expect(frames()).toEqual([4, 9, 14]);
  tracks.moveKeyframe(id, 9, 12);
  expect(frames()).toEqual([4, 12, 14]);
  expect([tracks.toKeyframe(1), tracks.toKeyframe(-1)]).toEqual([true, true]);
  expect(sought).toEqual([12, 4]);
  at(49);
  expect(tracks.toKeyframe(1)).toBe(false);
  tracks.removeKeyframe(id, 12);
  expect(frames()).toEqual([4, 14]);
});

test('an object leaves the picture and comes back, begins and ends', () => {
  drawn();
  const { tracks } = rig.editor;
  const [object] = stored();
  if (!object) throw new Error('nothing was drawn');
  at(20);
  tracks.toggleOutside();
  expect(last()).toBe(19);
  at(30);
  tracks.toggleOutside([object.id]);
  expect(seen(19, 20, 29, 30, 49).map((one) => one !== null)).toEqual([true, false, false, true, true]);
  at(40);
  tracks.endHere([object.id]);
  at(6);
  tracks.beginHere([object.id]);
  expect([frames()?.[0], last()]).toEqual([6, 40]);
  tracks.setRange(object.id, 2, 45);
  expect([frames()?.[0], last()]).toEqual([2, 45]);
});

test('split and merged: two objects, and one again', async () => {
  drawn();
  const { tracks } = rig.editor;
  const whole = seen(4, 8, 9, 12, 30);
  at(9);
  tracks.split();
  expect(stored().map((one) => [trackOf(one)?.keyframes[0]?.frame, last(one)])).toEqual([
    [4, 8],
    [9, 49],
  ]);
  const [first, second] = stored();
  if (!first || !second) throw new Error('not split');
  expect(rig.editor.state.get().selection.ids).toEqual([second.id]);
  expect(seen(4, 8, 9, 12, 30)).toEqual(whole);
  tracks.merge([first.id, second.id]);
  expect(stored().map(({ id }) => id)).toEqual([first.id]);
  expect(seen(4, 8, 9, 12, 30)).toEqual(whole);
  await rig.editor.undo();
  expect(stored()).toHaveLength(2);
});

test('what is propagated stays the same up to there', () => {
  drawn();
  at(9);
  rig.editor.tracks.propagate(12);
  expect(seen(9, 10, 12, 14)).toEqual([
    [15, 10, 45, 40],
    [15, 10, 45, 40],
    [15, 10, 45, 40],
    [20, 10, 50, 40],
  ]);
  rig.editor.tracks.propagate(1000);
  expect(last()).toBe(COUNT - 1);
});

test('it holds between keyframes when it is not to move', () => {
  drawn();
  rig.editor.tracks.setLinear(false);
  expect(seen(13, 14)).toEqual([
    [10, 10, 40, 40],
    [20, 10, 50, 40],
  ]);
});

test('labels and flags are of all frames; attributes as it was chosen', () => {
  drawn();
  const { editor } = rig;
  const [object] = stored();
  if (!object) throw new Error('nothing was drawn');
  const colours = () =>
    [4, 9, 14].map((frame) => {
      at(frame);
      return rig.shown()[0]?.attributes['colour'];
    });
  at(9);
  editor.objects.setAttributes({ colour: 'red' });
  expect(colours()).toEqual(['red', 'red', 'red']);
  editor.tracks.setTracking({ reach: 'onward' });
  at(9);
  editor.objects.setAttributes({ colour: 'blue' });
  expect(colours()).toEqual(['red', 'blue', 'blue']);
  editor.relabel([object.id], 'person');
  editor.objects.toggle('occluded');
  expect(frames()).toEqual([4, 9, 14]);
  at(4);
  expect(rig.shown()[0]).toMatchObject({
    label: 'person',
    metadata: { user: { sluice: { occluded: true } } },
  });
});

test('a locked object keeps its keyframes, one without frames has none, and the person is told', () => {
  const whole = box(9, [1, 1, 5, 5]);
  rig = open([whole]);
  drawn();
  const { tracks, objects } = rig.editor;
  objects.toggle('locked');
  at(9);
  tracks.toggleKeyframe();
  expect(rig.notices).toEqual(['locked']);
  tracks.toggleKeyframe([whole.id]);
  expect(rig.notices).toEqual(['locked', 'no-track']);
  // It is on every frame, and changes on all of them at once.
  at(30);
  rig.drag([3, 3], [6, 3]);
  expect(seen(0, 49)).toEqual([
    [4, 1, 8, 5],
    [4, 1, 8, 5],
  ]);
  expect(stored().find(({ id }) => id === whole.id)?.metadata).toBeUndefined();
});

test('what would be lost on other frames is not merged or converted away', () => {
  drawn();
  at(14);
  rig.editor.takeTool('box');
  rig.drag([30, 20], [80, 60]);
  rig.editor.takeTool('select');
  const [first, second] = stored();
  if (!first || !second) throw new Error('nothing was drawn');
  rig.editor.select([first.id, second.id]);
  rig.editor.forms.combine('union');
  expect(rig.notices).toEqual(['lasts-longer']);
  rig.editor.select([first.id]);
  rig.editor.forms.convert('segment');
  expect(rig.notices).toEqual(['lasts-longer', 'lasts-longer']);
  expect(stored()).toEqual([first, second]);
  // With one keyframe it is the same on all frames, and becomes the other shape on all of them.
  at(20);
  rig.editor.select([second.id]);
  rig.editor.forms.convert('segment');
  expect(stored()[1]?.geometry.type).toBe('segment');
  expect(frames(stored()[1])).toEqual([14]);
});

test('nothing is drawn anew for a frame on which nothing moves', () => {
  drawn();
  at(20);
  const before = rig.editor.state.get().annotations;
  at(21);
  expect(rig.editor.state.get().annotations).toBe(before);
});

test('who may not change the item is told so', () => {
  drawn();
  const annotations = stored();
  rig = open(annotations, false);
  rig.editor.select(annotations.map(({ id }) => id));
  rig.editor.tracks.toggleKeyframe();
  expect(rig.notices).toEqual(['read-only']);
  expect(stored()).toEqual(annotations);
});
