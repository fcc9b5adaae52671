import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clip } from '#test/support/clips.ts';
import { type CliHome, cliHome } from './support/cli.ts';
import { graphFile, PICTURES } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

describe('sluice verify', () => {
  let home: CliHome;
  const workspace = () => ['--workspace', home.path('w')];
  const run = (...args: string[]) => home.run('verify', ...args, ...workspace());

  beforeAll(async () => {
    home = await cliHome();
    const inbox = home.path('inbox');
    await mkdir(inbox);
    await picture(inbox, 'one.png', 10);
    await copyFile((await clip('variable')).path, join(inbox, 'v.mp4'));
    await home.run('run', await graphFile(home.folder, PICTURES), '--input', inbox, ...workspace());
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('tells that the frames are what the index says, as text and as JSON', async () => {
    const { stdout, code } = await run('v.mp4', '--samples', '4');
    expect(stdout).toMatch(/^v\.mp4: \d+ frames decoded with FFmpeg .*\. Each is what the index says\.\n$/);
    expect(code).toBe(0);
    const check = await home.json('verify', 'v.mp4', '--samples', '4', ...workspace());
    expect(check).toMatchObject({ faults: [], checked: expect.any(Number) });
  });

  it('refuses what is no video, and what is not there, by name', async () => {
    const one = await run('one.png');
    expect([one.code, one.stderr]).toEqual([2, expect.stringContaining('"one.png" is not a video')]);
    const none = await run('none.mp4');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('There is no item "none.mp4"')]);
  });
});
