/** What a simulation is asked for, and what of it is sent. */
import type { CallInput } from '#contract/index.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { StandIn } from '#core/model/simulation.ts';
import { conditionProblem } from '#core/pipeline/conditions.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';
import type { ItemTile } from '#renderer/ui/item-tiles.tsx';

/** Rates of people at a node; null: as they decided before. */
export type Rates = { readonly shares: Readonly<Record<string, number>>; readonly seconds: number | null };

/** Which items: all of the datasets, those that a filter finds, or single ones. */
export type Which = 'all' | 'filter' | 'chosen';

export type SimulationWish = {
  readonly which: Which;
  readonly datasetIds: readonly string[];
  /** DQL as JSON text. */
  readonly filter: string;
  /** Single items. */
  readonly chosen: readonly ItemTile[];
  /** Percent of the datasets' items, drawn. */
  readonly share: number;
  /** At most so many. */
  readonly limit: number;
  /** Snippets without grants run; else items pass through them. */
  readonly runCode: boolean;
  readonly seed: string;
  /** By node id; absent: by history. */
  readonly people: Readonly<Record<string, Rates>>;
};

type Json = Readonly<Record<string, unknown>>;

/** Items that a first look takes: enough to see shares, quick enough to wait for. */
export const FIRST_LOOK = 1000;

/** The dataset that feeds the graph, if its start says one. */
export function datasetOfStart(graph: Graph): string | null {
  const start = graph.nodes.find((node) => node.id === rootNode(graph));
  if (!start || runnableOf(start) !== 'storage') return null;
  return parseConfig('storage', start).data?.datasetId ?? null;
}

export function firstWish(graph: Graph): SimulationWish {
  const dataset = datasetOfStart(graph);
  return {
    which: 'all',
    datasetIds: dataset ? [dataset] : [],
    filter: '',
    chosen: [],
    share: 100,
    limit: FIRST_LOOK,
    runCode: true,
    seed: '1',
    people: {},
  };
}

/** Nodes at which people decide. */
export function peopleNodes(graph: Graph): readonly GraphNode[] {
  return graph.nodes.filter((node) => runnableOf(node) === 'task');
}

/** The decisions a node's first output leaves with. */
export function decisionsAt(node: GraphNode): readonly string[] {
  return node.outputs[0]?.actions ?? [];
}

/** Even shares, in percent, to begin with. */
export function evenRates(node: GraphNode): Rates {
  const actions = decisionsAt(node);
  const share = actions.length > 0 ? Math.round(100 / actions.length) : 0;
  return { shares: Object.fromEntries(actions.map((action) => [action, share])), seconds: null };
}

function standIn({ shares, seconds }: Rates): StandIn | null {
  const rates = Object.fromEntries(Object.entries(shares).filter(([, share]) => share > 0));
  if (Object.keys(rates).length === 0) return null;
  return { rates, ...(seconds === null ? {} : { secondsPerItem: seconds }) };
}

/** Why it cannot be run yet, by the name of a text; null: it can. */
export function wishProblem({ which, datasetIds, filter, chosen }: SimulationWish): string | null {
  if (which === 'chosen') return chosen.length === 0 ? 'noneChosen' : null;
  if (datasetIds.length === 0) return 'noDataset';
  return which === 'filter' && conditionProblem(filter) !== null ? 'wrongFilter' : null;
}

function itemsOf({ which, datasetIds, filter, chosen, share, limit }: SimulationWish) {
  if (which === 'chosen') return { itemIds: chosen.map(({ id }) => id) };
  const some = { datasetIds: [...datasetIds], share: share / 100, limit };
  return which === 'filter' && filter.trim() !== '' ? { ...some, filter: JSON.parse(filter) as Json } : some;
}

export function simulationInput(
  pipelineId: string,
  graph: Graph,
  wish: SimulationWish,
): CallInput<'pipelines.simulate'> {
  const people = Object.entries(wish.people).flatMap(([nodeId, rates]) => {
    const given = graph.nodes.some((node) => node.id === nodeId) ? standIn(rates) : null;
    return given ? [[nodeId, given] as const] : [];
  });
  return {
    pipelineId,
    graph,
    items: itemsOf(wish),
    code: wish.runCode ? 'run' : 'pass',
    seed: wish.seed,
    people: Object.fromEntries(people),
  };
}
