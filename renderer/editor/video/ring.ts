/** Decoded frames around the one that is wanted. What leaves it is closed: an open frame holds memory of the decoder. */
import { type Aim, leastUseful } from './plan.ts';

type Closable = { close(): void };

export type FrameRing<F extends Closable> = {
  get(place: number): F | null;
  has(place: number): boolean;
  /** Takes over the frame, and closes what has no room any more: maybe this one. */
  put(place: number, frame: F): void;
  /** Where it is kept around. */
  aim(aim: Aim): void;
  /** At most so many frames. */
  limit(frames: number): void;
  clear(): void;
};

export function createFrameRing<F extends Closable>(most: number): FrameRing<F> {
  const frames = new Map<number, F>();
  let room = most;
  let at: Aim = { place: 0, direction: 1 };

  function evict(): void {
    while (frames.size > room) {
      const place = leastUseful(frames.keys(), at);
      if (place === null) return;
      frames.get(place)?.close();
      frames.delete(place);
    }
  }

  return {
    get: (place) => frames.get(place) ?? null,
    has: (place) => frames.has(place),
    put(place, frame) {
      frames.get(place)?.close();
      frames.set(place, frame);
      evict();
    },
    aim(aim) {
      at = aim;
    },
    limit(count) {
      room = count;
      evict();
    },
    clear() {
      for (const frame of frames.values()) frame.close();
      frames.clear();
    },
  };
}
