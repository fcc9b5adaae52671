/** The rooms that this thread keeps warm, one a snippet. */
import type { RunJob } from '../job.ts';
import type { Image } from './image.ts';
import { createRoom, type Room } from './room.ts';

export type Place = {
  readonly room: Room;
  /** The memory with a snippet loaded, and the settings it was loaded with. */
  loaded: { readonly settings: string; readonly image: Image } | null;
};

export type Rooms = {
  take(key: string): Promise<Place>;
  /** Forgets a room that is broken or has grown large; its memory goes with it. */
  drop(key: string): void;
  /** True when so many were dropped that the thread should be replaced: the system gives memory back late. */
  worn(): boolean;
};

/** Rooms kept; the one used longest ago goes first. */
const KEPT = 8;
/** Dropped rooms that a thread may leave behind. */
const MOST_DROPPED = 8;

export function createRooms(): Rooms {
  const kept = new Map<string, Place>();
  let dropped = 0;
  return {
    async take(key) {
      const memoryBytes = Number(key.slice(key.lastIndexOf(':') + 1));
      const place = kept.get(key) ?? { room: await createRoom(memoryBytes), loaded: null };
      kept.delete(key);
      kept.set(key, place);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return place;
    },
    drop(key) {
      if (kept.delete(key)) dropped++;
    },
    worn: () => dropped >= MOST_DROPPED,
  };
}

/** Programs with different amounts of memory do not share a room. */
export function roomKey(job: Pick<RunJob, 'program' | 'limits'>): string {
  return `${job.program.key}:${job.limits.memoryBytes}`;
}
