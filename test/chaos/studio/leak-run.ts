/** The long search for leaks: the built app on a display of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareApp } from '#test/bench/support/app.ts';
import { launchApp } from '#test/support/electron-app.ts';
import { findLeaks, type LeakOptions } from './leak.ts';

/** @returns what has grown, a line each */
export async function runLeakSearch(options: Omit<LeakOptions, 'folder'>): Promise<string[]> {
  await using ground = await prepareApp(1);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-leak-'));
  const app = await launchApp(ground);
  try {
    return await findLeaks(app, { ...options, folder });
  } finally {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}
