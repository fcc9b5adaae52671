/** A world with the nodes of the model, and its items by the names that the model knows them by. */
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { InlineNode, NodeRun } from '#engine/nodes/node.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, flowOf, makeBench } from '../support/flow.ts';
import { configOf, echo, give, type Runners, withRunners } from '../support/nodes.ts';
import { DATASETS } from './graphs.ts';
import type { ItemKey } from './model.ts';

export type Stage = {
  world: World;
  flow: Flow;
  readonly bench: Bench;
  readonly datasets: ReadonlyMap<DatasetId, string>;
  /** Names of nodes that fail now. */
  readonly broken: Set<string>;
};

function runners(broken: ReadonlySet<string>): Runners {
  const inline = (run: InlineNode['run']): InlineNode => ({ lane: 'inline', writes: false, run });
  const said = (run: NodeRun) =>
    ({ kind: 'done', outputs: run.input, action: null, why: 'said it again' }) as const;
  return {
    give,
    echo,
    batch: {
      lane: 'code',
      async runBatch(_ctx, runs) {
        await new Promise((resolve) => setImmediate(resolve));
        return runs.map((run) => ({ ok: true, result: said(run) }));
      },
    },
    long: {
      lane: 'network',
      job: null,
      async run(run) {
        await new Promise((resolve) => setImmediate(resolve));
        return said(run);
      },
    },
    fragile: inline((_tx, run) => {
      if (broken.has(run.node.id)) throw new Error('It is broken.');
      return { kind: 'done', outputs: run.input, action: null, why: 'held' };
    }),
    twins: inline((_tx, run) => {
      const copies = Number(configOf(run)['copies']);
      const { id } = run.item();
      const item = Array.from({ length: copies }, () => id);
      return { kind: 'done', outputs: { item }, action: null, why: `made ${copies}` };
    }),
    pair: inline((_tx, run) => ({
      kind: 'done',
      outputs: { item: run.input['a'] },
      action: null,
      why: 'met',
    })),
  };
}

const open = (broken: ReadonlySet<string>, at: { folder?: string; now?: number } = {}) =>
  openWorld({ ...at, graphs: withRunners(runners(broken)) });

/** A stage with an empty pipeline that is not installed yet. */
export async function openStage(): Promise<Stage> {
  const broken = new Set<string>();
  const world = await open(broken);
  const bench = await makeBench(world);
  const datasets = new Map<DatasetId, string>([[bench.inbox, 'inbox']]);
  for (const name of DATASETS) datasets.set(await bench.dataset(name), name);
  const { id } = await world.calls['pipelines.create']({
    projectId: bench.projectId,
    name: 'Random',
    graph: { nodes: [], connections: [], startNodes: [] },
  });
  return { world, bench, datasets, broken, flow: flowOf(world, bench, id) };
}

/** The process ends, and another one opens the workspace. */
export async function restart(stage: Stage, how: 'crash' | 'kill'): Promise<void> {
  const { world, flow } = stage;
  await world[how]();
  stage.world = await open(stage.broken, { folder: world.folder, now: world.clock.at + 1000 });
  stage.flow = flowOf(stage.world, stage.bench, flow.pipelineId);
}

/** The names of all items, by their ids. */
export function itemKeys({ world, datasets }: Stage): ReadonlyMap<string, ItemKey> {
  const rows = world.db.all<{ id: ItemId; name: string; source: ItemId | null; dataset: DatasetId }>(
    'SELECT id, name, source_item_id AS source, dataset_id AS dataset FROM item ORDER BY id',
  );
  const keys = new Map<string, ItemKey>();
  for (const { id, name, source, dataset } of rows) {
    const own = datasets.get(dataset) ?? '';
    keys.set(id, source === null ? `${name}@${own}` : `${keys.get(source)}/${own}`);
  }
  return keys;
}
