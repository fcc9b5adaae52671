import { expect, test } from 'vitest';
import type { Annotation } from '#core/model/annotation.ts';
import { FILTER_FAULTS, readFilter } from '#renderer/features/studio/panels/object-filter.ts';
import { fc } from '#test/support/property.ts';
import { box } from '../editor/support/annotations.ts';

const scored = (confidence: number) => ({ user: { model: { name: 'm', confidence } } });
const OBJECTS: readonly Annotation[] = [
  box(1, [0, 0, 9, 9], { attributes: { colour: 'red', parts: ['wheel', 'door'] }, metadata: scored(0.9) }),
  box(2, [0, 0, 9, 9], { label: 'truck', metadata: scored(0.5) }),
  box(3, [0, 0, 9, 9], {
    label: 'person',
    metadata: { user: { sluice: { occluded: true, instanceId: 'x7' } } },
  }),
  {
    ...box(4, [0, 0, 9, 9], { metadata: { user: { sluice: { groupId: 'g', locked: true } } } }),
    geometry: { type: 'point', coordinates: { x: 1, y: 1 } },
  },
];

/** Numbers of the objects that are found. */
function found(typed: string): number[] | string {
  const filter = readFilter(typed);
  if (!filter.ok) return `${filter.word}: ${filter.why}`;
  return OBJECTS.flatMap((annotation, at) =>
    filter.test({ annotation, number: at + 1, hidden: at === 1 }) ? [at + 1] : [],
  );
}

test.each([
  ['', [1, 2, 3, 4]],
  ['CAR', [1, 4]],
  ['red', [1]],
  ['wheel car', [1]],
  ['label::tru', [2]],
  ['score::[0,.5]', [2]],
  ['score::(.5,1]', [1]],
  ['score::[.6,]', [1]],
  ['score::<0.9', [2]],
  ['score::>=.5', [1, 2]],
  ['#3', [3]],
  ['type::box', [1, 2, 3]],
  ['type::Point', [4]],
  ['attr::colour=RED', [1]],
  ['attr::parts=door', [1]],
  ['attr::parts', [1]],
  ['attr::size', []],
  ['flag::occluded', [3]],
  ['flag::hidden', [2]],
  ['flag::grouped', [4]],
  ['id::x7', [3]],
  ['<^(car|truck)$>', [1, 2, 4]],
  ['<red|x y>', [1]],
  ['-car', [2, 3]],
  ['-type::box -flag::hidden', [4]],
  ['-<^t>', [1, 3, 4]],
])('%s finds %j', (typed, numbers) => {
  expect(found(typed)).toEqual(numbers);
});

test.each([
  ['score::', 'score::: score'],
  ['car score::[a,b]', 'score::[a,b]: score'],
  ['score::1.2.3', 'score::1.2.3: score'],
  ['#0', '#0: number'],
  ['#x', '#x: number'],
  ['type::car', 'type::car: type'],
  ['flag::big', 'flag::big: flag'],
  ['<(>', '<(>: pattern'],
  ['<car', '<car: pattern'],
  ['label::', 'label::: empty'],
  ['colour::red', 'colour::red: unknown'],
])('%s is told as %s', (typed, fault) => {
  expect(found(typed)).toBe(fault);
});

test('whatever is typed is read, or its fault has a name', () => {
  const part = fc.constantFrom(
    'score::',
    'label::',
    '#',
    '<',
    '>',
    '[',
    ']',
    ',',
    '.5',
    '-',
    ' ',
    'car',
    'attr::a=',
    '::',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join('')),
      ),
      (typed) => {
        const filter = readFilter(typed);
        if (filter.ok)
          for (const annotation of OBJECTS) filter.test({ annotation, number: 1, hidden: false });
        else expect(FILTER_FAULTS).toContain(filter.why);
      },
    ),
  );
});
