/**
 * Runs in the window: opens a video with the window's own code and tells the pixels of each frame that it presents. The
 * page script of `frames.e2e.ts`; the product has no such door.
 */
import type { FrameTable } from '#core/media/frame-table.ts';
import { decodePicture } from '#renderer/editor/dom/decode.ts';
import { type OpenVideo, openVideo } from '#renderer/editor/video/open-video.ts';
import type { FramePicture } from '#renderer/editor/video/source.ts';

/** What was presented as one frame. */
export type Seen = {
  readonly place: number;
  readonly kind: string | null;
  /** Of the planes' bytes; "RGBA" for a single picture. */
  readonly format: string;
  /** Pixels of the image as it is decoded. */
  readonly width: number;
  readonly height: number;
  /** What of it belongs to the picture. */
  readonly lie: { readonly rotation: number; readonly width: number; readonly height: number };
  readonly sha256: string;
};

export type ProbeItem = {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
};

/** Frames that are kept: so few that most jumps, and many steps back, begin anew at a key frame. */
const KEPT = 10;

let open: OpenVideo | null = null;
let alive = 0;
let seen: Promise<Seen>[] = [];
let proxyState = '';

/** Counts frames that are open, wherever they come from. */
function countFrames(): void {
  const { close, clone } = VideoFrame.prototype;
  const open = new WeakSet<VideoFrame>();
  const born = (frame: VideoFrame) => {
    open.add(frame);
    alive += 1;
    return frame;
  };
  VideoFrame.prototype.close = function () {
    if (open.delete(this)) alive -= 1;
    close.call(this);
  };
  VideoFrame.prototype.clone = function () {
    return born(clone.call(this));
  };
  const Decoder = VideoDecoder;
  window.VideoDecoder = class extends Decoder {
    constructor({ output, error }: VideoDecoderInit) {
      super({ output: (frame) => output(born(frame)), error });
    }
  };
}

async function bytesOf({
  image,
}: FramePicture): Promise<
  Omit<Seen, 'place' | 'kind' | 'lie' | 'sha256'> & { bytes: Uint8Array<ArrayBuffer> }
> {
  if (image instanceof VideoFrame) {
    const rect = image.visibleRect ?? new DOMRectReadOnly(0, 0, image.codedWidth, image.codedHeight);
    const bytes = new Uint8Array(image.allocationSize({ rect }));
    await image.copyTo(bytes, { rect });
    return { bytes, format: image.format ?? '', width: rect.width, height: rect.height };
  }
  const { width, height } = image;
  const pen = new OffscreenCanvas(width, height).getContext('2d');
  pen?.drawImage(image, 0, 0);
  const { data } = pen?.getImageData(0, 0, width, height) ?? new ImageData(1, 1);
  const bytes = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) bytes.set(data.subarray(at * 4, at * 4 + 3), at * 3);
  return { bytes, format: 'RGB', width, height };
}

async function look(place: number, kind: string | null, picture: FramePicture): Promise<Seen> {
  try {
    const { bytes, ...facts } = await bytesOf(picture);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const { rotation, width, height } = picture;
    return { place, kind, ...facts, lie: { rotation, width, height }, sha256 };
  } finally {
    picture.close();
  }
}

const until = async (done: () => boolean) => {
  const giveUp = performance.now() + 20_000;
  while (!done()) {
    if (performance.now() > giveUp) throw new Error(`Nothing more came; the copy is "${proxyState}".`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};

export const probe = {
  /** `allow`: whether the viewing copy may be made now, or only later by `makeProxy`. */
  async open(item: ProbeItem, table: FrameTable, allow: boolean): Promise<string | null> {
    let first = allow;
    const url = (variant: string) => `sluice-media://item/${item.id}/${variant}`;
    open = await openVideo(
      { ...item, table: { ...table, pts: Float64Array.from(table.pts), keys: Uint8Array.from(table.keys) } },
      {
        url,
        mostBytes: KEPT * item.width * item.height * 1.5,
        decodeImage: async (address, signal) => (await decodePicture(address, signal)).image,
        async prepareProxy() {
          if (!first) {
            first = true;
            throw new Error('not now');
          }
          const answer = JSON.parse(await window.sluice.call('media.prepareProxy', { itemId: item.id }));
          if (!answer.ok) throw new Error(answer.error.message);
        },
        proxy: (state) => {
          proxyState = state.kind;
        },
        present(picture, place) {
          const kind = open?.player.state.get().kind ?? null;
          seen.push(look(place, kind, picture));
          queueMicrotask(() => open?.player.drawn(place));
        },
        now: () => performance.now(),
        frame(run) {
          const id = requestAnimationFrame(run);
          return () => cancelAnimationFrame(id);
        },
      },
      new AbortController().signal,
    );
    return open.player.state.get().kind;
  },
  /** Resolves when frames come from the viewing copy. */
  async toProxy(): Promise<void> {
    open?.makeProxy();
    await until(() => open?.player.state.get().kind === 'proxy');
  },
  /** Goes to the frames, one after the other, each when the one before was presented; or all at once. */
  async visit(places: readonly number[], wait = true): Promise<readonly Seen[]> {
    const player = open?.player;
    if (!player) throw new Error('No video is open.');
    seen = [];
    player.refresh();
    for (const place of places) {
      player.go(place);
      if (wait) await until(() => player.state.get().place === place);
    }
    await until(() => player.state.get().place === places.at(-1));
    return await Promise.all(seen);
  },
  /** Plays from the frame to the last one. */
  async play(speed: 1 | 2 | 4, from: number): Promise<readonly Seen[]> {
    const player = open?.player;
    if (!player) throw new Error('No video is open.');
    await probe.visit([from]);
    seen = [];
    player.setSpeed(speed);
    player.play();
    await until(() => !player.state.get().playing);
    return await Promise.all(seen);
  },
  /** Closes the video; answers how many frames were left open. */
  async close(): Promise<number> {
    open?.dispose();
    open = null;
    await Promise.all(seen);
    // What a decoder still had on its way comes after that.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return alive;
  },
};

countFrames();
Object.assign(window, { frameProbe: probe });
