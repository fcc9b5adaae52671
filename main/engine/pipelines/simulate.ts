/** Simulations over the items of a workspace. Everything here reads; nothing is written. */
import { SluiceError } from '#core/errors.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { Graph } from '#core/model/graph.ts';
import type { Simulation, StandIn } from '#core/model/simulation.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { compilePlan } from '#core/pipeline/plan.ts';
import { type SimulationLimits, simulate } from '#core/pipeline/simulate.ts';
import { isToBe, type SimulatedWorld } from '#core/pipeline/simulate-items.ts';
import { draw } from '#core/pipeline/split.ts';
import { variableValues } from '#core/pipeline/variables.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listAnnotations } from '../db/queries/annotations.ts';
import { type Found, lookForItems } from '../db/queries/item-windows.ts';
import { findItem, findItemByIdentity, findMissingItem } from '../db/queries/items.ts';
import {
  findPipelineHead,
  hasVersion,
  readGraph,
  readSplitCounts,
  readVariables,
} from '../db/queries/pipelines.ts';
import { sightOf } from '../jobs/entity.ts';
import { codeRuns } from './simulate-code.ts';
import { readHistory } from './simulate-history.ts';

/** Items read at a time. */
const PAGE = 1000;

/** A version of a pipeline, or a graph that is not stored yet; with the pipeline's id its history counts. */
export type SimulatedGraph = {
  readonly pipelineId?: string | undefined;
  readonly graph?: Graph | undefined;
  readonly version?: number | undefined;
  /** Where items come in; absent: at the root. */
  readonly nodeId?: string | undefined;
};

export type SimulatedItems =
  | { readonly itemIds: readonly string[] }
  | {
      readonly datasetIds: readonly string[];
      /** DQL. */
      readonly filter: Readonly<Record<string, unknown>>;
      readonly limit: number;
      /** Part of what matches, 0 to 1: the same items each time. */
      readonly share: number;
    };

export type SimulationOrder = SimulatedGraph & {
  readonly items: SimulatedItems;
  readonly people: Readonly<Record<string, StandIn>>;
  readonly code: 'run' | 'pass';
  readonly seed: string;
  readonly limits?: Partial<SimulationLimits>;
};

/**
 * @throws SluiceError `not-found`, `invalid-input`, `pipeline-invalid` (a condition that cannot be read), `aborted`.
 */
export async function runSimulation(ctx: EngineContext, order: SimulationOrder): Promise<Simulation> {
  const { db } = ctx;
  const { graph, version, projectId } = resolve(db, order);
  const { pipelineId } = order;
  const plan = compilePlan(graph);
  const startId = order.nodeId ?? rootNode(graph);
  if (startId === null) throw new SluiceError('pipeline-invalid', 'The pipeline has no start node.');
  const pause = () => new Promise<void>((done) => setImmediate(done));
  const isAborted = () => ctx.closing.aborted;
  const result = await simulate({
    plan,
    startId,
    itemIds: await chooseItems(db, order, pause),
    seed: order.seed,
    pipelineId: pipelineId ?? '',
    world: worldOf(db),
    knowledge: {
      given: order.people,
      history: pipelineId === undefined ? new Map() : readHistory(db, pipelineId, plan),
      runs: order.code === 'run' ? codeRuns({ ctx, plan, projectId }) : new Map(),
    },
    variables: new Map([
      ...variableValues(graph),
      ...(pipelineId === undefined ? [] : readVariables(db, pipelineId)),
    ]),
    splits: new Map(
      pipelineId === undefined
        ? []
        : graph.nodes.map((node) => [node.id, readSplitCounts(db, pipelineId, node.id)]),
    ),
    ...(order.limits ? { limits: order.limits } : {}),
    pause,
    isAborted,
  });
  return { version, ...result };
}

type Resolved = {
  readonly graph: Graph;
  readonly version: number | null;
  readonly projectId: string | null;
};

function resolve(db: ReadableDb, { pipelineId, graph, version }: SimulatedGraph): Resolved {
  if (pipelineId === undefined) {
    if (graph) return { graph, version: null, projectId: null };
    throw new SluiceError('invalid-input', 'Say which pipeline to simulate, or give a graph.');
  }
  const head = findPipelineHead(db, pipelineId);
  if (!head) throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
  const { projectId } = head;
  if (graph) return { graph, version: null, projectId };
  const wanted = version ?? head.version;
  if (hasVersion(db, pipelineId, wanted)) {
    return { graph: readGraph(db, pipelineId, wanted), version: wanted, projectId };
  }
  throw new SluiceError('not-found', `"${head.name}" has no version ${wanted}.`, { pipelineId });
}

async function chooseItems(
  db: ReadableDb,
  { items, seed }: SimulationOrder,
  pause: () => Promise<void>,
): Promise<string[]> {
  if ('itemIds' in items) {
    const gone = findMissingItem(db, items.itemIds);
    if (gone === null) return [...new Set(items.itemIds)];
    throw new SluiceError('not-found', 'One of the items is not there any more.', { itemId: gone });
  }
  const { datasetIds, limit, share } = items;
  const filter = parseFilter(items.filter);
  const chosen: string[] = [];
  let after: string | null = null;
  do {
    const page: Found = lookForItems(db, { datasetIds, filter, after, limit: PAGE });
    chosen.push(...page.ids.filter((id) => share >= 1 || draw(seed, 'share', id) < share));
    after = page.cursor;
    await pause();
  } while (after !== null && chosen.length < limit);
  return chosen.slice(0, limit);
}

function worldOf(db: ReadableDb): SimulatedWorld {
  return {
    item: (id) => (isToBe(id) ? null : findItem(db, id)),
    annotations: (itemId) => (isToBe(itemId) ? [] : listAnnotations(db, itemId)),
    itemOfIdentity: (datasetId, identity) => findItemByIdentity(db, datasetId, identity)?.id ?? null,
    ...sightOf(db),
  };
}
