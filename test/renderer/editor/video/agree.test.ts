import { expect, test } from 'vitest';
import { longestRun, matchPackets } from '#renderer/editor/video/agree.ts';
import { tableOf } from './support.ts';

/** Packets as [milliseconds, key]. */
function match(packets: readonly (readonly [number, boolean])[], pts: readonly number[]) {
  const seconds = packets.map(([ms]) => ms / 1000);
  const map = matchPackets({ seconds, keys: packets.map(([, key]) => key) }, tableOf(pts));
  return (
    map && {
      places: [...map.placeOf],
      packets: [...map.packetOf],
      starts: [...map.startOf],
      longest: longestRun(map),
    }
  );
}

test('packets are matched by their ticks, in the order they are decoded in', () => {
  const found = match(
    [
      [0, true],
      [120, false],
      [40, false],
      [80, false],
      [160, true],
    ],
    [0, 40, 80, 120, 160],
  );
  expect(found).toEqual({
    places: [0, 3, 1, 2, 4],
    packets: [0, 2, 3, 1, 4],
    starts: [0, 0, 0, 0, 4],
    longest: 4,
  });
});

test('pictures that an edit list hides are decoded and not counted', () => {
  const found = match(
    [
      [-80, true],
      [-40, false],
      [0, false],
      [40, false],
    ],
    [0, 40],
  );
  expect(found).toMatchObject({ places: [-1, -1, 0, 1], starts: [0, 0] });
});

test('a stream that is counted from its first picture agrees with one that is counted by its own clock', () => {
  expect(
    match(
      [
        [0, true],
        [40, false],
      ],
      [1480, 1520],
    ),
  ).toMatchObject({ places: [0, 1] });
});

test('pictures before the key frame of an open group begin with the group before', () => {
  const found = match(
    [
      [0, true],
      [40, false],
      [160, true],
      [80, false],
      [120, false],
      [200, false],
    ],
    [0, 40, 80, 120, 160, 200],
  );
  expect(found?.starts).toEqual([0, 0, 0, 0, 2, 2]);
});

test.each([
  [
    'a frame that is missing',
    [
      [0, true],
      [80, false],
    ],
    [0, 40, 80],
  ],
  [
    'a picture that the index has not',
    [
      [0, true],
      [40, false],
      [60, false],
      [80, false],
    ],
    [0, 40, 80],
  ],
  [
    'a picture after the last frame',
    [
      [0, true],
      [40, false],
      [80, false],
    ],
    [0, 40],
  ],
  [
    'two pictures of one time',
    [
      [0, true],
      [40, false],
      [40, false],
    ],
    [0, 40],
  ],
  [
    'another distance',
    [
      [0, true],
      [41, false],
      [80, false],
    ],
    [0, 40, 80],
  ],
  [
    'nothing to begin with',
    [
      [0, false],
      [40, true],
    ],
    [0, 40],
  ],
  ['no packet', [], [0]],
] as const)('%s is no agreement', (_what, packets, pts) => {
  expect(match(packets, pts)).toBeNull();
});

test('times that a container rounds to milliseconds agree in its own time base', () => {
  const table = tableOf([0, 33, 67, 100]);
  expect(matchPackets({ seconds: [0, 0.033, 0.067, 0.1], keys: [1, 0, 0, 0] }, table)).not.toBeNull();
  const fine = tableOf([0, 1001, 2002], { num: 1, den: 30_000 });
  const seconds = [0, 1001 / 30_000, 2002 / 30_000];
  expect(matchPackets({ seconds, keys: [1, 0, 0] }, fine)).not.toBeNull();
});
