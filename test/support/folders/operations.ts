/** What may happen to folders and to the engine that watches them, drawn at random, and in words. */
import { fc } from '../property.ts';

/** Folders on disk, relative to a common one, and how often they are chosen. What is in `outside` is watched by nobody. */
const FOLDERS = {
  one: 4,
  'one/x': 4,
  'one/x/y': 2,
  'one/ü 😀': 1,
  two: 4,
  'two/x': 2,
  outside: 2,
} as const;
/** Names that are taken in, names that may be by what is in the file, and names that never are. */
const NAMES = {
  'a.png': 6,
  'b.jpg': 4,
  'c d.png': 3,
  '😀 é.png': 2,
  'new\nline.png': 2,
  'A.png': 2,
  [`${'x'.repeat(240)}.png`]: 1,
  'no extension': 1,
  '.hidden.png': 1,
  'coming.png.part': 1,
  'notes.txt': 1,
};
/** Places where folders may be watched, so that one is in another and one is watched twice. */
export const SLOTS = ['one', 'one in another', 'two', 'two once more'] as const;
export type Slot = (typeof SLOTS)[number];

const oneOf = (weights: Readonly<Record<string, number>>): fc.Arbitrary<string> =>
  fc.oneof(...Object.entries(weights).map(([value, weight]) => ({ weight, arbitrary: fc.constant(value) })));
const folder = oneOf(FOLDERS);
const place = fc.tuple(folder, oneOf(NAMES)).map(([where, name]) => `${where}/${name}`);
/** Folders that stand for a disk that may be pulled out. */
const disk = fc.constantFrom('one' as const, 'two' as const);
const link = fc.constantFrom('one/link', 'one/x/link', 'two/link', 'outside/link');
const slot = fc.constantFrom(...SLOTS);
const nth = fc.nat(5);

function kind<K extends string, R extends Record<string, unknown>>(
  weight: number,
  what: K,
  details: { [P in keyof R]: fc.Arbitrary<R[P]> },
): { weight: number; arbitrary: fc.Arbitrary<R & { what: K }> } {
  const arbitrary = fc.record(details) as fc.Arbitrary<R>;
  return { weight, arbitrary: arbitrary.map((drawn) => ({ ...drawn, what })) };
}

export const operation = fc.oneof(
  kind(10, 'put', { nth, at: place }),
  kind(2, 'put slowly', { nth, at: place }),
  kind(2, 'put half', { nth, at: place }),
  kind(1, 'put nothing', { at: place }),
  kind(1, 'put words', { at: place }),
  kind(2, 'append', { at: place }),
  kind(2, 'touch', { at: place }),
  kind(6, 'move', { from: place, to: place }),
  kind(4, 'copy', { from: place, to: place }),
  kind(2, 'link hard', { from: place, to: place }),
  kind(2, 'link', { from: place, to: place }),
  kind(2, 'swap', { from: place, to: place }),
  kind(4, 'delete', { at: place }),
  kind(3, 'move folder', { from: folder, to: folder }),
  kind(1, 'delete folder', { at: folder }),
  kind(2, 'link folder', { from: folder, to: link }),
  kind(1, 'delete link', { at: link }),
  kind(1, 'burst', { at: folder, count: fc.integer({ min: 5, max: 40 }) }),
  kind(2, 'take away', { at: disk }),
  kind(1, 'empty', { at: disk }),
  kind(4, 'bring back', { at: disk }),
  kind(2, 'watch', { slot }),
  kind(1, 'unwatch', { slot }),
  kind(1, 'pause', { slot }),
  kind(2, 'go on', { slot }),
  kind(2, 'choose', { slot, choice: fc.nat(4) }),
  kind(2, 'label', { nth: fc.nat(50) }),
  kind(2, 'kill', { after: fc.nat(6) }),
  kind(1, 'restart', {}),
  kind(1, 'deafen', {}),
  kind(4, 'wait', { ms: fc.integer({ min: 1, max: 150 }) }),
  kind(3, 'compare', {}),
);
export type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** In words that a person can follow. */
export function inWords(op: Operation): string {
  const { what, ...rest } = op;
  const details = Object.entries(rest).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  return [what, ...details].join(' ').replace(/x{20,}/g, 'xx…x');
}
