/**
 * Plays items through a version of a graph without any effect: where they would go, what people would have to do, and
 * what would get stuck. With the same seed, items and history it comes to the same each time.
 */
import { SluiceError } from '../errors.ts';
import type { Simulation } from '../model/simulation.ts';
import type { Plan, PlanNode } from './plan.ts';
import { behavioursOf, type Knowledge } from './simulate-behaviours.ts';
import { createItemView, type SimulatedWorld } from './simulate-items.ts';
import { createPaths, type PathLimits } from './simulate-paths.ts';
import { weighRoutes } from './simulate-routes.ts';
import { createTally } from './simulate-tally.ts';
import type { Behaviour, Cycle } from './simulate-visit.ts';
import { createWalk, type WalkLimits } from './simulate-walk.ts';

export type SimulationRequest = {
  readonly plan: Plan;
  /** Node at which the items come in. */
  readonly startId: string;
  readonly itemIds: readonly string[];
  /** What decisions are drawn by, and what a data split without a seed of its own is. */
  readonly seed: string;
  readonly pipelineId: string;
  readonly world: SimulatedWorld;
  readonly knowledge: Knowledge;
  /** What variables are to begin with. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** How many items the groups of data splits have had, by node. */
  readonly splits: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly limits?: Partial<SimulationLimits>;
  /** Lets others have a turn. */
  readonly pause: () => Promise<void>;
  readonly isAborted: () => boolean;
};

export type SimulationLimits = WalkLimits &
  PathLimits & {
    /** Executions altogether. */
    readonly total: number;
    /** Elements of lists that are played, over all items; each item has its part. */
    readonly elements: number;
  };

const LIMITS: SimulationLimits = {
  hops: 500,
  steps: 50_000,
  total: 5_000_000,
  elements: 40_000,
  paths: 50,
  stepsShown: 100,
};

/** Elements of one list that are played: never fewer, never more. */
const FEWEST_ELEMENTS = 4;
const MOST_ELEMENTS = 2000;
/** Cycles that are under way at once, as in a batch of the runner; fewer when they come to much. */
const TOGETHER = 256;
const MOST_WAITING = 10_000;
/** Executions between two pauses: some milliseconds. */
const BREATH = 250;

/**
 * @throws SluiceError `aborted`; `invalid-input` when rates do not fit their node; `not-found` when there is no start.
 */
export async function simulate(request: SimulationRequest): Promise<Omit<Simulation, 'version'>> {
  const { plan, itemIds, seed, world } = request;
  const limits = { ...LIMITS, ...request.limits };
  const start = plan.nodes.get(request.startId);
  if (!start) throw new SluiceError('not-found', `The pipeline has no node ${request.startId}.`);
  const behaviours = behavioursOf(plan, request.knowledge);
  const tally = createTally(plan);
  const paths = createPaths(itemIds.length, limits);
  let executions = 0;

  function breathe(): Promise<void> | null {
    executions += 1;
    if (executions % BREATH !== 0) return null;
    if (request.isAborted()) throw new SluiceError('aborted', 'The simulation was stopped.');
    return request.pause();
  }

  const elements = Math.floor(limits.elements / Math.max(1, itemIds.length));
  const walk = createWalk({
    behaviours,
    shared: {
      seed,
      pipelineId: request.pipelineId,
      variables: new Map(request.variables),
      splits: new Map([...request.splits].map(([id, counts]) => [id, new Map(counts)])),
      elements: Math.min(MOST_ELEMENTS, Math.max(FEWEST_ELEMENTS, elements)),
    },
    limits,
    note(outcome) {
      const routes = outcome.state === 'done' ? weighRoutes(outcome) : [];
      tally.add(outcome, routes);
      return paths.add(outcome, routes);
    },
    breathe,
  });

  function mayStart(next: number, together: number): boolean {
    if (next >= itemIds.length || together >= TOGETHER) return false;
    return walk.waiting() < MOST_WAITING && executions < limits.total;
  }

  let next = 0;
  while (next < itemIds.length && executions < limits.total) {
    const together: Cycle[] = [];
    while (mayStart(next, together.length)) {
      const cycle = newCycle(next, itemIds[next] ?? '', world);
      next += 1;
      together.push(cycle);
      paths.begin(cycle);
      await walk.start(cycle, start, { [start.itemPort ?? 'item']: cycle.itemId });
    }
    await walk.finish();
    for (const cycle of together) {
      tally.endCycle(cycle);
      paths.endCycle(cycle);
    }
  }
  const complete = next >= itemIds.length;
  const warnings = warningsOf(behaviours, complete ? null : { next, all: itemIds.length });
  return { seed, items: next, complete, ...tally.results(behaviours), paths: paths.all(), warnings };
}

function newCycle(index: number, itemId: string, world: SimulatedWorld): Cycle {
  return {
    index,
    itemId,
    items: createItemView(world),
    open: new Map(),
    failed: new Set(),
    continued: new Set(),
    slots: new Map(),
    met: new Set(),
    steps: 0,
  };
}

function warningsOf(
  behaviours: ReadonlyMap<PlanNode, Behaviour>,
  stopped: { next: number; all: number } | null,
): Simulation['warnings'] {
  const ofNodes = [...behaviours].flatMap(([{ node }, { warning }]) =>
    warning === null ? [] : [{ nodeId: node.id, text: warning }],
  );
  if (!stopped) return ofNodes;
  const text = `It was too much: only the first ${stopped.next} of ${stopped.all} items were played. Take a share of them.`;
  return [...ofNodes, { nodeId: null, text }];
}
