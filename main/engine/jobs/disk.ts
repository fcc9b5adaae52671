/** Whether there is room on the disk: long work that writes files waits while there is not. */
import { statfsSync } from 'node:fs';
import { SluiceError } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';

/** Bytes. */
export type DiskRoom = { readonly free: number; readonly floor: number };

export type DiskGuard = {
  /** True while there is less free space than the floor. Looks at most once a second. */
  low(): boolean;
  /** What is free, and what has to stay so. Looks at most once a second. */
  room(): DiskRoom;
};

export type DiskOptions = {
  readonly path: string;
  readonly clock: Clock;
  /** Bytes that stay free; asked at each look, as a person may change it. */
  readonly floor: () => number;
  /** Bytes that are free; the disk itself unless a test says otherwise. */
  readonly free?: ((path: string) => number) | undefined;
};

const PERIOD = 1000;

export function createDiskGuard({ path, clock, floor, free = freeBytes }: DiskOptions): DiskGuard {
  let looked = Number.NEGATIVE_INFINITY;
  let seen = Number.POSITIVE_INFINITY;
  const room = () => {
    const now = clock.now();
    if (Math.abs(now - looked) >= PERIOD) {
      looked = now;
      seen = free(path);
    }
    return { free: seen, floor: floor() };
  };
  return {
    room,
    low() {
      const { free: bytes, floor: least } = room();
      return bytes < least;
    },
  };
}

/** Why work waits for the disk, for a person. @param needed bytes that the work is reckoned to write. */
export function waitingForDisk({ free, floor }: DiskRoom, needed = 0): string {
  const wants = needed > 0 ? `, about ${gigabytes(needed)} are needed` : '';
  return `waiting for disk space: ${gigabytes(free)} free, ${gigabytes(floor)} are kept free${wants}`;
}

/**
 * Throws `disk-full` when so many bytes more would leave less than the floor: work that throws it is parked, and goes on by
 * itself when there is room.
 */
export function needRoom(disk: DiskGuard, needed = 0): void {
  const room = disk.room();
  if (room.free - needed >= room.floor) return;
  throw new SluiceError('disk-full', waitingForDisk(room, needed), { ...room, needed, waits: true });
}

/** Bytes that stay free for what can wait: a twentieth of a small disk, and of a large one no more than this. */
const MOST_KEPT_FREE = 20e9;

/** @param least bytes that stay free in any case */
export function floorForSpare(path: string, least: number): number {
  return Math.max(least, Math.min(MOST_KEPT_FREE, Math.floor(totalBytes(path) / 20)));
}

function totalBytes(path: string): number {
  try {
    const { blocks, bsize } = statfsSync(path);
    return blocks * bsize;
  } catch {
    return 0;
  }
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1).replace('.0', '')} GB`;
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    // A file system that does not tell is not taken for full: writing will show.
    return Number.POSITIVE_INFINITY;
  }
}
