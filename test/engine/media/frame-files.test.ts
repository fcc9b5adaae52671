import { expect, test } from 'vitest';
import { frameFileName, matchWrittenFiles, pickedFrames } from '#engine/media/frame-files.ts';
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

test('every n-th begins with the first', () => {
  expect(pickedFrames(7, 3)).toEqual([0, 3, 6]);
  expect(pickedFrames(6, 3)).toEqual([0, 3]);
  expect(pickedFrames(2, 1)).toEqual([0, 1]);
});

test('files are paired with frames by time', () => {
  const matched = matchWrittenFiles(['w40.jpg', 'w-40.jpg'], index([-40, 0, 40]), [0, 2]);
  expect(matched).toEqual([
    { index: 0, name: '00000000.jpg', written: 'w-40.jpg' },
    { index: 2, name: '00000002.jpg', written: 'w40.jpg' },
  ]);
});

test('PNG files are paired by the same rule, others are not', () => {
  const matched = matchWrittenFiles(['w0.png'], index([0]), [0], 'png');
  expect(matched).toEqual([{ index: 0, name: '00000000.png', written: 'w0.png' }]);
  expect(matchWrittenFiles(['w0.jpg'], index([0]), [0], 'png')).toBeNull();
});

test('times past 32 bits are known by their low half, as older versions write them', () => {
  const late = 2 ** 31 + 5;
  const written = `w${late - 2 ** 32}.jpg`;
  expect(matchWrittenFiles([written], index([late]), [0])?.[0]?.written).toBe(written);
  expect(matchWrittenFiles([`w${late}.jpg`], index([late]), [0])).not.toBeNull();
});

test('files of a decoded index are paired by their place in the row', () => {
  const matched = matchWrittenFiles(['w1.jpg', 'w0.jpg'], index([5, 6, 7, 8], 'frames'), [0, 2]);
  expect(matched?.map(({ index: frame, written }) => [frame, written])).toEqual([
    [0, 'w0.jpg'],
    [2, 'w1.jpg'],
  ]);
});

test('anything else is no match', () => {
  const frames = index([0, 40]);
  for (const names of [
    ['w0.jpg'],
    ['w0.jpg', 'w41.jpg'],
    ['w0.jpg', 'w40.jpg', 'w80.jpg'],
    ['w0.jpg', 'x.jpg'],
  ]) {
    expect(matchWrittenFiles(names, frames, [0, 1])).toBeNull();
  }
});
