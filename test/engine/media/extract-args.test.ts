import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type ExtractArgs, extractArgs } from '#engine/media/extract-args.ts';

const NEW = { text: '5.1', major: 5, minor: 1, parsed: 'release' } as const;
const OLD = { text: '4.1', major: 4, minor: 1, parsed: 'release' } as const;
const PLAIN: ExtractArgs = {
  input: '/videos/a clip.mp4',
  streamIndex: 2,
  version: NEW,
  picture: { format: 'jpeg', quality: 2, size: null },
  colour: null,
  select: null,
  seekSeconds: null,
  keysOnly: false,
  limit: null,
  pattern: 'w%d.jpg',
  nameByPts: { num: 1, den: 15360 },
  singleThread: false,
  small: null,
};
const line = (change: Partial<ExtractArgs>) => extractArgs({ ...PLAIN, ...change }).join(' ');

test('every frame, named by its time, is the plainest of commands', () => {
  expect(line({})).toBe(
    '-nostdin -hide_banner -nostats -v error -y -progress pipe:1 -copyts -i /videos/a clip.mp4 -map 0:2 ' +
      '-fps_mode passthrough -q:v 2 -enc_time_base 1:15360 -frame_pts 1 -f image2 w%d.jpg',
  );
});

test('some frames, on an older version', () => {
  const picture = { format: 'jpeg', quality: 5, size: null } as const;
  expect(line({ version: OLD, select: 'not(mod(n,10))', picture })).toContain(
    "-vf select='not(mod(n,10))' -vsync passthrough -q:v 5",
  );
});

test('frames are counted where the file has no usable times, on one thread where it is damaged', () => {
  const text = line({ nameByPts: null, select: 'not(mod(n,3))', singleThread: true });
  expect(text).toContain("-vf scale,select='not(mod(n,3))',settb=1/1000,setpts=N");
  expect(text).toContain('-reinit_filter 0');
  expect(text).not.toContain('-copyts');
  expect(text.indexOf('-threads')).toBeLessThan(text.indexOf('-i '));
});

test('a jump, key frames only and an end', () => {
  const text = line({ seekSeconds: 12.5, keysOnly: true, limit: 7 });
  expect(text).toMatch(/-skip_frame nokey -noaccurate_seek -ss 12\.500000 -copyts -i .* -frames:v 7 /);
});

test('size and colours are one scaling; a PNG needs no colours changed', () => {
  const size = { width: 320, height: 180 };
  const colour = { matrix: 'bt601', range: 'full' } as const;
  const jpeg = { format: 'jpeg', quality: 2, size } as const;
  expect(line({ picture: jpeg, colour })).toContain(
    '-vf scale=w=320:h=180:out_color_matrix=bt601:out_range=full ',
  );
  const png = line({ picture: { ...jpeg, format: 'png' }, colour, pattern: 'w%d.png' });
  expect(png).toContain('-vf scale=w=320:h=180 ');
  expect(png).toContain('-c:v png -pix_fmt rgb24');
  expect(png).not.toContain('-q:v');
});

test('small pictures are a second output of the same frames', () => {
  const small = { pattern: 't%d.webp', size: { width: 400, height: 225 } };
  const [, , second] = line({ select: 'gte(pts,5)', small }).split('-map 0:2');
  expect(second).toContain("select='gte(pts,5)',scale=w=400:h=225:flags=area");
  expect(second).toMatch(/-c:v libwebp .* -frame_pts 1 -f image2 t%d\.webp$/);
});

test('a name that begins with a dash stays a name', () => {
  expect(extractArgs({ ...PLAIN, input: '-v.mp4' })).toContain(resolve('-v.mp4'));
});
