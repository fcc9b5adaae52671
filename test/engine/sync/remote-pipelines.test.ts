/** Pipelines of a workstation that a remote makes, installs and runs, over real HTTP. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallOutput } from '#contract/index.ts';
import type { ItemId, PipelineId } from '#core/model/ids.ts';
import type { Order } from '#core/model/remote-pipeline.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { openPlainFront, type PlainFront } from './support/plain-front.ts';
import { addDataset, createTeam, linkTo, type Side, type Team } from './support/sides.ts';

let team: Team;
let there: Side;
let here: Side;
let front: PlainFront;
let itemId: ItemId;
let remoteId: RemoteId;
let pipelineId: PipelineId;
let dataset: CallOutput<'sync.link'>;

const node = (id: string, name: string, datasetId: string) => ({
  ...{ id, name, type: 'storage', projectId: '', config: {} },
  namespace: { functionName: 'dataset_handler', serviceName: 'pipeline-utils', projectName: 'DataloopTasks' },
  inputs: [{ portId: `${id}-in`, type: 'Item', name: 'item', displayName: 'item' }],
  outputs: [{ portId: `${id}-out`, type: 'Item', name: 'item', displayName: 'item' }],
  metadata: { position: { x: 0, y: 0, z: 0 }, datasetId, dir: `/${id}` },
});

beforeEach(async () => {
  team = createTeam();
  there = await team.open('there', 'lead@example.com');
  here = await team.open('here', 'ada@example.com');
  const { address } = await there.host.serve({ port: 0 });
  front = await openPlainFront(address);
  const person = { email: 'ada@example.com', role: 'developer', seconds: 3600 } as const;
  const { token } = await there.call('api.createToken', person);
  const made = await addDataset(there);
  itemId = made.itemId;
  ({ remoteId, dataset } = await linkTo(here, front.address, token, made.datasetId));
  const graph = {
    nodes: [node('source', 'Source', dataset.id)],
    ...{ connections: [], startNodes: [{ nodeId: 'source', type: 'root' }] },
  };
  const { projectId } = dataset;
  const pipeline = await here.call('pipelines.create', { projectId, name: 'Import', graph: graph as never });
  pipelineId = pipeline.id;
});

afterEach(async () => {
  await team.close();
  await front.close();
});

const order = (wanted: Order) => here.call('sync.order', { remoteId, pipelineId, order: wanted });
const save = () => order({ verb: 'save' });
const install = () => order({ verb: 'install', resumeOption: null });
const execute = () => order({ verb: 'execute', itemId, nodeId: null });
const now = () => here.call('sync.now', { remoteId });
const listed = async () => (await here.call('sync.pipelines', {}))[0];
const pipelinesThere = async () => await there.call('pipelines.list', { projectId: dataset.projectId });

describe('a pipeline at a remote', () => {
  test('is made, installed, run and paused there, and says how it stands', async () => {
    await save();
    await install();
    await execute();
    expect(await here.call('sync.states', {})).toMatchObject([{ queued: 3 }]);
    expect(await now()).toMatchObject({ state: 'idle', queued: 0, parked: 0 });
    const [made] = await pipelinesThere();
    expect(made).toMatchObject({ name: 'Import', status: 'Installed' });
    await expect
      .poll(async () => (await there.call('pipelines.counts', { pipelineId: made?.id ?? pipelineId })).cycles)
      .toMatchObject({ success: 1 });
    await order({ verb: 'pause' });
    await now();
    expect(await listed()).toMatchObject({
      ...{ remoteId, pipelineId, idThere: made?.id, version: 1, orders: [] },
      there: { name: 'Import', status: 'Uninstalled', version: 1, cycles: [{ status: 'success', count: 1 }] },
    });
  });

  test('is changed there as it is changed here', async () => {
    await save();
    await now();
    await here.call('pipelines.update', { pipelineId, name: 'Import 2' });
    await save();
    await now();
    expect((await pipelinesThere()).map(({ name }) => name)).toEqual(['Import 2']);
  });

  test('is there once, and runs once, when answers are lost after the work was done', async () => {
    const inStep = () => expect.poll(async () => (await now()).queued, { timeout: 10_000 }).toBe(0);
    front.loseNext(/^POST \/pipelines$/);
    await save();
    await inStep();
    front.loseNext(/^POST \/pipelines\/\w+\/install/);
    await install();
    await inStep();
    front.loseNext(/^POST \/pipelines\/\w+\/execute/);
    await execute();
    await inStep();
    await execute();
    await inStep();
    const [made, ...others] = await pipelinesThere();
    expect(others).toEqual([]);
    await expect
      .poll(async () => (await there.call('pipelines.counts', { pipelineId: made?.id ?? pipelineId })).cycles)
      .toMatchObject({ inProgress: 0, success: 2 });
  });

  test('that is refused says why, holds back what comes after it, and can be tried again or given up', async () => {
    const graph = { nodes: [], connections: [], startNodes: [] };
    await there.call('pipelines.create', { projectId: dataset.projectId, name: 'Import', graph });
    await save();
    await install();
    expect(await now()).toMatchObject({ state: 'idle', queued: 1, parked: 1 });
    const first = (await listed())?.orders[0];
    expect(first?.refused).toMatchObject({ code: 'conflict' });
    await here.call('pipelines.update', { pipelineId, name: 'Mine' });
    await here.call('sync.unorder', { seq: first?.seq ?? 0, how: 'again' });
    // What was to be sent is what it was then.
    expect(await now()).toMatchObject({ parked: 1 });
    await here.call('sync.unorder', { seq: first?.seq ?? 0, how: 'drop' });
    expect(await now()).toMatchObject({ queued: 0, parked: 0 });
    await save();
    await now();
    expect((await pipelinesThere()).map(({ name }) => name).toSorted()).toEqual(['Import', 'Mine']);
  });

  test('needs what it works with to be linked', async () => {
    await expect(install()).rejects.toMatchObject({ code: 'wrong-state' });
    const { projectId } = dataset;
    const other = await here.call('datasets.create', { projectId, name: 'Here only' });
    const graph = { nodes: [node('a', 'Copy', other.id)], connections: [], startNodes: [] };
    const lost = await here.call('pipelines.create', { projectId, name: 'Copy', graph: graph as never });
    const saving = { remoteId, pipelineId: lost.id, order: { verb: 'save' } } as const;
    await expect(here.call('sync.order', saving)).rejects.toMatchObject({
      code: 'wrong-state',
      message: expect.stringContaining('"Here only"'),
    });
  });
});

describe('a pipeline that was made at a remote', () => {
  async function makeThere() {
    const [datasetIdThere] = await there.call('datasets.list', { projectId: await projectThere() });
    const graph = {
      nodes: [node('night', 'Night', datasetIdThere?.id ?? '')],
      ...{ connections: [], startNodes: [{ nodeId: 'night', type: 'root' }] },
    };
    const projectId = await projectThere();
    return await there.call('pipelines.create', { projectId, name: 'Nightly', graph: graph as never });
  }
  const projectThere = async () => (await there.call('projects.list', {}))[0]?.id ?? ('' as never);
  const offered = () => here.call('sync.pipelinesThere', { remoteId });
  const take = (idThere: string) => here.call('sync.takePipeline', { remoteId, idThere });

  test('is seen with how it stands, taken over, changed here and sent back', async () => {
    const made = await makeThere();
    await there.call('pipelines.install', { pipelineId: made.id });
    expect(await offered()).toEqual([
      { idThere: made.id, name: 'Nightly', status: 'Installed', cycles: [], pipelineId: null },
    ]);
    const taken = await take(made.id);
    expect(taken).toMatchObject({ name: 'Nightly', projectId: dataset.projectId, status: 'Created' });
    expect(taken.graph.nodes).toMatchObject([{ name: 'Night', metadata: { datasetId: dataset.id } }]);
    expect(await offered()).toMatchObject([{ idThere: made.id, pipelineId: taken.id }]);
    expect(await here.call('sync.pipelines', {})).toMatchObject([
      { pipelineId: taken.id, idThere: made.id, there: { status: 'Installed', version: taken.version } },
    ]);
    await here.call('pipelines.update', { pipelineId: taken.id, name: 'Nightly 2' });
    await here.call('sync.order', { remoteId, pipelineId: taken.id, order: { verb: 'save' } });
    await now();
    expect(await there.call('pipelines.get', { pipelineId: made.id })).toMatchObject({ name: 'Nightly 2' });
  });

  test('that is changed there is taken again, unless it was changed here, too', async () => {
    const made = await makeThere();
    const { id: pipelineIdHere } = await take(made.id);
    const graph = (name: string) => ({
      ...made.graph,
      nodes: made.graph.nodes.map((one) => ({ ...one, name })),
    });
    await there.call('pipelines.update', { pipelineId: made.id, graph: graph('Day') });
    expect((await take(made.id)).graph.nodes).toMatchObject([{ name: 'Day' }]);
    await here.call('pipelines.update', { pipelineId: pipelineIdHere, graph: graph('Dusk') });
    await there.call('pipelines.update', { pipelineId: made.id, graph: graph('Dawn') });
    await expect(take(made.id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await here.call('pipelines.get', { pipelineId: pipelineIdHere })).graph.nodes).toMatchObject([
      { name: 'Dusk' },
    ]);
  });

  test('that is gone is told of, and one that was deleted here is taken anew', async () => {
    await expect(take('f'.repeat(24))).rejects.toMatchObject({ code: 'not-found' });
    const made = await makeThere();
    const first = await take(made.id);
    await here.call('pipelines.delete', { pipelineId: first.id });
    const again = await take(made.id);
    expect(again.id).not.toBe(first.id);
    expect(await offered()).toMatchObject([{ idThere: made.id, pipelineId: again.id }]);
  });
});
