import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clip } from '#test/support/clips.ts';
import { type CliHome, cliHome } from './support/cli.ts';
import { graphFile, PICTURES, VIDEOS } from './support/graphs.ts';

async function picture(path: string, red: number): Promise<string> {
  const create = { width: 40, height: 30, channels: 3, background: { r: red, g: 0, b: 0 } } as const;
  await sharp({ create }).png().toFile(path);
  return path;
}

describe('sluice run', () => {
  let home: CliHome;
  let graph: string;
  let photos: string;

  beforeAll(async () => {
    home = await cliHome();
    graph = await graphFile(home.folder, PICTURES);
    photos = home.path('photos');
    await mkdir(photos);
    await picture(home.path('photos', 'one.png'), 10);
    await picture(home.path('photos', 'two.png'), 20);
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  const pictures = (...rest: string[]) => ['run', graph, '--input', ...rest, '--workspace', home.path('w')];

  it('brings pictures in and ends when they wait for people', async () => {
    const report = await home.json(...pictures(photos));
    expect(report).toMatchObject({
      workspace: home.path('w'),
      project: { name: 'Pictures' },
      pipeline: { name: 'Pictures' },
      items: 2,
      problems: [],
      cycles: { inProgress: 2, success: 0, failed: 0 },
      waiting: 2,
      failed: 0,
    });
  });

  it('goes on with new inputs only', async () => {
    await picture(home.path('photos', 'three.png'), 30);
    expect(await home.json(...pictures(photos))).toMatchObject({ items: 1, waiting: 3 });
    expect(await home.json(...pictures(photos))).toMatchObject({ items: 0, waiting: 3 });
  });

  it('ends with 3 when an input cannot be read, and says which; the others go on', async () => {
    await writeFile(home.path('photos', 'broken.png'), 'not a picture');
    await picture(home.path('photos', 'four.png'), 40);
    const { code, stdout } = await home.run(...pictures(photos), '--json');
    expect(code).toBe(3);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ items: 1, waiting: 4, failed: 0 });
    expect(report.problems).toEqual([expect.stringContaining('broken.png')]);
  });

  it('puts what was decided on where the graph leads it', async () => {
    const taken = (await home.json('tasks', 'take', 'Label', '--workspace', home.path('w'))) as {
      item: { id: string };
      path: string;
    };
    expect((await sharp(taken.path).metadata()).width).toBe(40);
    const status = ['tasks', 'status', 'Label', taken.item.id, 'completed', '--workspace', home.path('w')];
    expect(await home.json(...status)).toMatchObject({ state: 'done', status: 'completed' });
    const again = await home.run(...status);
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toMatch(/^sluice: [^\n]*already has the status "completed"[^\n]*\n$/);
    const [task] = (await home.json('tasks', 'list', '--workspace', home.path('w'))) as { counts: unknown }[];
    expect(task?.counts).toMatchObject({ total: 4, open: 3, byStatus: { completed: 1 } });
    const report = await home.json(...pictures(home.path('photos', 'one.png')));
    expect(report).toMatchObject({ waiting: 3, cycles: { inProgress: 3, success: 1 } });
  });

  it('lists tasks for a person, names what there is, and tells when nothing waits', async () => {
    const workspace = ['--workspace', home.path('w')];
    const list = await home.run('tasks', 'list', ...workspace);
    expect(list.stdout).toMatch(/^id +task +type +total +open/);
    expect(list.stdout).toMatch(/[0-9a-f]{24} +Label +annotation +4 +3/);
    const unknown = await home.run('tasks', 'take', 'Labels', ...workspace);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"Label"') });
    const project = await home.run('tasks', 'list', '--project', 'Picture', ...workspace);
    expect(project).toMatchObject({ code: 2, stderr: expect.stringContaining('"Pictures"') });
    const empty = ['tasks', 'take', 'Label', '--workspace', home.path('v')];
    await home.run('run', graph, '--input', home.path('photos', 'broken.png'), '--workspace', home.path('v'));
    expect(await home.json(...empty)).toBeNull();
    expect((await home.run(...empty)).stdout).toBe('Nothing waits in "Label".\n');
  });

  it('refuses another graph under a name that is taken', async () => {
    await mkdir(home.path('other'));
    const other = await graphFile(home.path('other'), { ...PICTURES, connections: [] } as typeof PICTURES);
    const args = ['run', other, '--input', home.path('photos', 'one.png'), '--workspace', home.path('w')];
    expect(await home.run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining('--name') });
    expect((await home.run(...args, '--name', 'Other')).code).toBe(0);
  });

  it('names all that is wrong with a graph', async () => {
    const startNodes = [{ nodeId: 'gone', type: 'root' }];
    const bad = await graphFile(home.folder, { ...PICTURES, name: 'Bad', startNodes } as typeof PICTURES);
    const result = await home.run('run', bad, '--input', photos, '--workspace', home.path('w'), '--json');
    expect(result).toMatchObject({ code: 2, stdout: '' });
    const { error } = JSON.parse(result.stderr);
    expect(error).toMatchObject({ code: 'pipeline-invalid', message: expect.stringContaining('gone') });
    await writeFile(bad, '{"nodes": [{}]}');
    const broken = await home.run('run', bad, '--input', photos, '--workspace', home.path('w'));
    expect(broken).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Bad\.json is not a pipeline \(nodes\.0/),
    });
  });

  it('splits a video that arrives, leaves it where it is, and names new datasets by their nodes', async () => {
    const { path, shows } = await clip('constant');
    const videos = await graphFile(home.folder, VIDEOS);
    const args = ['run', videos, '--input', path, '--link', '--workspace', home.path('w')];
    const expected = Math.ceil(shows.length / 5);
    expect(await home.json(...args)).toMatchObject({
      project: { name: 'Videos' },
      items: 1,
      cycles: { inProgress: 1 },
      waiting: expected,
    });
  });
});
