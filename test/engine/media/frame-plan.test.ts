import { describe, expect, test } from 'vitest';
import type { FrameIndex } from '#engine/media/frame-index.ts';
import {
  everyNth,
  keyFrames,
  perSecond,
  sceneStarts,
  stretchesOf,
  WHOLE,
  withoutNear,
} from '#engine/media/frame-plan.ts';
import { runsFor, selection, withoutShortcut } from '#engine/media/frame-select.ts';
import { fc } from '#test/support/property.ts';

function indexOf(
  pts: readonly number[],
  keys: readonly number[] = [0],
  { den = 1000, source = 'packets' as FrameIndex['source'] } = {},
): FrameIndex {
  const flags = new Uint8Array(pts.length);
  for (const key of keys) flags[key] = 1;
  const facts = { startSeconds: 0, damaged: false, note: null };
  const timeBase = { num: 1, den };
  return { count: pts.length, timeBase, pts: Float64Array.from(pts), keys: flags, source, ...facts };
}

const steady = (count: number, ticks: number, den: number) =>
  indexOf(
    Array.from({ length: count }, (_, at) => Math.round(at * ticks)),
    [0],
    { den },
  );
const whole = (index: FrameIndex) => stretchesOf(index, WHOLE);

/** Videos with irregular times, some of them negative, and random key frames. */
const videos = fc
  .record({
    start: fc.integer({ min: -5000, max: 5000 }),
    steps: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 0, maxLength: 120 }),
    keys: fc.array(fc.nat(120)),
    source: fc.constantFrom<FrameIndex['source']>('packets', 'frames'),
  })
  .map(({ start, steps, keys, source }) => {
    const pts = [start];
    for (const step of steps) pts.push((pts.at(-1) ?? 0) + step);
    return indexOf(pts, [0, ...keys.filter((key) => key < pts.length)], { source });
  });

describe('so many a second', () => {
  test.each([
    ['30 of 30, in milliseconds', steady(90, 1000 / 30, 1000), 30, 90],
    ['10 of 30', steady(90, 512, 15_360), 10, 30],
    ['1 of 29.97', steady(300, 1001, 30_000), 1, 10],
    ['60 of 30: no frame twice', steady(90, 512, 15_360), 60, 90],
    ['one in two seconds', steady(300, 512, 15_360), 0.5, 5],
  ])('%s', (_, index, rate, count) => {
    const frames = perSecond(index, whole(index), rate);
    expect(frames).toHaveLength(count);
    expect(frames[0]).toBe(0);
  });

  test('with varying times there is one for each part of a second that has a frame, the first of it', () =>
    fc.assert(
      fc.property(videos, fc.integer({ min: 1, max: 50 }), (index, rate) => {
        const frames = perSecond(index, whole(index), rate);
        const slot = (place: number) =>
          Math.floor((((index.pts[place] ?? 0) - (index.pts[0] ?? 0) + 0.5) / 1000) * rate);
        const slots = Array.from(index.pts, (_, place) => slot(place));
        expect(frames.map(slot)).toEqual([...new Set(slots)]);
        for (const frame of frames) expect(frame === 0 || slot(frame - 1) < slot(frame)).toBe(true);
      }),
    ));
});

test('parts are joined, cut to the video, and exact to the frame', () => {
  const index = indexOf([-100, 0, 100, 200, 300, 400]);
  const seconds = (from: number, to: number | null) =>
    stretchesOf(index, { seconds: [{ from, to }], places: [] });
  // Seconds count from the first frame, which is at −0.1 s in the file.
  expect(seconds(0.1, 0.3)).toEqual([{ from: 1, to: 2 }]);
  expect(seconds(0.4, null)).toEqual([{ from: 4, to: 5 }]);
  expect(seconds(9, null)).toEqual([]);
  const places = [
    { from: 4, to: 99 },
    { from: 0, to: 1 },
    { from: 2, to: 2 },
  ];
  expect(stretchesOf(index, { seconds: [], places })).toEqual([
    { from: 0, to: 2 },
    { from: 4, to: 5 },
  ]);
  expect(everyNth(stretchesOf(index, { seconds: [], places }), 2)).toEqual([0, 2, 4]);
});

test('key frames and scenes keep to the parts', () => {
  const index = indexOf([0, 1, 2, 3, 4, 5, 6], [0, 3, 5]);
  const parts = [{ from: 2, to: 5 }];
  expect(keyFrames(index, parts)).toEqual([3, 5]);
  expect(keyFrames(index, whole(index))).toEqual([0, 3, 5]);
  expect(sceneStarts([0, 0.9, 0.9, 0.1, 0.5, 0, 0.9], parts, 0.4)).toEqual([2, 4]);
});

test('what is near the last kept one is left out, not what is near the one before it', () => {
  const bright = [10, 11, 12, 13, 14, 30];
  const distance = (one: number, other: number) => Math.abs((bright[one] ?? 0) - (bright[other] ?? 0));
  expect(withoutNear([0, 1, 2, 3, 4, 5], distance, 2)).toEqual({ kept: [0, 3, 5], dropped: [1, 2, 4] });
});

/** What ffmpeg's expression lets through, worked out by running it here. */
function passed(index: FrameIndex, expression: string | null, from: number, keysOnly: boolean): number[] {
  const text = expression ?? '1';
  const body = text.replaceAll(/\bif\(/g, 'iif(').replaceAll(/\bmod\(/g, 'rem(');
  const run = new Function(
    'n',
    'pts',
    `const eq=(a,b)=>+(a===b),lt=(a,b)=>+(a<b),lte=(a,b)=>+(a<=b),gt=(a,b)=>+(a>b),gte=(a,b)=>+(a>=b);
     const not=(a)=>+!a,rem=(a,b)=>a%b,iif=(c,a,b)=>c?a:b; return ${body};`,
  ) as (n: number, pts: number) => number;
  const shown = Array.from(index.keys.keys()).filter(
    (place) => place >= from && (!keysOnly || index.keys[place]),
  );
  return shown.filter((place, n) => run(n, index.pts[place] ?? 0) !== 0);
}

test('whatever is wanted, the runs write each frame once, in order, and nothing else', () =>
  fc.assert(
    fc.property(
      videos,
      fc.oneof(
        fc.record({ every: fc.integer({ min: 1, max: 30 }) }),
        fc.record({ some: fc.array(fc.nat(120)), from: fc.nat(120) }),
        fc.constant({ keys: true }),
      ),
      fc.constantFrom(1, 2_073_600),
      (index, wanted, pixels) => {
        const frames =
          'every' in wanted
            ? everyNth(whole(index), wanted.every)
            : 'keys' in wanted
              ? keyFrames(index, whole(index))
              : [...new Set(wanted.some)].filter((one) => one < index.count).sort((a, b) => a - b);
        const runs = runsFor(index, frames, pixels);
        expect(runs.flatMap((run) => run.frames)).toEqual(frames);
        for (const run of runs) {
          const written = passed(index, selection(index, run), run.seek ?? 0, run.keysOnly);
          expect(run.open ? written : written.slice(0, run.frames.length)).toEqual(run.frames);
          if (run.seek !== null)
            expect([index.keys[run.seek], run.seek <= (run.frames[0] ?? 0)]).toEqual([1, true]);
          // A jump that lands too early, or decoding all, changes nothing.
          if (index.source === 'packets') {
            const all = passed(index, selection(index, withoutShortcut(run)), 0, false);
            expect(withoutShortcut(run).open ? all : all.slice(0, run.frames.length)).toEqual(run.frames);
          }
        }
      },
    ),
  ));

test('a long way is jumped over, a short one is decoded', () => {
  const pts = Array.from({ length: 1000 }, (_, at) => at);
  const index = indexOf(
    pts,
    pts.filter((at) => at % 10 === 0),
  );
  const seeks = (frames: number[], pixels = 1920 * 1080) =>
    runsFor(index, frames, pixels).map(({ seek }) => seek);
  expect(seeks([0, 505, 509, 899])).toEqual([null, 500, 890]);
  expect(seeks([0, 50, 100])).toEqual([null]);
  expect(seeks([0, 505, 509, 899], 160 * 120)).toEqual([null]);
  expect(runsFor({ ...index, source: 'frames' }, [0, 505], 1920 * 1080)).toHaveLength(1);
  expect(runsFor(index, [0, 10, 20], 1)).toMatchObject([{ keysOnly: true, open: false }]);
});

test('thousands of frames without a rule are named in parts, and found by halving', () => {
  const index = indexOf(Array.from({ length: 20_000 }, (_, at) => at));
  const frames = Array.from({ length: 5000 }, (_, at) => at * 4 + (at % 3));
  const runs = runsFor(index, frames, 1);
  expect(runs.map((run) => run.frames.length)).toEqual([2000, 2000, 1000]);
  for (const run of runs) expect((selection(index, run) ?? '').length).toBeLessThan(100_000);
});
