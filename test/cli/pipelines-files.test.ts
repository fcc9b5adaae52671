import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphProblem } from '#core/model/graph.ts';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { graphFile, PICTURES, VIDEOS } from './support/graphs.ts';

type Shown = { id: string; graph: typeof PICTURES; settings: unknown; variables: unknown; version: number };

describe('pipelines and files', () => {
  let home: CliHome;
  let pictures: string;
  let videos: string;
  const workspace = () => ['--workspace', home.path('w')];
  const run = (...args: string[]) => home.run('pipelines', ...args, ...workspace());
  const json = (...args: string[]) => home.json('pipelines', ...args, ...workspace());

  beforeAll(async () => {
    home = await sharedCliHome();
    pictures = await graphFile(home.folder, PICTURES);
    videos = await graphFile(home.folder, VIDEOS);
  });
  afterAll(async () => await home[Symbol.asyncDispose]());

  it('makes a pipeline of a file as it is, and of one from elsewhere with datasets of its own', async () => {
    const created = (await json('create', pictures, '--name', 'As it is')) as Shown;
    expect(created).toMatchObject({ name: 'As it is', status: 'Created', version: 1 });
    expect(created.graph.nodes).toEqual(PICTURES.nodes);
    const imported = (await json('import', videos, '--project', 'Footage')) as {
      pipeline: Shown;
      datasets: string[];
      problems: GraphProblem[];
    };
    expect(imported.datasets).toEqual(['Footage', 'Frames', 'Done']);
    expect(imported.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(imported.pipeline.graph.nodes.map(({ metadata }) => metadata['datasetId'])).toEqual([
      expect.stringMatching(/^[0-9a-f]{24}$/),
      undefined,
      undefined,
      expect.stringMatching(/^[0-9a-f]{24}$/),
    ]);
    const again = await run('import', videos, '--project', 'Footage');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--name') });
  });

  it('lists and shows them', async () => {
    const list = (await json('list')) as { name: string; projectName: string }[];
    expect(list.map(({ name, projectName }) => [name, projectName])).toEqual([
      ['As it is', 'As it is'],
      ['Videos', 'Footage'],
    ]);
    expect((await run('list', '--project', 'Footage')).stdout).toMatch(
      /^id +pipeline .*\n[0-9a-f]{24} +Videos +Footage +Created +1 .*\n$/,
    );
    const { stdout } = await run('show', 'Videos');
    expect(stdout).toMatch(/starts +by hand/);
    expect(stdout).toMatch(/Split +split +video\.split +0/);
    expect(stdout).toMatch(/Label +Done +completed/);
  });

  it('finds a pipeline by its id or its name, and tells two of one name apart', async () => {
    expect((await run('create', pictures, '--name', 'Videos', '--project', 'Other')).code).toBe(0);
    const twice = await run('show', 'Videos');
    expect(twice).toMatchObject({ code: 2, stdout: '' });
    expect(twice.stderr).toMatch(
      /Several are called "Videos": [0-9a-f]{24} \(in "Footage"\), [0-9a-f]{24} \(in "Other"\)/,
    );
    const other = (await json('show', 'Videos', '--project', 'Other')) as Shown;
    expect(await json('show', other.id)).toEqual(other);
    const unknown = await run('show', 'Video');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('"As it is"') });
    const project = await run('list', '--project', 'Foot');
    expect(project).toMatchObject({ code: 2, stderr: expect.stringContaining('"Footage"') });
    expect(await json('delete', other.id)).toEqual({ deleted: other.id });
  });

  it('writes what it was given, byte for byte the same each time', async () => {
    const file = home.path('out.json');
    await run('export', 'Videos', '-o', file);
    const text = await readFile(file, 'utf8');
    expect((await run('export', 'Videos')).stdout).toBe(text);
    expect(await json('export', 'Videos')).toEqual(JSON.parse(text));
    expect(Object.keys(JSON.parse(text))).toEqual(Object.keys(VIDEOS));
    expect(JSON.parse(text)).toMatchObject({ name: 'Videos', projectId: VIDEOS.projectId });
    await run('create', file, '--project', 'Copies');
    expect((await run('export', 'Videos', '--project', 'Copies')).stdout).toBe(text);
    expect(await run('delete', 'Videos', '--project', 'Copies')).toMatchObject({ code: 0, stderr: '' });
    const nowhere = await run('export', 'Videos', '-o', home.path('no', 'folder.json'));
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written') });
  });

  it('makes a new version of another graph, and keeps settings and variables', async () => {
    const file = home.path('changed.json');
    const { stdout } = await run('export', 'Videos');
    const graph = JSON.parse(stdout);
    graph.nodes[1].metadata.customNodeConfig.every = 10;
    graph.variables = [{ name: 'limit', type: 'Number', value: 1 }];
    graph.settings = { defaultResumeOption: 'terminateExistingCycles', keepTriggersActive: 'wrong' };
    graph.description = 'Every tenth frame';
    await writeFile(file, JSON.stringify(graph));
    const changed = await run('update', 'Videos', file, '--from-version', '1', '--variable', 'limit=7');
    expect(changed.stdout).toContain('"Videos" has a new version: 2.');
    expect(changed.stdout).toContain(
      'changed: node "Split" (metadata.customNodeConfig.every, metadata.position)',
    );
    expect(await run('update', 'Videos', file, '--from-version', '1')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('version 2 is the latest'),
    });
    expect((await run('update', 'Videos', file)).stdout).toBe('"Videos" is saved; its graph is as it was.\n');
    expect(await json('show', 'Videos')).toMatchObject({
      description: 'Every tenth frame',
      settings: { defaultResumeOption: 'terminateExistingCycles' },
      variables: { limit: 7 },
    });
    expect(await json('export', 'Videos')).toMatchObject({
      settings: { defaultResumeOption: 'terminateExistingCycles', keepTriggersActive: 'wrong' },
      variables: [{ name: 'limit', type: 'Number', value: 7 }],
    });
    expect(await json('versions', 'Videos')).toMatchObject([{ version: 2 }, { version: 1, openCycles: 0 }]);
    expect((await run('update', 'Videos')).code).toBe(2);
    expect(await json('update', 'Videos', '--name', 'Clips')).toMatchObject({ name: 'Clips', version: 2 });
  });

  it('tells all that is wrong, each with its place', async () => {
    const problems = JSON.parse((await run('validate', pictures, '--json')).stdout) as GraphProblem[];
    expect(problems).toContainEqual(expect.objectContaining({ code: 'no-dataset', nodeId: 'in' }));
    expect(problems).toContainEqual(expect.objectContaining({ code: 'no-dataset', nodeId: 'done' }));
    const file = await run('validate', pictures);
    expect(file.code).toBe(2);
    expect(file.stdout).toMatch(/error +Incoming +Dataset node "Incoming" must have a datasetId\n/);
    expect(file.stdout).toMatch(/warning +Label, port label-out/);
    expect(file.stdout).toMatch(/\n2 errors, 1 warning, 3 lints for remote use\.\n$/);
    expect(await run('validate', 'As it is')).toMatchObject({ code: 2 });
    expect(await run('validate', 'Clips')).toMatchObject({ code: 0 });
    expect(await run('validate', 'Nothing')).toMatchObject({ code: 2, stdout: '' });
  });

  it('reads a file before it opens any workspace', async () => {
    const missing = await home.run('pipelines', 'import', 'nowhere.json', '--workspace', home.path('new'));
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere.json') });
    await expect(readFile(home.path('new', 'sluice.db'))).rejects.toThrow('ENOENT');
  });
});
