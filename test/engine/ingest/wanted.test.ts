import { expect, test } from 'vitest';
import { createWanted } from '#engine/ingest/wanted.ts';

/** Everything but hidden, system and half-written files. */
const EVERYTHING = createWanted({ include: [], exclude: [] });

test.each(['a.png', 'day 1/b.MOV', 'no extension', 'a.b.c/d.jpg', '日本/é.tif', 'part.mp4', 'tmp/a.png'])(
  'everything holds %j',
  (name) => {
    expect(EVERYTHING.file(name)).toBe(true);
  },
);

test.each([
  '.a.png',
  '.git/a.png',
  'x/.y/a.png',
  'a.png.part',
  'a.mp4.crdownload',
  'a.tmp',
  'a.png~',
  '~$a.png',
  '$RECYCLE.BIN/a.png',
  '@eaDir/a.png',
  'a.txt',
  'a.json',
])('nothing holds %j', (name) => {
  expect(EVERYTHING.file(name)).toBe(false);
});

const files = (include: string[], exclude: string[], ...names: string[]) => {
  const wanted = createWanted({ include, exclude });
  return names.filter((name) => wanted.file(name));
};

test('a pattern without a slash is about names, one with a slash about paths', () => {
  const names = ['a.mp4', 'x/b.MP4', 'x/y/c.mp4', 'x/d.png'];
  expect(files(['*.mp4'], [], ...names)).toEqual(['a.mp4', 'x/b.MP4', 'x/y/c.mp4']);
  expect(files(['/*.mp4'], [], ...names)).toEqual(['a.mp4']);
  expect(files(['x/*.mp4'], [], ...names)).toEqual(['x/b.MP4']);
  expect(files(['x/**'], [], ...names)).toEqual(['x/b.MP4', 'x/y/c.mp4', 'x/d.png']);
  expect(files(['*.{mp4,png}'], ['x/y/*'], ...names)).toEqual(['a.mp4', 'x/b.MP4', 'x/d.png']);
});

test('excluding a folder excludes what is in it', () => {
  const names = ['raw/a.png', 'x/raw/b.png', 'x/c.png', 'rawer/d.png'];
  for (const pattern of ['raw', 'raw/', 'RAW']) {
    expect(files([], [pattern], ...names)).toEqual(['x/c.png', 'rawer/d.png']);
  }
  expect(files([], ['/raw'], ...names)).toEqual(['x/raw/b.png', 'x/c.png', 'rawer/d.png']);
  expect(createWanted({ include: [], exclude: ['raw'] }).folder('x/raw')).toBe(false);
  expect(createWanted({ include: ['*.mp4'], exclude: [] }).folder('x')).toBe(true);
});

test('line breaks and capital letters in names make no difference', () => {
  const names = ['x/new\nline.png', 'x/y/new\nline.PNG'];
  for (const pattern of ['*.png', 'x/**', '**/new*', 'X/**/*.png']) {
    expect(files([pattern], [], ...names)).toEqual(names);
  }
});
