import { describe, expect, test } from 'vitest';
import {
  frameCollector,
  growingTimes,
  inPresentationOrder,
  packetCollector,
} from '#engine/media/frame-lists.ts';
import { fc } from '#test/support/property.ts';

function packets(lines: readonly string[], codec = 'h264', interlaced = false) {
  const collector = packetCollector(codec, interlaced);
  for (const line of lines) collector.onLine(line);
  return collector.list;
}

describe('packets', () => {
  test('are put in the order they are shown, without those an edit list hides', () => {
    const list = packets([
      'pts=-512|dts=-1024|flags=KD',
      'pts=1024|dts=-512|flags=__',
      'pts=0|dts=0|flags=___',
      '',
      'pts=512|dts=512|flags=K__|side_datum/x',
    ]);
    expect(list.doubts.size).toBe(0);
    expect(inPresentationOrder(list)).toEqual({ pts: [0, 512, 1024], keys: [false, true, false] });
  });

  test.each([
    ['a missing time', ['pts=N/A|dts=0|flags=K_'], 'h264'],
    ['a clock that jumps back', ['pts=9|dts=9|flags=K_', 'pts=0|dts=0|flags=K_'], 'h264'],
    ['a start without a key frame', ['pts=0|dts=0|flags=__'], 'h264'],
    ['pictures shown before the first key frame', ['pts=2|dts=0|flags=K_', 'pts=1|dts=1|flags=__'], 'hevc'],
    ['a codec that hides pictures', ['pts=0|dts=0|flags=K_'], 'vp8'],
  ])('are not trusted with %s', (_, lines, codec) => {
    expect(packets(lines, codec).doubts.size).toBeGreaterThan(0);
  });

  test('are not trusted when interlaced, nor when two share a time', () => {
    expect(packets(['pts=0|dts=0|flags=K_'], 'h264', true).doubts.size).toBe(1);
    expect(inPresentationOrder(packets(['pts=0|dts=0|flags=K_', 'pts=0|dts=1|flags=__']))).toBeNull();
  });
});

test('decoded frames keep the order of the decoder', () => {
  const { list, onLine } = frameCollector();
  for (const line of ['key_frame=1|best_effort_timestamp=2|', '', 'key_frame=0|best_effort_timestamp=N/A']) {
    onLine(line);
  }
  expect(list).toEqual({ pts: [2, Number.NaN], keys: [true, false] });
});

describe('growingTimes', () => {
  test('leaves good times alone', () => {
    expect(growingTimes([5, 6, 9], 25)).toEqual({ pts: [5, 6, 9], changed: 0 });
  });

  test('continues over a missing time, a repeated one and a clock that was set back', () => {
    expect(growingTimes([Number.NaN, 2, 4, Number.NaN, 8], 25).pts).toEqual([0, 2, 4, 6, 8]);
    expect(growingTimes([0, 2, 2, 4], 25).pts).toEqual([0, 2, 3, 4]);
    expect(growingTimes([100, 102, 104, 0, 2], 25)).toEqual({ pts: [100, 102, 104, 106, 108], changed: 2 });
  });

  test('always grows, whatever comes in', () => {
    const time = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(time, { maxLength: 50 }), (times) => {
        const { pts } = growingTimes(times, 1000);
        expect(pts).toHaveLength(times.length);
        expect(
          pts.every((value, i) => Number.isSafeInteger(value) && (i === 0 || value > (pts[i - 1] ?? 0))),
        ).toBe(true);
      }),
    );
  });
});
