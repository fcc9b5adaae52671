/** Whether there is room on the disk: long work that writes files waits while there is not. */
import { statfsSync } from 'node:fs';
import type { Clock } from '#core/ports.ts';

export type DiskGuard = {
  /** True while there is less free space than the floor. Looks at most once a second. */
  low(): boolean;
};

export type DiskOptions = {
  readonly path: string;
  readonly clock: Clock;
  /** Bytes that stay free. */
  readonly floor: number;
  /** Bytes that are free; the disk itself unless a test says otherwise. */
  readonly free?: (path: string) => number;
};

/** A gigabyte: room for the database and what a person does by hand, while frames wait. */
export const DISK_FLOOR = 1024 ** 3;
const PERIOD = 1000;

export function createDiskGuard({ path, clock, floor, free = freeBytes }: DiskOptions): DiskGuard {
  let looked = Number.NEGATIVE_INFINITY;
  let isLow = false;
  return {
    low() {
      const now = clock.now();
      if (Math.abs(now - looked) >= PERIOD) {
        looked = now;
        isLow = free(path) < floor;
      }
      return isLow;
    },
  };
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
