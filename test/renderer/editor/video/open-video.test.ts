import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  type OpenVideo,
  openVideo,
  type ProxyState,
  type VideoPorts,
} from '#renderer/editor/video/open-video.ts';
import type { FramePicture } from '#renderer/editor/video/source.ts';
import { cachedClip, makeWithFfmpeg } from '#test/support/clips/make.ts';
import { clip, installedTools } from '#test/support/clips.ts';
import { type ServedClips, serveClips, standInDecoder } from './served-clips.ts';
import { tableOf } from './support.ts';

/** Sixty frames in groups of twenty, all of whose pictures may have to be decoded for one. */
const FRAMES = 60;
const GROUP = 20;
const TABLE = tableOf(
  Array.from({ length: FRAMES }, (_, place) => place),
  { num: 1, den: 30 },
);

let served: ServedClips;
let open: OpenVideo | null = null;

beforeAll(async () => {
  const { path } = await clip('constant');
  const { ffmpeg } = await installedTools();
  const copy = await cachedClip(`25 a second ${ffmpeg.version.text}`, 'copy.mp4', (output) =>
    makeWithFfmpeg(ffmpeg.path, ['-r', '25', '-i', path, '-g', '4', '-bf', '0', output]),
  );
  served = await serveClips({ original: path, proxy: copy });
});
afterAll(() => served.close());
afterEach(() => {
  open?.dispose();
  vi.unstubAllGlobals();
});

/** Opens the clip as if its frames were of that size; the copy is there when the test says so. */
async function opened(width: number, height: number) {
  standInDecoder({ width, height });
  const states: ProxyState['kind'][] = [];
  const singles: string[] = [];
  let copyIsThere = () => {};
  const copy = new Promise<void>((resolve) => {
    copyIsThere = resolve;
  });
  const prepareProxy = vi.fn(() => copy);
  const ports: VideoPorts = {
    url: served.url,
    async decodeImage(url) {
      singles.push(url.replace(served.url(''), ''));
      return { width, height, close: () => undefined } as ImageBitmap;
    },
    prepareProxy,
    proxy: ({ kind }) => states.push(kind),
    present: (picture: FramePicture, place) => {
      picture.close();
      queueMicrotask(() => open?.player.drawn(place));
    },
    now: () => 0,
    frame: () => () => undefined,
  };
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => null;
      transferToImageBitmap = () => ({ width, height, close: () => undefined });
    },
  );
  open = await openVideo({ table: TABLE, width, height, rotation: 0 }, ports, new AbortController().signal);
  return { video: open, states, singles, prepareProxy, copyIsThere };
}

const shows = async ({ player }: OpenVideo, kind: string, place: number) =>
  await vi.waitFor(() => expect(player.state.get()).toMatchObject({ kind, place }), { interval: 1 });

test('above 1,200 frames of 1080p for one jump, single pictures are shown until the copy is there', async () => {
  const { video, states, singles, copyIsThere } = await opened(60 * 1920, (1200 / 60 / GROUP) * 1080 + 2);
  await shows(video, 'single', 0);
  video.player.go(17);
  await shows(video, 'single', 17);
  expect([states, singles]).toEqual([['making'], ['frame/0', 'frame/17']]);
  copyIsThere();
  await shows(video, 'proxy', 17);
  expect(states).toEqual(['making', 'ready']);
});

test('up to there the file itself is shown while the copy is made', async () => {
  const { video, states, singles, copyIsThere } = await opened(60 * 1920, (1200 / 60 / GROUP) * 1080);
  await shows(video, 'direct', 0);
  expect([states, singles]).toEqual([['none', 'making'], []]);
  copyIsThere();
  await vi.waitFor(() => expect(states).toEqual(['none', 'making', 'ready']));
  await shows(video, 'proxy', 0);
});

test('up to sixty frames of 1080p no copy is made', async () => {
  const { video, states, prepareProxy } = await opened((60 / GROUP) * 1920, 1080);
  await shows(video, 'direct', 0);
  expect(states).toEqual(['none']);
  expect(prepareProxy).not.toHaveBeenCalled();
});
