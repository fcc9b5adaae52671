/** Frames as single pictures from the engine: slow, and exact for any video that it can read. */
import type { Aim } from './plan.ts';
import { createFrameRing } from './ring.ts';
import type { FramePicture, FrameSource, SourceEvents } from './source.ts';

export type SingleOptions = SourceEvents & {
  /** Address of a frame's picture. */
  url(place: number): string;
  decode(url: string, signal: AbortSignal): Promise<ImageBitmap>;
};

/** Pictures that are kept: stepping back and forth over one place costs nothing. */
const KEPT = 12;

export function createSingleSource(options: SingleOptions): FrameSource {
  const ring = createFrameRing<ImageBitmap>(KEPT);
  const ends = new AbortController();
  let aim: Aim = { place: 0, direction: 1 };
  let fetching = false;

  /** One at a time, always the newest: the engine starts a process for each. */
  async function fetchWanted(): Promise<void> {
    if (fetching) return;
    fetching = true;
    try {
      while (!ends.signal.aborted && !ring.has(aim.place)) {
        const { place } = aim;
        const image = await options.decode(options.url(place), ends.signal);
        if (ends.signal.aborted) image.close();
        else ring.put(place, image);
        if (ring.has(place)) options.arrived(place);
      }
    } catch (error) {
      if (!ends.signal.aborted) options.failed(error);
    } finally {
      fetching = false;
    }
  }

  const pictureOf = (image: ImageBitmap, close: () => void): FramePicture => ({
    image,
    width: image.width,
    height: image.height,
    rotation: 0,
    close,
  });

  return {
    kind: 'single',
    aim(next) {
      aim = next;
      ring.aim(next);
      void fetchWanted();
    },
    // A process for each picture: none is started that nobody has asked for.
    lookAhead: () => undefined,
    get(place) {
      const image = ring.get(place);
      return image && pictureOf(image, () => undefined);
    },
    copy(place) {
      const image = ring.get(place);
      // A bitmap cannot be copied at once; drawn on a canvas it can.
      return image && copied(image, pictureOf);
    },
    dispose() {
      ends.abort();
      ring.clear();
    },
  };
}

function copied(
  image: ImageBitmap,
  pictureOf: (image: ImageBitmap, close: () => void) => FramePicture,
): FramePicture | null {
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  const copy = canvas.transferToImageBitmap();
  return pictureOf(copy, () => copy.close());
}
