/** What a simulation is asked for, and what of it is sent. */
import type { CallInput } from '#contract/index.ts';
import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { StandIn } from '#core/model/simulation.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { parseConfig, runnableOf } from '#core/pipeline/specs.ts';

/** Rates of people at a node; null: as they decided before. */
export type Rates = { readonly shares: Readonly<Record<string, number>>; readonly seconds: number | null };

export type SimulationWish = {
  readonly datasetIds: readonly string[];
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
    datasetIds: dataset ? [dataset] : [],
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
    items: { datasetIds: [...wish.datasetIds], share: wish.share / 100, limit: wish.limit },
    code: wish.runCode ? 'run' : 'pass',
    seed: wish.seed,
    people: Object.fromEntries(people),
  };
}
