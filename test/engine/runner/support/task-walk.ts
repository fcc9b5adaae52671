/** People who do anything to the tasks of a pipeline in any order, and what must hold whatever they do. */

import type { GraphNode } from '#core/model/graph.ts';
import type { ItemId, TaskId } from '#core/model/ids.ts';
import { listTaskItemsOfItem, type StoredTaskItem } from '#engine/db/queries/tasks.ts';
import type { World } from '#test/support/engine-world.ts';
import type { ImagePipeline } from '#test/support/image-pipeline.ts';
import { fc } from '#test/support/property.ts';
import { shares } from './people.ts';

const NODES = ['label-a', 'label-b', 'qa'] as const;
const PEOPLE = ['ann', 'ben', 'cid'];

const DAILY = [
  'arrive',
  'positive',
  'positive',
  'discard',
  'issue',
  'clear',
  'pause',
  'install',
  'crash',
] as const;
const HANDING = ['pull', 'pull', 'reassign', 'redistribute'] as const;
const RARE = ['again', 'again', 'rerun', 'terminate'] as const;
type Kind = (typeof DAILY | typeof HANDING | typeof RARE)[number];

export type Step = { readonly kind: Kind; readonly node: (typeof NODES)[number]; readonly which: number };

export type Variant = {
  readonly name: string;
  /** Of the labelling nodes; QA takes over whether decisions are repeated. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly kinds: readonly Kind[];
};

const consensus = { consensusTaskType: 'consensus', consensusPercentage: 60, consensusAssignees: 2 };

export const VARIANTS: readonly Variant[] = [
  { name: 'as it is by default', metadata: {}, kinds: DAILY },
  { name: 'not repeatable', metadata: { repeatable: false }, kinds: DAILY },
  {
    name: 'pulling',
    metadata: { workload: shares(...PEOPLE), batchSize: 3 },
    kinds: [...DAILY, ...HANDING],
  },
  {
    name: 'consensus',
    metadata: { workload: shares(...PEOPLE), ...consensus },
    kinds: [...DAILY, 'positive', 'clear', 'reassign'],
  },
  {
    name: 'with items that run again',
    metadata: { workload: shares(...PEOPLE), ...consensus },
    kinds: [...DAILY, 'positive', 'positive', 'clear', ...RARE, ...HANDING],
  },
  {
    name: 'with items that run again, not repeatable',
    metadata: { repeatable: false, workload: shares(...PEOPLE), ...consensus },
    kinds: [...DAILY, 'positive', 'positive', 'clear', ...RARE],
  },
];

/** Long ones: opening a world costs more than the steps in it, and what is wrong takes several steps to come about. */
export const stepsOf = ({ kinds }: Variant) =>
  fc.array(
    fc.record({ kind: fc.constantFrom(...kinds), node: fc.constantFrom(...NODES), which: fc.nat(11) }),
    { minLength: 1, maxLength: 120, size: 'max' },
  );

/** Few, so that much happens to each. */
const ITEMS = 3;

/** Sets the pipeline's tasks up as the variant has them. */
export async function setUp(world: World, flow: ImagePipeline, { metadata }: Variant): Promise<void> {
  const { pipelineId } = flow;
  const { graph } = await world.calls['pipelines.get']({ pipelineId });
  const changed = (node: GraphNode): GraphNode => {
    if (node.type !== 'task') return node;
    const repeatable = metadata['repeatable'] ?? true;
    const more = node.id === 'qa' ? { repeatable } : metadata;
    return { ...node, metadata: { ...node.metadata, ...more } };
  };
  await world.calls['pipelines.update']({ pipelineId, graph: { ...graph, nodes: graph.nodes.map(changed) } });
  await world.calls['pipelines.install']({ pipelineId });
}

/** One step. @throws SluiceError `wrong-state` or `not-found` when it does not fit the moment. */
export async function play(world: World, flow: ImagePipeline, items: ItemId[], step: Step): Promise<void> {
  const { calls } = world;
  const { pipelineId } = flow;
  const { kind, node, which } = step;
  if (kind === 'arrive') {
    if (items.length < ITEMS) items.push(world.arrive(flow.datasets.inbox, `${items.length}.png`).id);
    return;
  }
  if (kind === 'pause') await calls['pipelines.pause']({ pipelineId });
  if (kind === 'install') await calls['pipelines.install']({ pipelineId });
  const chosen = items[which % Math.max(1, items.length)];
  if (chosen === undefined) return;
  const person = PEOPLE[which % PEOPLE.length] ?? '';
  const qa = (await flow.task('qa')).id;
  const likely = which > 0 ? likelyPlace(world, chosen, step, kind === 'issue' ? qa : null) : null;
  const itemId = likely?.itemId ?? chosen;
  const taskId: TaskId = likely?.taskId ?? (await flow.task(node)).id;
  switch (kind) {
    case 'positive':
    case 'discard': {
      const { actions } = await calls['tasks.get']({ taskId });
      await calls['tasks.setStatus']({
        taskId,
        itemId,
        status: kind === 'discard' ? kind : (actions[0] ?? ''),
      });
      return;
    }
    case 'clear':
      await calls['tasks.clearStatus']({ taskId, itemId });
      return;
    case 'issue':
      await calls['issues.open']({ taskId, itemId, text: 'x' });
      return;
    case 'pull':
      await calls['tasks.pull']({ taskId, person });
      return;
    case 'reassign':
      await calls['tasks.reassign']({ taskId, itemIds: which > 8 ? null : [itemId], to: person });
      return;
    case 'redistribute':
      await calls['tasks.redistribute']({ taskId });
      return;
    case 'again':
      await calls['pipelines.execute']({
        pipelineId,
        itemIds: [chosen],
        ...(which > 7 ? { nodeId: 'qa' } : {}),
      });
      return;
    case 'rerun':
    case 'terminate':
      await onCycle(world, flow, chosen, step);
      return;
    default:
  }
}

async function onCycle(
  world: World,
  { pipelineId }: ImagePipeline,
  itemId: ItemId,
  step: Step,
): Promise<void> {
  const { items } = await world.calls['cycles.list']({ pipelineId, limit: 1000 });
  const own = items.filter((cycle) => cycle.itemId === itemId);
  const cycle = own[step.which % Math.max(1, own.length)];
  if (!cycle) return;
  if (step.kind === 'terminate') await world.calls['cycles.terminate']({ cycleId: cycle.id });
  else {
    await world.calls['pipelines.rerun']({ pipelineId, method: 'startFromBeginning', cycleIds: [cycle.id] });
    await world.settled();
  }
}

/** Mostly the place in which the step makes sense for the item or one of its copies, now and then any. */
function likelyPlace(
  world: World,
  itemId: ItemId,
  { kind, which }: Step,
  taskId: TaskId | null,
): StoredTaskItem | null {
  const states = kind === 'clear' ? ['done', 'away'] : ['open', 'rework', 'review'];
  const found = [...listTaskItemsOfItem(world.db, itemId), ...copiesOf(world, itemId)]
    .filter((place) => states.includes(place.state) && (taskId === null || place.taskId === taskId))
    .toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0) || b.seq - a.seq);
  return found[which % 3] ?? found[0] ?? null;
}

export function copiesOf(world: World, itemId: ItemId): StoredTaskItem[] {
  const rows = world.db.all<{ itemId: ItemId }>(
    'SELECT item_id AS itemId FROM task_item WHERE copy_of = :itemId ORDER BY seq',
    { itemId },
  );
  return rows.flatMap((row) => listTaskItemsOfItem(world.db, row.itemId));
}
