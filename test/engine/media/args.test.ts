import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { frameArgs, packetArgs, posterArgs, probeArgs } from '#engine/media/args.ts';

test('a name that begins with a dash stays a name', () => {
  for (const args of [probeArgs('-v.mp4'), packetArgs('-v.mp4', 0), frameArgs('-v.mp4', 0)]) {
    expect(args.slice(-2)).toEqual(['-i', resolve('-v.mp4')]);
  }
});

test('lists name their stream and fields', () => {
  expect(packetArgs('/a.mp4', 1).join(' ')).toContain('-select_streams 1 -show_entries packet=pts,dts,flags');
  expect(frameArgs('/a.mp4', 0).join(' ')).toContain('frame=key_frame,best_effort_timestamp');
});

test('a poster is one small frame', () => {
  const args = posterArgs('/a.mp4', 0, 320, 'poster.jpg', null).join(' ');
  expect(args).toContain(
    "-frames:v 1 -vf scale=w='min(320,iw)':h='min(320,ih)':force_original_aspect_ratio=decrease",
  );
  expect(args).toMatch(/ poster\.jpg$/);
});
