/** Small pipelines in a world: nodes, the ways between them, and short words for what tests do with them. */
import type { CallArgs, CallOutput } from '#contract/index.ts';
import type { Cycle, Execution } from '#core/model/cycle.ts';
import type { Connection, Graph, GraphNode } from '#core/model/graph.ts';
import { type DatasetId, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { insertItem } from '#engine/db/queries/items.ts';
import type { World } from '#test/support/engine-world.ts';

export type Way = {
  /** `NODE` for its first output, or `NODE.PORT`. */
  readonly from: string;
  readonly to: string;
  readonly action?: string;
  readonly condition?: Readonly<Record<string, unknown>>;
};

/** A way from a text: `a > b`, `a.out > b.in`, `a > b : action`. */
export function way(text: string, condition?: Way['condition']): Way {
  const [ends = '', action] = text.split(' : ');
  const [from = '', to = ''] = ends.split(' > ');
  return { from, to, ...(action ? { action } : {}), ...(condition ? { condition } : {}) };
}

type Side = 'inputs' | 'outputs';

function endOf(nodes: readonly GraphNode[], text: string, side: Side): Connection['src'] {
  const [id = '', name] = text.split('.');
  const node = nodes.find((one) => one.id === id);
  const port = name === undefined ? node?.[side][0] : node?.[side].find((one) => one.name === name);
  if (!node || !port) throw new Error(`no ${side} ${text}`);
  return { nodeId: node.id, portId: port.portId };
}

/** A graph that starts at the first node. */
export function graphOf(nodes: readonly GraphNode[], ways: readonly (Way | string)[]): Graph {
  const [first] = nodes;
  return {
    nodes: [...nodes],
    connections: ways
      .map((one) => (typeof one === 'string' ? way(one) : one))
      .map(({ from, to, action, condition }) => ({
        src: endOf(nodes, from, 'outputs'),
        tgt: endOf(nodes, to, 'inputs'),
        ...(action ? { action } : {}),
        ...(condition ? { condition: JSON.stringify(condition) } : {}),
      })),
    startNodes: first ? [{ nodeId: first.id, type: 'root' }] : [],
  };
}

export const storage = (id: string, datasetId: DatasetId): GraphNode =>
  makeNode('storage', { id, name: id, at: [0, 0], metadata: { datasetId } });

export const task = (id: string, metadata: Readonly<Record<string, unknown>> = {}): GraphNode =>
  makeNode('task', { id, name: id, at: [0, 0], metadata: { taskType: 'annotation', ...metadata } });

export type Bench = {
  readonly projectId: CallOutput<'projects.create'>['id'];
  /** Items come here. */
  readonly inbox: DatasetId;
  /** A further dataset, made when it is first named. */
  dataset(name: string): Promise<DatasetId>;
};

/** A project with a dataset for items. */
export async function makeBench({ calls }: World): Promise<Bench> {
  const { id: projectId } = await calls['projects.create']({ name: 'Test' });
  const made = new Map<string, DatasetId>();
  const dataset = async (name: string) => {
    const known = made.get(name) ?? (await calls['datasets.create']({ projectId, name })).id;
    made.set(name, known);
    return known;
  };
  return { projectId, inbox: await dataset('inbox'), dataset };
}

export type Flow = ReturnType<typeof flowOf>;

/** Makes and installs a pipeline. */
export async function makeFlow(
  world: World,
  bench: Bench,
  graph: Graph,
  more: Partial<CallArgs<'pipelines.create'>> = {},
): Promise<Flow> {
  const name = more.name ?? 'Flow';
  const { id } = await world.calls['pipelines.create']({ projectId: bench.projectId, graph, ...more, name });
  await world.calls['pipelines.install']({ pipelineId: id });
  return flowOf(world, bench, id);
}

/** What tests do with a pipeline. Works on after the world was opened again: make it anew there. */
export function flowOf(world: World, bench: Bench, pipelineId: CallOutput<'pipelines.create'>['id']) {
  const { calls } = world;

  async function run(items: readonly Item[] | readonly ItemId[], nodeId?: string): Promise<Cycle['id'][]> {
    const itemIds = items.map((item) => (typeof item === 'string' ? item : item.id));
    const { cycleIds } = await calls['pipelines.execute']({
      pipelineId,
      itemIds,
      ...(nodeId ? { nodeId } : {}),
    });
    await world.settled();
    return cycleIds;
  }

  async function cycles(): Promise<Cycle[]> {
    const { items } = await calls['cycles.list']({ pipelineId, limit: 1000 });
    return items.toReversed();
  }

  async function taskId(nodeId: string) {
    const tasks = await calls['tasks.list']({ projectId: bench.projectId });
    const found = tasks.find((one) => one.pipelineId === pipelineId && one.nodeId === nodeId);
    if (!found) throw new Error(`no task ${nodeId}`);
    return found.id;
  }

  return {
    pipelineId,
    /** Puts items into the inbox and runs one cycle for each. */
    async send(...names: string[]): Promise<Item[]> {
      const items = names.map((name) => world.arrive(bench.inbox, name));
      await run(items);
      return items;
    },
    run,
    /** Starts one cycle with values for the inputs of the start node. */
    async give(input: Readonly<Record<string, unknown>>, nodeId?: string): Promise<Cycle['id']> {
      const { cycleIds } = await calls['pipelines.execute']({
        pipelineId,
        input,
        ...(nodeId ? { nodeId } : {}),
      });
      await world.settled();
      const [id] = cycleIds;
      if (!id) throw new Error('one input makes one cycle');
      return id;
    },
    /** In the order they began. */
    cycles,
    async statuses(): Promise<string[]> {
      return (await cycles()).map((cycle) => cycle.status);
    },
    async cycle(at = 0): Promise<Cycle> {
      const found = (await cycles()).at(at);
      if (!found) throw new Error(`no cycle ${at}`);
      return found;
    },
    /** Executions of a cycle, of one node or all, in the order they came to be. */
    async executions(cycleId: Cycle['id'], nodeId?: string): Promise<Execution[]> {
      const { executions } = await calls['cycles.view']({ cycleId, most: 10_000 });
      return executions.filter((one) => nodeId === undefined || one.nodeId === nodeId);
    },
    /** Executions of all cycles as `NODE STATE`, sorted; superseded ones left out. */
    async standing(): Promise<string[]> {
      const views = await Promise.all(
        (await cycles()).map(({ id }) => calls['cycles.view']({ cycleId: id, most: 10_000 })),
      );
      return views
        .flatMap((view) => view.executions)
        .filter((one) => one.state !== 'terminated')
        .map((one) => `${one.nodeId} ${one.state}`)
        .toSorted();
    },
    task: async (nodeId: string) => calls['tasks.get']({ taskId: await taskId(nodeId) }),
    async decide(nodeId: string, itemId: ItemId, status: string): Promise<void> {
      await calls['tasks.setStatus']({ taskId: await taskId(nodeId), itemId, status });
      await world.settled();
    },
    async undecide(nodeId: string, itemId: ItemId): Promise<void> {
      await calls['tasks.clearStatus']({ taskId: await taskId(nodeId), itemId });
      await world.settled();
    },
    async rerun(
      method: CallArgs<'pipelines.rerun'>['method'],
      more: Partial<CallArgs<'pipelines.rerun'>> = {},
    ): Promise<CallOutput<'commands.get'>> {
      const { id } = await calls['pipelines.rerun']({ pipelineId, method, ...more });
      await world.settled();
      return calls['commands.get']({ commandId: id });
    },
    pause: async () => calls['pipelines.pause']({ pipelineId }),
    async install(more: Partial<CallArgs<'pipelines.install'>> = {}) {
      const installed = await calls['pipelines.install']({ pipelineId, ...more });
      await world.settled();
      return installed;
    },
    update: async (graph: Graph) => calls['pipelines.update']({ pipelineId, graph }),
    /** How often each connection was gone down, in the order of the graph. */
    async taken(): Promise<number[]> {
      const { connections } = await calls['pipelines.counts']({ pipelineId });
      const { graph } = await calls['pipelines.get']({ pipelineId });
      return graph.connections.map((_, at) => connections.find((one) => one.connection === at)?.items ?? 0);
    },
    async inDataset(datasetId: DatasetId): Promise<string[]> {
      const { items } = await calls['items.list']({ datasetId, limit: 1000 });
      return items.map((item) => item.name).toSorted();
    },
  };
}

/** Puts many items into a dataset at once, named by their number. Starts nothing. */
export function manyItems({ ctx }: World, datasetId: DatasetId, count: number): ItemId[] {
  return ctx.unit('test', (tx) =>
    Array.from({ length: count }, (_, at) => {
      const id = itemIdSchema.parse(tx.id());
      const facts = { mimetype: 'image/png', width: 100, height: 100 };
      const none = { sha256: null, frame: null, sourceItemId: null, maker: null };
      insertItem(tx.db, {
        ...facts,
        ...none,
        id,
        datasetId,
        identity: `many:${at}`,
        kind: 'image',
        name: `${at}.png`,
        folder: '/',
        size: 1,
        storage: 'stored',
        location: `${at}.png`,
        metadata: { system: facts },
        createdAt: tx.now,
        updatedAt: tx.now,
      });
      return id;
    }),
  );
}
