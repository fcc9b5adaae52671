import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { extractArgs, frameArgs, packetArgs, posterArgs, probeArgs } from '#engine/media/args.ts';

const NEW = { text: '5.1', major: 5, minor: 1, parsed: 'release' } as const;
const OLD = { text: '4.1', major: 4, minor: 1, parsed: 'release' } as const;
const PLAIN = {
  input: '/videos/a clip.mp4',
  streamIndex: 2,
  version: NEW,
  every: 1,
  format: 'jpeg',
  quality: 2,
  pattern: 'w%d.jpg',
  nameByPts: { num: 1, den: 15360 },
  singleThread: false,
} as const;

test('every frame, named by its time', () => {
  expect(extractArgs(PLAIN).join(' ')).toBe(
    '-nostdin -hide_banner -nostats -v error -y -progress pipe:1 -copyts -i /videos/a clip.mp4 -map 0:2 ' +
      '-fps_mode passthrough -q:v 2 -enc_time_base 1:15360 -frame_pts 1 w%d.jpg',
  );
});

test('every n-th frame, on an older version', () => {
  const args = extractArgs({ ...PLAIN, version: OLD, every: 10, quality: 5 });
  expect(args.join(' ')).toContain('-vf select=not(mod(n\\,10)) -vsync passthrough -q:v 5');
});

test('frames are counted where the file has no usable times, on one thread where it is damaged', () => {
  const args = extractArgs({ ...PLAIN, nameByPts: null, every: 3, singleThread: true });
  expect(args.join(' ')).toContain('-vf scale,select=not(mod(n\\,3)),settb=1/1000,setpts=N');
  expect(args).not.toContain('-copyts');
  expect(args.indexOf('-threads')).toBeLessThan(args.indexOf('-i'));
});

test('PNG has no quality', () => {
  const args = extractArgs({ ...PLAIN, format: 'png', pattern: 'w%d.png' }).join(' ');
  expect(args).toContain('-c:v png -pix_fmt rgb24');
  expect(args).not.toContain('-q:v');
});

test('a name that begins with a dash stays a name', () => {
  for (const args of [probeArgs('-v.mp4'), packetArgs('-v.mp4', 0), frameArgs('-v.mp4', 0)]) {
    expect(args.slice(-2)).toEqual(['-i', resolve('-v.mp4')]);
  }
  expect(extractArgs({ ...PLAIN, input: '-v.mp4' })).toContain(resolve('-v.mp4'));
});

test('lists name their stream and fields', () => {
  expect(packetArgs('/a.mp4', 1).join(' ')).toContain('-select_streams 1 -show_entries packet=pts,dts,flags');
  expect(frameArgs('/a.mp4', 0).join(' ')).toContain('frame=key_frame,best_effort_timestamp');
});

test('a poster is one small frame', () => {
  const args = posterArgs('/a.mp4', 0, 320, 'poster.jpg').join(' ');
  expect(args).toContain(
    "-frames:v 1 -vf scale=w='min(320,iw)':h='min(320,ih)':force_original_aspect_ratio=decrease",
  );
  expect(args).toMatch(/ poster\.jpg$/);
});
