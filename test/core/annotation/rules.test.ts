import { describe, expect, test } from 'vitest';
import { boxOverlap, crowding } from '#core/annotation/overlap.ts';
import {
  type AnnotationRules,
  annotationRulesSchema,
  type CheckedAnnotation,
  checkAnnotations,
} from '#core/annotation/rules.ts';
import type { BoxGeometry } from '#core/model/annotation.ts';
import { fc } from '#test/support/property.ts';

const picture = { width: 200, height: 100 };

/** `box('car', 10, 20, 30, 40)`: 30 wide and 40 high with its corner at 10, 20. */
function box(
  label: string,
  left: number,
  top: number,
  width: number,
  height: number,
  attributes: Record<string, unknown> = {},
): CheckedAnnotation & { geometry: BoxGeometry } {
  return {
    label,
    geometry: { type: 'box', left, top, right: left + width, bottom: top + height },
    attributes,
  };
}

const car = box('car', 10, 20, 40, 20, { colour: 'red' });
const dog = box('dog', 100, 50, 20, 20);
const sun = box('sun', 150, 0, 10, 10);

const cases: readonly (readonly [AnnotationRules, readonly CheckedAnnotation[], string | null])[] = [
  [{}, [], null],
  [{ minCount: 2 }, [car, dog], null],
  [{ minCount: 2 }, [], 'Too few annotations: at least 2 must be there. There are none.'],
  [{ minCount: 2 }, [car], 'Too few annotations: at least 2 must be there. There is 1.'],
  [{ maxCount: 1 }, [car], null],
  [{ maxCount: 1 }, [car, dog], 'Too many annotations: at most 1 may be there. There are 2.'],
  [{ requiredLabels: ['car', 'dog'] }, [car, dog], null],
  [
    { requiredLabels: ['car', 'dog', 'cat'] },
    [car],
    'Nothing is labelled "dog" or "cat", which must be there.',
  ],
  [{ forbiddenLabels: ['cat'] }, [car, dog], null],
  [
    { forbiddenLabels: ['cat', 'dog', 'car'] },
    [car, dog],
    '"car" and "dog" must not be used: "car" at (10, 20) and "dog" at (100, 50).',
  ],
  [{ minAreaPixels: 400 }, [car, dog], null],
  [{ minAreaPixels: 400.5 }, [car, dog], 'Smaller than 400.5 square pixels: "dog" at (100, 50).'],
  [{ maxAreaPixels: 800 }, [car, dog], null],
  [{ maxAreaPixels: 799 }, [car, dog], 'Larger than 799 square pixels: "car" at (10, 20).'],
  [{ minAreaShare: 0.02 }, [car, dog], null],
  [{ minAreaShare: 0.025 }, [car, dog], 'Smaller than 2.5 % of the picture: "dog" at (100, 50).'],
  [{ maxAreaShare: 0.04 }, [car, dog], null],
  [{ maxAreaShare: 0.03 }, [car, dog], 'Larger than 3 % of the picture: "car" at (10, 20).'],
  [{ maxOverlap: 0.5 }, [car, box('car', 10, 30, 40, 20)], null],
  [{ maxOverlap: 0 }, [car, box('dog', 10, 20, 40, 20)], null],
  [{ maxOverlap: 0 }, [car, box('car', 50, 20, 40, 20)], null],
  [
    { maxOverlap: 0.5 },
    [car, dog, box('car', 12, 20, 40, 20), box('car', 11, 20, 40, 20)],
    'Boxes with the same label overlap by more than 50 %: "car" at (10, 20) and (11, 20) by 95.12 % and 2 more such pairs.',
  ],
  [
    { maxOverlap: 0.99 },
    [car, car],
    'Boxes with the same label overlap by more than 99 %: "car" at (10, 20) and (10, 20) by 100 %.',
  ],
  [{ requiredAttributes: [{ label: 'car', key: 'colour' }] }, [car, dog], null],
  [
    { requiredAttributes: [{ key: 'colour' }] },
    [car, dog, sun, dog, dog],
    'The attribute "colour" has no value: "dog" at (100, 50), "sun" at (150, 0), "dog" at (100, 50) and 1 more.',
  ],
  [{ insidePicture: true }, [car, box('car', 0, 0, 200, 100)], null],
  [{ insidePicture: false }, [box('car', -1, 0, 20, 20)], null],
  [
    { insidePicture: true },
    [car, box('car', -0.5, 0, 20, 20)],
    'Beyond the picture of 200 × 100 pixels: "car" at (-0.5, 0).',
  ],
];

test.each(cases)('%j', (rules, annotations, sentence) => {
  const broken = sentence === null ? [] : [sentence];
  expect(checkAnnotations(rules, annotations, picture)).toEqual({ passes: sentence === null, broken });
  expect(annotationRulesSchema.parse(rules)).toEqual(rules);
});

test.each([
  ['not there', {}, true],
  ['null', { colour: null }, true],
  ['empty text', { colour: ' ' }, true],
  ['empty list', { colour: [] }, true],
  ['no', { colour: false }, false],
  ['nought', { colour: 0 }, false],
  ['a list', { colour: ['red'] }, false],
] as const)('an attribute with %s', (_name, attributes, blank) => {
  const rules = { requiredAttributes: [{ key: 'colour' }] };
  expect(checkAnnotations(rules, [box('car', 0, 0, 9, 9, attributes)], picture).passes).toBe(!blank);
});

test('all broken rules are told at once', () => {
  const rules = { minCount: 3, requiredLabels: ['cat'], maxAreaShare: 0.01, insidePicture: true };
  const { passes, broken } = checkAnnotations(rules, [box('car', 190, 0, 40, 40)], picture);
  expect(passes).toBe(false);
  expect(broken.map((sentence) => sentence.split(' ')[0])).toEqual(['Too', 'Nothing', 'Larger', 'Beyond']);
});

test.each([
  { minCount: -1 },
  { maxAreaShare: 1.5 },
  { maxOverlap: Number.NaN },
  { requiredAttributes: [{ label: 'car' }] },
  { minimumCount: 3 },
])('%j are no rules', (rules) => {
  expect(annotationRulesSchema.safeParse(rules).success).toBe(false);
});

describe('overlap', () => {
  const side = fc.integer({ min: 1, max: 20 });
  const boxes = fc
    .tuple(fc.constantFrom('car', 'dog'), side, side, side, side)
    .map(([label, left, top, width, height]) => box(label, left, top, width, height));

  test('is the count of common pixels by that of all', () => {
    fc.assert(
      fc.property(boxes, boxes, ({ geometry: a }, { geometry: b }) => {
        let [common, all] = [0, 0];
        for (let x = 0; x < 40; x++) {
          for (let y = 0; y < 40; y++) {
            const [inA, inB] = [a, b].map(
              (one) => x >= one.left && x < one.right && y >= one.top && y < one.bottom,
            );
            if (inA && inB) common++;
            if (inA || inB) all++;
          }
        }
        expect(boxOverlap(a, b)).toBeCloseTo(common / all, 12);
      }),
    );
  });

  test('finds every pair, and the worst', () => {
    fc.assert(
      fc.property(
        fc.array(boxes, { maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, limit) => {
          const overlaps = all
            .flatMap((a, index) => all.slice(index + 1).map((b) => ({ a, b })))
            .filter(({ a, b }) => a.label === b.label)
            .map(({ a, b }) => boxOverlap(a.geometry, b.geometry))
            .filter((overlap) => overlap > limit);
          const found = crowding(all, limit);
          expect(found?.pairs ?? 0).toBe(overlaps.length);
          if (found) expect(found.worst.overlap).toBe(Math.max(...overlaps));
        },
      ),
    );
  });
});
