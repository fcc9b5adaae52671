import { describe, expect, test } from 'vitest';
import { treeOf } from '#renderer/features/studio/panels/object-tree.ts';
import { box } from '../../editor/support/annotations.ts';
import { annotationId } from '../../editor/support/ids.ts';

const part = (at: number, of: number) =>
  box(at, [0, 0, 9, 9], { metadata: { system: { parentId: annotationId(of) } } });
const whole = (at: number) => box(at, [0, 0, 9, 9]);

describe('the tree of objects', () => {
  test('parts come right below what they are parts of', () => {
    const { objects, depth } = treeOf([part(1, 3), whole(2), whole(3), part(4, 1)]);
    expect(objects.map(({ id }) => id)).toEqual([2, 3, 1, 4].map(annotationId));
    expect(depth).toEqual(
      new Map([
        [annotationId(1), 1],
        [annotationId(4), 2],
      ]),
    );
  });

  test('none is lost when parents are elsewhere or go in a circle', () => {
    const { objects, depth } = treeOf([part(1, 2), part(2, 1), part(3, 9), part(4, 4)]);
    expect(objects.map(({ id }) => id)).toEqual([3, 4, 1, 2].map(annotationId));
    expect(depth.get(annotationId(2))).toBe(1);
  });
});
