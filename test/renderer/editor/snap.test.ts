import { expect, test } from 'vitest';
import { edgesOf, nearestOn } from '#core/geometry/lines.ts';
import { outlineOf } from '#core/geometry/outline.ts';
import { clampPoint, distance } from '#core/geometry/plane.ts';
import type { Annotation } from '#core/model/annotation.ts';
import { createShapeIndex } from '#renderer/editor/shape-index.ts';
import { snapPoint } from '#renderer/editor/snap.ts';
import { fc } from '#test/support/property.ts';
import { box, mapOf } from './support/annotations.ts';
import { corners, createRig, PICTURE } from './support/rig.ts';

const near = (annotations: readonly Annotation[], tolerance = 8, skipped = '') => {
  const shapes = createShapeIndex();
  shapes.update(mapOf(annotations));
  return { shapes, picture: PICTURE, tolerance, skips: ({ id }: Annotation) => id === skipped };
};

test('a point goes to something that is there, no farther than it may, and to a vertex before an edge', () => {
  const side = fc.integer({ min: 0, max: 180 });
  const place = fc.integer({ min: -60, max: 460 });
  const anyBox = fc.tuple(side, side, fc.integer({ min: 5, max: 90 }), fc.integer({ min: 5, max: 90 }));
  fc.assert(
    fc.property(fc.array(anyBox, { maxLength: 12 }), place, place, (boxes, x, y) => {
      const annotations = boxes.map(([left, top, width, height], at) =>
        box(at + 1, [left, top, left + width, top + height]),
      );
      const at = snapPoint({ x, y }, near(annotations));
      // Beyond the picture it is the nearest place on it.
      const point = clampPoint({ x, y }, PICTURE);
      const lines = annotations.flatMap(({ geometry }) => outlineOf(geometry));
      const vertices = lines.flatMap(({ points }) => points);
      const closest = Math.min(
        ...vertices.map((vertex) => distance(vertex, point)),
        Number.POSITIVE_INFINITY,
      );
      if (!at) {
        expect(closest).toBeGreaterThan(8);
        return;
      }
      expect(distance(at, point)).toBeLessThanOrEqual(8 + 1e-9);
      if (closest <= 8) expect(distance(at, point)).toBeCloseTo(closest);
      const onEdge = lines.some(({ points }) =>
        edgesOf(points, true).some(({ from, to }) => distance(nearestOn(from, to, at), at) < 1e-6),
      );
      const { width, height } = PICTURE;
      expect(onEdge || at.x === 0 || at.y === 0 || at.x === width || at.y === height).toBe(true);
    }),
  );
});

test('a corner of the picture takes both coordinates, and what is under the hand does not count', () => {
  expect(snapPoint({ x: 397, y: -3 }, near([]))).toEqual({ x: 400, y: 0 });
  expect(snapPoint({ x: 3, y: -500 }, near([]))).toEqual({ x: 0, y: 0 });
  // Too far from the corner, near enough to a side.
  expect(snapPoint({ x: 8, y: 7 }, near([]))).toEqual({ x: 8, y: 0 });
  expect(snapPoint({ x: 200, y: -500 }, near([]))).toEqual({ x: 200, y: 0 });
  const one = box(1, [100, 100, 150, 150]);
  expect(snapPoint({ x: 103, y: 98 }, near([one]))).toEqual({ x: 100, y: 100 });
  expect(snapPoint({ x: 103, y: 98 }, near([one], 8, one.id))).toBeNull();
});

test('a drawn box keeps to a corner when that is wanted, and shows it; Ctrl lets it go', () => {
  const rig = createRig([box(1, [100, 100, 150, 150])]);
  rig.editor.takeTool('box');
  rig.drag([50, 50], [80, 97]);
  expect(corners(rig.shown()[1])).toEqual([50, 50, 80, 97]);
  rig.editor.setAids({ snap: true });
  rig.down(20, 20);
  rig.move(98, 97);
  expect(rig.editor.state.get().snapped).toEqual({ x: 100, y: 100 });
  rig.up(98, 97);
  expect(corners(rig.shown()[2])).toEqual([20, 20, 100, 100]);
  expect(rig.editor.state.get().snapped).toBeNull();
  rig.down(20, 60);
  rig.move(98, 97, { mod: true });
  expect(rig.editor.state.get().snapped).toBeNull();
  rig.up(98, 97, { mod: true });
  expect(corners(rig.shown()[3])).toEqual([20, 60, 98, 97]);
});

test('a dragged corner keeps to another shape, not to its own', () => {
  const rig = createRig([box(1, [100, 100, 150, 150]), box(2, [200, 200, 250, 250])]);
  rig.editor.setAids({ snap: true });
  const [, second] = rig.shown();
  rig.editor.select(second ? [second.id] : []);
  rig.drag([200, 200], [153, 147]);
  expect(corners(rig.shown()[1])).toEqual([150, 150, 250, 250]);
  rig.drag([150, 150], [155, 155]);
  expect(corners(rig.shown()[1])).toEqual([150, 150, 250, 250]);
  rig.drag([250, 250], [300, 290]);
  expect(corners(rig.shown()[1])).toEqual([150, 150, 300, 290]);
});

test('the ring goes when Ctrl lends the select tool, and there is none where nothing may be changed', () => {
  const rig = createRig([box(1, [100, 100, 150, 150])]);
  rig.editor.takeTool('box');
  rig.editor.setAids({ snap: true });
  rig.move(102, 101);
  expect(rig.editor.state.get().snapped).toEqual({ x: 100, y: 100 });
  rig.move(300, 250, { mod: true });
  expect(rig.editor.state.get().snapped).toBeNull();
  rig.editor.setEditable(false);
  rig.move(102, 101);
  expect(rig.editor.state.get().snapped).toBeNull();
});
