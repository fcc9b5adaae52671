import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countFrames, installedTools } from '#test/support/clips.ts';
import { type CliHome, cliHome } from './support/cli.ts';

const FRAMES = 24;
const KEYS = 'videos frames labelled approved discarded reworked cycles failed seconds'.split(' ');

describe('sluice demo', () => {
  let home: CliHome;
  let first: Record<string, number>;

  beforeAll(async () => {
    home = await cliHome();
    first = (await home.json('demo', '--frames', String(FRAMES), '--workspace', home.path('demo'))) as Record<
      string,
      number
    >;
  }, 120_000);
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('prints exactly its counts', () => {
    expect(Object.keys(first)).toEqual(KEYS);
    for (const value of Object.values(first)) expect(value).toBeTypeOf('number');
  });

  it('makes an item of every frame that the clip has', async () => {
    const clip = home.path('demo', 'sample', `crossroads-${FRAMES}.mp4`);
    expect(first['frames']).toBe(await countFrames(await installedTools(), clip));
  });

  it('leads every frame to one of the two ends', () => {
    expect(first).toMatchObject({ videos: 1, frames: FRAMES, cycles: 1, failed: 0 });
    expect((first['approved'] ?? 0) + (first['discarded'] ?? 0)).toBe(FRAMES);
    expect(first['labelled']).toBeGreaterThanOrEqual(first['approved'] ?? 0);
    expect(first['reworked']).toBeGreaterThan(0);
  });

  it('finds nothing left to do the second time, and counts the same', async () => {
    const second = (await home.json('demo', '--workspace', home.path('demo'))) as Record<string, number>;
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
  });

  it('goes on after an interruption and ends with the same counts', { timeout: 120_000 }, async () => {
    await using other = await cliHome();
    const args = ['demo', '--json', '--frames', String(FRAMES), '--workspace', other.path('demo')];
    const started = other.start(...args);
    while (!existsSync(other.path('demo', 'sluice.db')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const interrupted = await started.end('SIGINT');
    expect(interrupted).toMatchObject({ code: 130, stdout: '' });
    expect(JSON.parse(interrupted.stderr)).toMatchObject({ error: { code: 'aborted' } });
    const again = (await other.json(...args.slice(0, 1), ...args.slice(2))) as Record<string, number>;
    expect({ ...again, seconds: 0 }).toEqual({ ...first, seconds: 0 });
  });

  it('leaves nothing behind without a workspace of its own', { timeout: 120_000 }, async () => {
    await using other = await cliHome();
    await other.json('demo', '--frames', '3');
    expect((await readdir(other.folder)).filter((name) => name.startsWith('sluice-demo-'))).toEqual([]);
  });
});
