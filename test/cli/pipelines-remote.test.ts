/** A pipeline is sent to a hub and runs there, and one of the hub is taken over, by nothing but the command line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliHome, sharedCliHome } from './support/cli.ts';
import { graphFile } from './support/graphs.ts';
import { picture } from './support/pictures.ts';

let hub: CliHome;
let home: CliHome;

const pipelines = (...args: string[]) => home.run('pipelines', ...args);

/** The JSON of a pipeline that copies an item within its dataset. */
function copies(name: string, datasetId: string | undefined) {
  const item = [{ portId: 'in', type: 'Item', name: 'item', displayName: 'item' }];
  const storage = {
    ...{ id: 'copy', name: 'Copy', type: 'storage', inputs: item, outputs: [{ ...item[0], portId: 'out' }] },
    namespace: {
      functionName: 'dataset_handler',
      serviceName: 'pipeline-utils',
      projectName: 'DataloopTasks',
    },
    metadata: { position: { x: 0, y: 0, z: 0 }, datasetId, dir: '/copies' },
  };
  return { name, nodes: [storage], connections: [], startNodes: [{ nodeId: 'copy', type: 'root' }] };
}

beforeAll(async () => {
  hub = await sharedCliHome();
  home = await sharedCliHome();
  const where = ['--workspace', hub.path('w')];
  const server = hub.start('serve', ...where, '--json');
  const { address } = JSON.parse(await server.firstLine()) as { address: string };
  await hub.json('projects', 'create', 'Roads', ...where);
  await hub.json('datasets', 'create', 'Frames', '--project', 'Roads', ...where);
  await hub.json('items', 'upload', 'Frames', await picture(hub.folder, 'a.png', 200), ...where);
  const made = await hub.json('token', '--email', 'ada@example.com', '--role', 'developer');
  const running = home.start('sync', 'connect', address, '--token', '-');
  running.process.stdin?.end(`${(made as { token: string }).token}\n`);
  await running.end();
  await home.json('sync', 'link', 'Frames');
  const [dataset] = (await home.json('datasets', 'list')) as { id: string; projectId: string }[];
  const graph = copies('Copies', dataset?.id);
  await home.json('pipelines', 'create', await graphFile(home.folder, graph as never), '--project', 'Roads');
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
  await hub[Symbol.asyncDispose]();
});

describe('sluice pipelines push', () => {
  it('makes it there, installs it, runs it for an item, and tells how it stands', async () => {
    expect((await pipelines('remote')).stdout).toContain('No pipeline is at a remote.');
    const pushed = await pipelines('push', 'Copies', '--install');
    expect(pushed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^"Copies" is Installed at 127/) });
    const { id } = (await home.json('items', 'show', 'Frames/a.png')) as { id: string };
    expect(await home.json('pipelines', 'push', 'Copies', '--execute', id)).toMatchObject({
      pipeline: { there: { status: 'Installed' }, orders: [] },
    });
    const there = ['--workspace', hub.path('w')];
    await expect
      .poll(async () => await hub.json('pipelines', 'cycles', 'Copies', ...there), { timeout: 20_000 })
      .toMatchObject([{ status: 'success' }]);
    expect((await pipelines('remote')).stdout).toMatch(/Copies +127\S+ +Installed/);
  });

  it('says what the remote refused, and keeps it until it is done', async () => {
    const { code, stdout } = await pipelines('push', 'Copies', '--execute', 'a'.repeat(24));
    expect(stdout).toContain('did not execute it: The remote refused it');
    expect(code).toBe(3);
    expect((await pipelines('remote')).stdout).toContain('execute: The remote refused it');
    expect((await pipelines('push', 'Copies', '--execute', 'that one')).code).toBe(2);
    expect((await pipelines('push', 'Copies', '--remote', 'nowhere')).code).toBe(2);
  });
});

describe('sluice pipelines pull', () => {
  it('lists what is there, makes one here, and brings it up to date', async () => {
    const there = ['--workspace', hub.path('w')];
    const [dataset] = (await hub.json('datasets', 'list', ...there)) as { id: string }[];
    const graph = copies('Nightly', dataset?.id);
    const file = await graphFile(hub.folder, graph as never);
    const made = await hub.json('pipelines', 'create', file, '--project', 'Roads', ...there);
    const { id } = made as { id: string };
    expect((await pipelines('pull')).stdout).toMatch(new RegExp(`Nightly +${id} +Created`));
    expect(await pipelines('pull', 'Nightly')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^"Nightly" was made here as it is at 127/),
    });
    await hub.json('pipelines', 'set', 'Nightly', '--name', 'Nights', ...there);
    expect((await pipelines('pull', id)).stdout).toMatch(/^"Nights" is as it is at 127/);
    expect(await home.json('pipelines', 'pull')).toContainEqual(
      expect.objectContaining({ idThere: id, pipelineId: expect.stringMatching(/^[0-9a-f]{24}$/) }),
    );
    expect((await pipelines('pull', 'nothing')).code).toBe(2);
  });
});
