import { expect, test } from 'vitest';
import {
  frameFileName,
  frameKind,
  frameOfFile,
  rowOfWritten,
  SMALL_KIND,
} from '#engine/media/frame-files.ts';
import type { FrameIndex } from '#engine/media/frame-index.ts';

function index(pts: readonly number[], source: FrameIndex['source'] = 'packets'): FrameIndex {
  const keys = new Uint8Array(pts.length);
  const facts = { timeBase: { num: 1, den: 1000 }, startSeconds: 0, damaged: false, note: null };
  return { count: pts.length, pts: Float64Array.from(pts), keys, source, ...facts };
}

test('names have eight digits', () => {
  expect([frameFileName(0), frameFileName(42), frameFileName(123_456_789)]).toEqual([
    '00000000.jpg',
    '00000042.jpg',
    '123456789.jpg',
  ]);
});

test('a name tells its frame, and no other name does', () => {
  expect(frameOfFile('00000042.png', 'png')).toBe(42);
  for (const name of ['00000042.jpg', '42.png', 'w42.png', '00000042.png.webp']) {
    expect(frameOfFile(name, 'png')).toBeNull();
  }
});

test('files are paired with frames by time', () => {
  const rowOf = rowOfWritten(index([-40, 0, 40]), [0, 2]);
  expect(rowOf('w-40.jpg')).toEqual({ row: 0, kind: frameKind('jpeg') });
  expect(rowOf('w40.png')).toEqual({ row: 1, kind: frameKind('png') });
  expect(rowOf('t40.webp')).toEqual({ row: 1, kind: SMALL_KIND });
  for (const name of ['w0.jpg', 'w41.jpg', 'x.jpg', '40.jpg', 'w40']) expect(rowOf(name)).toBeNull();
});

test('times past 32 bits are known by their low half, as older versions write them', () => {
  const late = 2 ** 31 + 5;
  const rowOf = rowOfWritten(index([late]), [0]);
  expect(rowOf(`w${late - 2 ** 32}.jpg`)?.row).toBe(0);
  expect(rowOf(`w${late}.jpg`)?.row).toBe(0);
});

test('files of a decoded index are paired by their place in the row', () => {
  const rowOf = rowOfWritten(index([5, 6, 7, 8], 'frames'), [0, 2]);
  expect([rowOf('w0.jpg')?.row, rowOf('w1.jpg')?.row, rowOf('w2.jpg')]).toEqual([0, 1, null]);
});
