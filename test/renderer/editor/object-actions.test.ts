import { describe, expect, test } from 'vitest';
import { flagsOf } from '#core/model/object-flags.ts';
import { box } from './support/annotations.ts';
import { annotationId } from './support/ids.ts';
import { corners, createRig, type Rig } from './support/rig.ts';

const ONE = annotationId(1);
const TWO = annotationId(2);

function rigOfTwo(editable = true): Rig {
  return createRig([box(1, [10, 10, 60, 60]), box(2, [100, 100, 200, 200])], editable);
}

function lockedRig(): Rig {
  const rig = rigOfTwo();
  rig.editor.objects.toggle('locked', [ONE]);
  return rig;
}

const flags = (rig: Rig, at: number) => flagsOf(rig.shown()[at] ?? {});

describe('flags of objects', () => {
  test('a step of the history each, taken back by undo', async () => {
    const rig = rigOfTwo();
    rig.editor.select([ONE, TWO]);
    rig.editor.objects.toggle('occluded');
    expect([flags(rig, 0).occluded, flags(rig, 1).occluded]).toEqual([true, true]);
    rig.editor.objects.toggle('occluded', [TWO]);
    expect(flags(rig, 1).occluded).toBe(false);
    await rig.editor.undo();
    await rig.editor.undo();
    expect(rig.shown().map((one) => one.metadata)).toEqual([undefined, undefined]);
    expect(rig.engine.received.map(({ title }) => title)).toEqual(['occluded', 'occluded']);
  });

  test('nothing is changed where only looking is allowed', () => {
    const rig = rigOfTwo(false);
    rig.editor.objects.toggle('occluded', [ONE]);
    expect(rig.notices).toEqual(['read-only']);
    expect(flags(rig, 0).occluded).toBe(false);
  });

  test('a group, and the last selected as the parent', () => {
    const rig = rigOfTwo();
    rig.editor.objects.group([ONE]);
    expect(flags(rig, 0).groupId).toBeNull();
    rig.editor.select([ONE, TWO]);
    rig.editor.objects.group();
    expect(flags(rig, 0).groupId).toBe(flags(rig, 1).groupId);
    rig.editor.objects.join();
    expect([flags(rig, 0).parentId, flags(rig, 1).parentId]).toEqual([TWO, null]);
    rig.editor.objects.ungroup();
    expect(flags(rig, 0).groupId).toBeNull();
  });

  test('the order in which they are drawn', () => {
    const rig = rigOfTwo();
    const drawn = () =>
      rig.editor.shapes.search({ left: 0, top: 0, right: 400, bottom: 300 }).map(({ id }) => id);
    expect(drawn()).toEqual([ONE, TWO]);
    rig.editor.objects.order('front', [ONE]);
    expect(drawn()).toEqual([TWO, ONE]);
    rig.editor.objects.order('back', [ONE]);
    expect(drawn()).toEqual([ONE, TWO]);
  });

  test('attributes are laid over those that are there; the same value is no step', () => {
    const rig = rigOfTwo();
    rig.editor.objects.setAttributes({ side: 'left', lights: true }, [ONE]);
    rig.editor.objects.setAttributes({ side: 'left' }, [ONE, TWO]);
    expect(rig.shown().map((one) => one.attributes)).toEqual([
      { side: 'left', lights: true },
      { side: 'left' },
    ]);
    const revisions = rig.shown().map(({ rev }) => rev);
    rig.editor.objects.setAttributes({ side: 'left' }, [ONE, TWO]);
    expect(rig.shown().map(({ rev }) => rev)).toEqual(revisions);
    rig.editor.objects.setAttributes({ lights: undefined }, [ONE]);
    expect(rig.shown()[0]?.attributes).toEqual({ side: 'left' });
  });
});

describe('a locked object', () => {
  test('stays where it is under the hand and under the arrow keys', () => {
    const rig = lockedRig();
    rig.drag([30, 30], [130, 30]);
    expect(corners(rig.shown()[0])).toEqual([10, 10, 60, 60]);
    expect(rig.notices).toEqual(['locked']);
    rig.editor.select([ONE, TWO]);
    rig.editor.nudge.press(5, 0, 'move');
    rig.editor.nudge.end();
    expect(rig.shown().map(corners)).toEqual([
      [10, 10, 60, 60],
      [105, 100, 205, 200],
    ]);
    expect(rig.notices).toEqual(['locked', 'locked']);
  });

  test('has no handles, keeps its label and is not deleted', () => {
    const rig = lockedRig();
    rig.editor.select([ONE]);
    rig.drag([10, 10], [30, 30]);
    rig.editor.relabel([ONE], 'person');
    rig.editor.remove([ONE, TWO]);
    expect(rig.shown().map(({ id, label }) => [id, label])).toEqual([[ONE, 'car']]);
    expect(corners(rig.shown()[0])).toEqual([10, 10, 60, 60]);
    expect(rig.notices).toContain('locked');
  });

  test('takes no flags and attributes until it is unlocked', () => {
    const rig = lockedRig();
    rig.editor.objects.toggle('occluded', [ONE]);
    rig.editor.objects.setAttributes({ side: 'left' }, [ONE]);
    expect(flags(rig, 0).occluded).toBe(false);
    rig.editor.objects.toggle('locked', [ONE]);
    rig.editor.objects.toggle('occluded', [ONE]);
    expect(flags(rig, 0)).toMatchObject({ locked: false, occluded: true });
  });
});

describe('relations', () => {
  test('lead from what was selected first to what was selected last, once, and end', async () => {
    const rig = rigOfTwo();
    rig.editor.select([ONE, TWO]);
    rig.editor.objects.relate();
    rig.editor.objects.relate();
    expect(flags(rig, 0).relations).toEqual([{ to: TWO, label: '' }]);
    expect(flags(rig, 1).relations).toEqual([]);
    expect(rig.engine.received).toHaveLength(1);
    rig.editor.objects.setFlags({ relations: [{ to: TWO, label: 'pulls' }] }, [ONE]);
    rig.editor.objects.unrelate();
    expect(flags(rig, 0).relations).toEqual([]);
    await rig.editor.undo();
    expect(flags(rig, 0).relations).toEqual([{ to: TWO, label: 'pulls' }]);
    rig.editor.select([ONE]);
    rig.editor.objects.relate();
    expect(flags(rig, 0).relations).toHaveLength(1);
  });
});
