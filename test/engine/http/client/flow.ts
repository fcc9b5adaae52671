/** Short words for what stories do with pipelines: draw and install one, run an item through it, decide, look. */
import { PIXEL } from '../support/parts.ts';
import { datasets, projects } from './data.ts';
import { filters } from './filters.ts';
import { codeNode, datasetNode, type Held, taskNode } from './graph.ts';
import { items, upload } from './items.ts';
import { pipelines } from './pipelines.ts';
import { openServed } from './server.ts';
import { tasks, updateStatus } from './tasks.ts';
import type { Json } from './wire.ts';

export const ADA = 'ada@example.com';

/** A server with a project, a dataset that everything comes from, and a client. */
export async function openFlow() {
  const served = await openServed();
  const client = served.client();
  const project = await projects.create(client, 'flow');
  const inbox = await datasets.create(client, project, 'in');
  let made = 0;

  function unique(name: string): string {
    made += 1;
    return `${name}-${made}`;
  }

  const now = (item: Json) => items.get(client, item.id);

  /** The task of a task node. */
  async function taskOf(held: Held, name: string): Promise<Json> {
    const [found] = await tasks.list(client, inbox, { name, 'metadata.system.pipelineId': held.json.id });
    return found;
  }

  return {
    served,
    client,
    project,
    inbox,
    unique,
    now,
    taskOf,
    outbox: () => datasets.create(client, project, unique('out')),
    listed: (dataset: Json) => items.list(client, dataset, filters('items')),
    /** A new item. */
    file: async (more: object = {}, dataset = inbox): Promise<Json> =>
      (await upload(client, dataset, { path: `/${unique('file')}.png`, bytes: PIXEL, ...more })).item,
    store: (name: string, dataset: Json) => datasetNode(project, name, dataset),
    people: (name: string, more: Json = {}) => taskNode(project, name, inbox, ADA, more),
    code: (name: string, source: string) => codeNode(project, name, 'run', source),
    /** A pipeline that is drawn and installed. */
    async installed(draw: (held: Held) => void): Promise<Held> {
      const held = await pipelines.create(client, project, unique('pipeline'));
      draw(held);
      await pipelines.update(client, held);
      return await pipelines.install(client, held.json.id);
    },
    execute: (held: Held, item: Json) => pipelines.execute(client, held.json.id, { item: item.id }),
    /** Decides in the task of a node. */
    async decide(held: Held, item: Json, name: string, status: string): Promise<void> {
      const { id } = await taskOf(held, name);
      await updateStatus(client, await now(item), status, { taskId: id });
    },
  };
}

export type Flow = Awaited<ReturnType<typeof openFlow>>;

export const node = (held: Held, name: string): Json => held.nodes.find((one) => one.name === name);

export const stateOf = (cycle: Json, name: string) =>
  cycle.nodes.find((one: Json) => one.name === name).status;

/** How often a node ran in a cycle. */
export const ranAt = (cycle: Json, at: Json) => (cycle.executions[at.id] ?? []).length;
