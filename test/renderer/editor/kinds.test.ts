/** What every kind of shape keeps to, whatever it is and wherever it lies. */
import { describe, expect, it } from 'vitest';
import { readGeometry, writeCoordinates } from '#core/formats/dataloop/annotation-shapes.ts';
import { boxCenter, boxContains, boxContainsBox, growBox } from '#core/geometry/box.ts';
import { geometrySchema } from '#core/model/annotation.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import { fc } from '#test/support/property.ts';
import { geometry } from './support/geometries.ts';

const PICTURE = { width: 400, height: 300 };
const plain = { picture: PICTURE, shift: false, alt: false };
const place = fc.record({ x: fc.integer({ min: -50, max: 450 }), y: fc.integer({ min: -50, max: 350 }) });

describe('every kind of shape', () => {
  it('comes back the same from the reference system', () => {
    fc.assert(
      fc.property(geometry, (shape) => {
        const wire = JSON.parse(JSON.stringify(writeCoordinates(shape)));
        expect(JSON.stringify(readGeometry(shape.type, wire, 'it'))).toBe(JSON.stringify(shape));
      }),
    );
  });

  it('is stored as it was when nothing was done to it', () => {
    fc.assert(
      fc.property(geometry, (shape) => {
        const kind = kindOf(shape);
        expect(JSON.stringify(kind.round(shape))).toBe(JSON.stringify(shape));
        expect(kind.same(shape, kind.translate(shape, 0, 0, PICTURE))).toBe(true);
      }),
    );
  });

  it('is moved whole, and not beyond the picture', () => {
    fc.assert(
      fc.property(geometry, place, (shape, by) => {
        const kind = kindOf(shape);
        const before = kind.bounds(shape);
        const moved = kind.translate(shape, by.x, by.y, PICTURE);
        const after = kind.bounds(moved);
        expect(after.right - after.left).toBeCloseTo(before.right - before.left, 6);
        const whole = { left: 0, top: 0, right: PICTURE.width, bottom: PICTURE.height };
        if (boxContainsBox(whole, before)) expect(boxContainsBox(growBox(whole, 1e-6), after)).toBe(true);
        expect(geometrySchema.safeParse(kind.round(moved)).success).toBe(true);
      }),
    );
  });

  it('can be stored after any of its handles went anywhere, or says that it cannot', () => {
    fc.assert(
      fc.property(geometry, fc.nat(), place, fc.boolean(), fc.boolean(), (shape, which, to, shift, alt) => {
        const kind = kindOf(shape);
        const handles = kind.handles(shape, 1);
        const handle = handles[which % Math.max(1, handles.length)];
        if (!handle) return;
        const made = kind.round(kind.moveHandle(shape, handle.id, to, { ...plain, shift, alt }));
        expect(made.type).toBe(shape.type);
        if (kind.problem(made, PICTURE) === null) expect(geometrySchema.safeParse(made).success).toBe(true);
      }),
    );
  });

  it('is hit only where it is: never beyond its bounds', () => {
    fc.assert(
      fc.property(geometry, place, (shape, at) => {
        const kind = kindOf(shape);
        if (kind.hit(shape, at, 2)) expect(boxContains(kind.bounds(shape), at, 6)).toBe(true);
      }),
    );
  });

  it('turned round is what it was, and so is what is stretched and brought back', () => {
    fc.assert(
      fc.property(geometry, fc.integer({ min: -170, max: 170 }), (shape, degrees) => {
        const kind = kindOf(shape);
        const bounds = kind.bounds(shape);
        const center = boxCenter(bounds);
        const turned = kind.rotate?.(shape, degrees, center);
        const back = turned && kind.rotate?.(turned, -degrees, center);
        if (back) expect(kind.bounds(kind.round(back)).left).toBeCloseTo(bounds.left, 0);
        const grown = growBox(bounds, 10);
        const scaled = kind.scale?.(shape, bounds, grown);
        if (scaled) expect(geometrySchema.safeParse(kind.round(scaled)).success).toBe(true);
      }),
    );
  });

  it('loses only the vertex that was named, and gains one where it was asked for', () => {
    fc.assert(
      fc.property(geometry, fc.nat(), place, (shape, which, at) => {
        const kind = kindOf(shape);
        const vertices = (of: typeof shape) => kind.handles(of, 1).filter(({ role }) => role === 'vertex');
        const more = kind.insertVertex?.(shape, at);
        if (more) expect(vertices(more)).toHaveLength(vertices(shape).length + 1);
        const vertex = vertices(shape)[which % Math.max(1, vertices(shape).length)];
        const less = vertex && kind.removeVertex?.(shape, vertex.id);
        if (less) expect(geometrySchema.safeParse(less).success).toBe(true);
        if (less) expect(vertices(less).length).toBeLessThan(vertices(shape).length);
      }),
    );
  });
});
