import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openPackets } from '#renderer/editor/video/packets.ts';
import { cachedClip, makeWithFfmpeg } from '#test/support/clips/make.ts';
import { installedTools } from '#test/support/clips.ts';
import { type ServedClips, serveClips, standInDecoder } from './served-clips.ts';
import { tableOf } from './support.ts';

const FRAMES = 150;
/** Seconds of the 20th and the 65th key picture, which begin anew; those of the open groups around them do not. */
const ANEW = [40 / 30, 130 / 30];
const OPEN = 'open-gop=1:keyint=2:min-keyint=1:bframes=1:b-adapt=0:scenecut=0';
const CLOSED = 'open-gop=0:keyint=2:min-keyint=2:bframes=0:scenecut=0';

let served: ServedClips;

async function made(name: string, encode: string[]): Promise<string> {
  const { ffmpeg } = await installedTools();
  const input = ['-f', 'lavfi', '-i', `testsrc=s=160x120:r=30:d=${FRAMES / 30}`];
  const args = [...input, ...'-c:v libx264 -preset veryfast -pix_fmt yuv420p'.split(' '), ...encode];
  return await cachedClip(JSON.stringify([ffmpeg.version.text, args]), name, (output) =>
    makeWithFfmpeg(ffmpeg.path, [...args, output]),
  );
}

beforeAll(async () => {
  const anew = [
    '-force_key_frames',
    ANEW.map((seconds) => (seconds - 0.001).toFixed(4)).join(),
    '-forced-idr',
    '1',
  ];
  served = await serveClips({
    open: await made('open-groups.mp4', ['-x264-params', OPEN, ...anew]),
    closed: await made('closed-groups.mp4', ['-x264-params', CLOSED]),
  });
});
afterAll(() => served.close());
beforeEach(() => standInDecoder({ width: 160, height: 120 }));
afterEach(() => void vi.unstubAllGlobals());

/** The packets that decoding begins with. */
async function beginnings(name: string): Promise<readonly number[]> {
  const table = tableOf(
    Array.from({ length: FRAMES }, (_, place) => place),
    { num: 1, den: 30 },
  );
  const packets = await openPackets(served.url(name), table, 0, new AbortController().signal);
  packets?.dispose();
  return [...new Set(packets?.map.startOf)];
}

test('a file of closed groups begins with each of its key pictures', async () => {
  expect(await beginnings('closed')).toEqual(Array.from({ length: FRAMES / 2 }, (_, group) => group * 2));
});

test('among open groups only a fresh start is a beginning, looked for in the first sixty key pictures', async () => {
  expect(await beginnings('open')).toEqual([0, 40]);
});
