/** Pipelines and what runs through them as the SDK works with them (reference section 2.8). */
import { over, specOf } from './commands.ts';
import { allOf, bare, type Filters, prepared } from './filters.ts';
import { type Held, readPipeline, settingsOf, toJson } from './graph.ts';
import { must, need, notNull, readPage } from './readers.ts';
import { type Client, type Json, until } from './wire.ts';

const read = (json: Json) => readPipeline(json);
/** For lists: the SDK drops what it cannot read, here it is an error. */
const checked = (json: Json) => read(json).json;

export const pipelines = {
  create: async (client: Client, project: Json, name: string, json?: object): Promise<Held> => {
    const empty = { name: '', projectId: '', nodes: [], connections: [], startNodes: [], variables: [] };
    return read(await client.ask('POST', '/pipelines', { ...(json ?? empty), name, projectId: project.id }));
  },
  get: async (client: Client, id: string): Promise<Held> => read(await client.ask('GET', `/pipelines/${id}`)),
  async named(client: Client, project: Json, name: string): Promise<Held> {
    const { id: projectId } = project;
    const found = await pipelines.list(client, { name }, { projectId }, { projectId });
    must(found.length === 1, `${found.length} pipelines of that name`);
    return read(found[0]);
  },
  list: (client: Client, ...conditions: readonly object[]): Promise<Json[]> =>
    allOf(client, '/pipelines/query', bare('pipeline', ...conditions), checked),
  /** Settings and variables by themselves first, where they differ; then all of it. */
  async update(client: Client, held: Held): Promise<Held> {
    const path = `/pipelines/${held.json.id}`;
    const payload = toJson(held);
    if (JSON.stringify(settingsOf(held.settings)) !== held.was.settings) {
      const now = read(await client.ask('PATCH', path, { settings: settingsOf(held.settings) }));
      payload.settings = toJson(now).settings ?? payload.settings;
    }
    if (JSON.stringify(held.variables) !== held.was.variables) {
      const variables = held.variables.map((one) => ({ ...one, reference: one.reference ?? held.json.id }));
      payload.variables = toJson(
        read(await client.ask('PATCH', `${path}/variables`, { variables })),
      ).variables;
    }
    return read(await client.ask('PATCH', path, payload));
  },
  delete: async (client: Client, id: string) => {
    await client.request('DELETE', `/pipelines/${id}`);
  },
  install: async (client: Client, id: string, resumeOption?: string): Promise<Held> =>
    read(await client.ask('POST', `/pipelines/${id}/install`, resumeOption ? { resumeOption } : {})),
  pause: async (client: Client, id: string, keepTriggersActive?: boolean) => {
    const sent = keepTriggersActive === undefined ? {} : { keepTriggersActive };
    await client.request('POST', `/pipelines/${id}/uninstall`, { json: sent });
  },
  /** Without a body; one that runs is asked for and paused first. */
  async reset(client: Client, id: string, stopIfRunning = false): Promise<void> {
    if (stopIfRunning) await pipelines.pause(client, (await pipelines.get(client, id)).json.id);
    await client.request('POST', `/pipelines/${id}/reset`);
  },
  async stats(client: Client, id: string): Promise<Json> {
    return readStatistics(await client.ask('GET', `/pipelines/${id}/statistics`));
  },
  validate: (client: Client, json: object): Promise<Json> => client.ask('POST', '/pipelines/validate', json),
  /** It reads the pipeline first when it has only its id. */
  execute: (client: Client, id: string, input: object) =>
    cycles.create(client, id, { testMode: false, input }),
  composition: async (client: Client, held: Held): Promise<Json> => {
    const found = await client.ask('GET', `/compositions/${held.json.compositionId}`);
    need(
      'composition',
      found,
      'id url name creator createdAt updatedAt projectId orgId spec status'.split(' '),
    );
    need('composition', found, 'terminated triggers packages tasks models channels secrets'.split(' '));
    return found;
  },
};

/** Counters have these two keys and no other: they are spread into an object that takes no more. */
function readStatistics(json: Json): Json {
  const counters = (list: Json) => {
    for (const one of list)
      must(Object.keys(one).toSorted().join() === 'count,status', 'a counter has other keys');
  };
  need('statistics', json, [
    'pipelineExecutionCounters',
    'nodeExecutionsCounters',
    'nodeExecutionStatistics',
  ]);
  counters(json.pipelineExecutionCounters);
  for (const { nodeId, statusCount } of json.nodeExecutionsCounters) {
    must(typeof nodeId === 'string', 'nodeId');
    counters(statusCount);
  }
  const averages = [json.pipelineExecutionStatistics];
  averages.push(...json.nodeExecutionStatistics.map((one: Json) => one.executionStatistics));
  for (const one of averages) need('averages', one, ['avgTimePerExecution', 'avgExecutionsPerDay']);
  return json;
}

const CYCLE = 'id url pipelineId createdAt updatedAt status maxAttempts nodes executions'.split(' ');
const CYCLE_OVER = ['failed', 'success', 'terminated'];
const CYCLE_OPEN = ['pending', 'in-progress', 'queue', 'rerun'];

function readCycle(json: Json): Json {
  need('cycle', json, CYCLE);
  notNull('cycle', json, ['nodes', 'executions']);
  must([...CYCLE_OVER, ...CYCLE_OPEN].includes(json.status), `cycle.status ${json.status}`);
  for (const node of json.nodes) {
    need('cycle.node', node, 'id name type namespace status attempts createdAt updatedAt'.split(' '));
    must(
      ['pending', 'in-progress', 'failed', 'success', 'queue'].includes(node.status),
      `node ${node.status}`,
    );
  }
  for (const ran of Object.values(json.executions).flat()) need('cycle.execution', ran, ['_id']);
  return json;
}

type Start = { readonly input?: object; readonly nodeId?: string; readonly testMode?: boolean };

export const cycles = {
  create: async (client: Client, id: string, pipeline: Start): Promise<Json> =>
    readCycle(await client.ask('POST', `/pipelines/${id}/execute`, { pipeline })),
  /** A cycle for each item that matches; a command that is waited for. */
  async batch(client: Client, id: string, asked: Filters, nodeId?: string): Promise<Json> {
    const sent = { batch: { query: prepared(asked), args: {} }, ...(nodeId ? { nodeId } : {}) };
    return await over(client, await client.ask('POST', `/pipelines/${id}/execute`, sent));
  },
  get: async (client: Client, { pipelineId, id }: Json): Promise<Json> =>
    readCycle(await client.ask('GET', `/pipelines/${pipelineId}/executions/${id}`)),
  list: (client: Client, pipelineId: string, ...more: readonly object[]): Promise<Json[]> =>
    allOf(client, '/pipelines/query', bare('pipelineState', { pipelineId }, ...more), readCycle),
  async rerun(
    client: Client,
    id: string,
    method: string,
    nodes: readonly string[] | null,
    ...only: readonly object[]
  ) {
    const query = prepared(bare('pipelineState', ...only));
    const sent = { pipeline: { method, startNodeIds: nodes }, batch: { query } };
    await specOf(client, await client.ask('POST', `/pipelines/${id}/executions/rerun`, sent), 'cycleOptions');
  },
  wait: (client: Client, cycle: Json): Promise<Json> =>
    until(
      () => cycles.get(client, cycle),
      ({ status }) => CYCLE_OVER.includes(status),
    ),
  /** Until it waits for people at these nodes. */
  parked: (client: Client, cycle: Json, ...nodes: readonly Json[]): Promise<Json> =>
    until(
      () => cycles.get(client, cycle),
      (now) => nodes.every(({ id }) => now.taskNodeItemCount[id] > 0),
    ),
};

const EXECUTION =
  'id url createdAt updatedAt creator attempts maxAttempts toTerminate input status statusLog latestStatus duration projectId functionName serviceId serviceName packageId packageName packageRevision serviceVersion pipeline';

export async function executions(client: Client, ...conditions: readonly object[]): Promise<Json[]> {
  const asked = prepared(bare('executions', ...conditions));
  return readPage(await client.ask('POST', '/query/faas', asked), (one) => {
    need('execution', one, EXECUTION.split(' '));
    need('execution.latestStatus', one.latestStatus, ['status', 'message', 'percentComplete', 'timestamp']);
    return one;
  }).items;
}

export async function triggers(client: Client, ...conditions: readonly object[]): Promise<Json[]> {
  const asked = prepared(bare('triggers', ...conditions));
  return readPage(await client.ask('POST', '/query/faas', asked), (one) => {
    need('trigger', one, 'id url type createdAt updatedAt creator name projectId active spec'.split(' '));
    must(
      ['pipeline', 'function', 'webhook'].includes(one.spec.operation.type),
      'trigger.spec.operation.type',
    );
    return one;
  }).items;
}
