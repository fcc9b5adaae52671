import { expect, test } from 'vitest';
import { tableSeconds } from '#core/media/frame-table.ts';
import type { FrameIndex } from '#engine/media/frame-index.ts';
import { decodeFrameIndex, encodeFrameIndex } from '#engine/media/frame-index-codec.ts';
import { fc } from '#test/support/property.ts';

function index(pts: readonly number[], facts: Partial<FrameIndex> = {}): FrameIndex {
  const timeBase = { num: 1, den: 90_000 };
  return {
    count: pts.length,
    timeBase,
    pts: Float64Array.from(pts),
    keys: Uint8Array.from(pts, (_, i) => (i % 7 === 0 ? 1 : 0)),
    startSeconds: (pts[0] ?? 0) / timeBase.den,
    source: 'packets',
    damaged: false,
    note: null,
    ...facts,
  };
}

test('what goes in comes out, for any growing times', () => {
  const times = fc.tuple(
    fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    fc.array(fc.integer({ min: 1, max: 2 ** 33 }), { maxLength: 60 }),
  );
  fc.assert(
    fc.property(times, fc.boolean(), fc.string(), ([first, steps], damaged, note) => {
      const pts = [first];
      for (const step of steps) pts.push((pts.at(-1) ?? 0) + step);
      const source = damaged ? 'frames' : 'packets';
      const original = index(pts, { damaged, source, note: note === '' ? null : note });
      expect(decodeFrameIndex(encodeFrameIndex(original))).toEqual(original);
    }),
  );
});

test('an hour at a constant rate fits in half a kilobyte', () => {
  const hour = index(Array.from({ length: 90_000 }, (_, i) => 132_000 + i * 3600));
  expect(encodeFrameIndex(hour).length).toBeLessThan(512);
});

test('damaged bytes are noticed', () => {
  const blob = encodeFrameIndex(index([0, 3600, 7200]));
  const spoilt = Uint8Array.from(blob);
  spoilt[blob.length - 1] = (spoilt[blob.length - 1] ?? 0) ^ 0xff;
  for (const bytes of [spoilt, blob.subarray(0, blob.length - 6), new Uint8Array(), new Uint8Array(20)]) {
    expect(() => decodeFrameIndex(bytes)).toThrow(expect.objectContaining({ code: 'internal' }));
  }
});

test('seconds count from the first frame', () => {
  const stream = index([132_000, 135_600, 137_400]);
  expect([0, 1, 2].map((i) => tableSeconds(stream, i))).toEqual([0, 0.04, 0.06]);
  expect(tableSeconds(stream, 3)).toBeNaN();
});
