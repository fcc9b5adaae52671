import { describe, expect, test } from 'vitest';
import { ffmpegFlags, isAtLeast, parseToolVersion } from '#engine/media/tool-version.ts';

const banner = (version: string, years = '2000-2023', avcodec = '') =>
  `ffmpeg version ${version} Copyright (c) ${years} the FFmpeg developers\nbuilt with gcc 12\n${avcodec}`;

describe('parseToolVersion', () => {
  test.each([
    ['5.1.9-0+deb12u1', 5, 1],
    ['4.4.2-0ubuntu0.22.04.1', 4, 4],
    ['6.0', 6, 0],
    ['n7.1', 7, 1],
    ['7.1-essentials_build-www.gyan.dev', 7, 1],
    ['8.0.1', 8, 0],
  ])('reads the release %s', (text, major, minor) => {
    expect(parseToolVersion('ffmpeg', banner(text))).toEqual({ text, major, minor, parsed: 'release' });
  });

  test.each([
    ['N-47683-g0e8eb07980-static', 'libavcodec     58. 42.100 / 58. 42.100', 4, 1],
    ['N-66595-gc2b38619c0-static', 'libavcodec     60. 22.100 / 60. 22.100', 6, 0],
    ['2022-05-02-git-e8f3d4c', 'libavcodec     59. 27.100 / 59. 27.100', 5, 0],
    ['2022-08-01-git-aaaaaaa', 'libavcodec     59. 38.100 / 59. 38.100', 5, 1],
    ['N-121583-g4348bde2d2-20251031', 'libavcodec     62. 16.100 / 62. 16.100', 8, 0],
  ])('goes by the library in the git build %s', (text, library, major, minor) => {
    const version = parseToolVersion('ffmpeg', banner(text, '2000-2023', library));
    expect(version).toEqual({ text, major, minor, parsed: 'library' });
  });

  test('goes by a date, then by the copyright years, when that is all there is', () => {
    expect(parseToolVersion('ffmpeg', banner('N-99999-gabc-20230719'))).toMatchObject({
      major: 5,
      parsed: 'date',
    });
    expect(parseToolVersion('ffmpeg', banner('2019-01-02-git-abc'))).toMatchObject({
      major: 3,
      parsed: 'date',
    });
    expect(parseToolVersion('ffmpeg', banner('N-1-gabc', '2000-2018'))).toMatchObject({ major: 3, minor: 4 });
    expect(parseToolVersion('ffmpeg', 'ffmpeg version git')).toMatchObject({ major: 0, parsed: 'unknown' });
  });

  test('refuses the output of another program', () => {
    expect(parseToolVersion('ffmpeg', 'ffprobe version 5.1')).toBeNull();
    expect(parseToolVersion('ffprobe', 'bash: not found')).toBeNull();
  });
});

test('flags follow the version', () => {
  const flags = (major: number, minor: number) =>
    ffmpegFlags({ text: '', major, minor, parsed: 'release' }).passthrough[0];
  expect([flags(4, 1), flags(5, 0), flags(5, 1), flags(6, 0), flags(8, 0)]).toEqual([
    '-vsync',
    '-vsync',
    '-fps_mode',
    '-fps_mode',
    '-fps_mode',
  ]);
});

test('isAtLeast compares major before minor', () => {
  const version = { text: '5.1', major: 5, minor: 1, parsed: 'release' } as const;
  expect(isAtLeast(version, 5, 1)).toBe(true);
  expect(isAtLeast(version, 4, 9)).toBe(true);
  expect(isAtLeast(version, 5, 2)).toBe(false);
  expect(isAtLeast(version, 6, 0)).toBe(false);
});
