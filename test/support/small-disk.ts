/** Real disks that are small, where this computer lets us make them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const run = (...args: [string, ...string[]]) => execFileSync(args[0], args.slice(1), { stdio: 'ignore' });

/** A disk in memory of so many megabytes, gone after the test. @throws where only an administrator may make one */
export function smallDisk(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  onTestFinished(() => {
    run('umount', folder);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** From now on nothing is written there. */
export function makeReadOnly(disk: string): void {
  run('mount', '-o', 'remount,ro', disk);
}

/** Whether this user may make one. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-disk-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
    run('umount', folder);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
