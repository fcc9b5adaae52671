import { describe, expect, it } from 'vitest';
import { boxesFor, labelDecision, reviewDecision } from '#cli/demo/decisions.ts';
import { boxGeometrySchema } from '#core/model/annotation.ts';
import { fc } from '#test/support/property.ts';

const size = fc.record({
  width: fc.integer({ min: 8, max: 8000 }),
  height: fc.integer({ min: 8, max: 8000 }),
});
const frames = Array.from({ length: 10_000 }, (_, frame) => frame);

describe('the decisions of the demo', () => {
  it('depend on the seed and the frame alone', () => {
    expect(frames.map((frame) => labelDecision('a', frame))).toEqual(
      frames.map((frame) => labelDecision('a', frame)),
    );
    expect(frames.map((frame) => labelDecision('a', frame))).not.toEqual(
      frames.map((frame) => labelDecision('b', frame)),
    );
  });

  it('discard about a tenth when labelling, and send about a tenth back in review', () => {
    const share = (taken: readonly unknown[]) => taken.length / frames.length;
    expect(share(frames.filter((frame) => labelDecision('s', frame) === 'discard'))).toBeCloseTo(0.1, 1);
    expect(share(frames.filter((frame) => reviewDecision('s', frame) === 'issue'))).toBeCloseTo(0.1, 1);
    expect(share(frames.filter((frame) => reviewDecision('s', frame) === 'discard'))).toBeCloseTo(0.05, 1);
  });

  it('draw one to three boxes inside the picture', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), size, (seed, frame, picture) => {
        const boxes = boxesFor(seed, frame, picture, ['car', 'person']);
        expect(boxes.length).toBeGreaterThanOrEqual(1);
        expect(boxes.length).toBeLessThanOrEqual(3);
        for (const { label, geometry } of boxes) {
          expect(['car', 'person']).toContain(label);
          expect(boxGeometrySchema.safeParse(geometry).success).toBe(true);
          expect(Math.min(geometry.left, geometry.top)).toBeGreaterThanOrEqual(0);
          expect(geometry.right).toBeLessThanOrEqual(picture.width);
          expect(geometry.bottom).toBeLessThanOrEqual(picture.height);
        }
      }),
    );
  });
});
