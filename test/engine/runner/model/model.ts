/**
 * What the runner promises, as a few maps in memory: no transactions, no crashes, no queues. Where outputs go is asked of
 * the same code; everything else is written down here once more, in the plainest way.
 */
import type { Graph } from '#core/model/graph.ts';
import { flowOut } from '#core/pipeline/flow.ts';
import { compilePlan, type Plan, type PlanNode } from '#core/pipeline/plan.ts';
import { canonicalAction } from '#core/pipeline/routing.ts';
import { draw, groupOfDraw } from '#core/pipeline/split.ts';

/** An item by the way it came to be: `NAME@DATASET/DATASET`, from the one it arrived in to the one it is in. */
export type ItemKey = string;
type Value = ItemKey | null | readonly ItemKey[];

export type ModelExecution = {
  readonly cycle: ModelCycle;
  readonly node: string;
  readonly type: string;
  /** What led to it, the one that completed its values first; empty for a start. */
  readonly sources: readonly ModelExecution[];
  readonly connection: number | null;
  readonly branch: string;
  readonly number: number;
  readonly input: Readonly<Record<string, Value>>;
  state: 'queued' | 'parked' | 'success' | 'failed' | 'terminated';
  action: string | null;
  /** A person has put it there, by no connection, from where its source is. */
  readonly put: boolean;
  /** Another has come in its place, or what led to it counts no more. */
  superseded: boolean;
};

export type ModelCycle = {
  readonly item: ItemKey;
  readonly executions: ModelExecution[];
  version: number;
  /** Null: as its nodes say. */
  priority: 1 | 2 | 3 | null;
  status: 'pending' | 'in-progress' | 'rerun' | 'success' | 'failed' | 'terminated';
  /** By a reset: it is history. */
  cleared: boolean;
  /** Values that wait where several meet: by node and branch, then by input. */
  slots: Map<string, Map<string, { value: Value; source: ModelExecution }>>;
};

export type ModelPlace = {
  state: 'open' | 'done' | 'withdrawn';
  status: string | null;
  executions: ModelExecution[];
};

export type Facts = {
  /** The real id of an item: the draw of a split depends on it. */
  readonly idOf: (item: ItemKey) => string;
  readonly datasetName: (id: string) => string;
};

export type Model = ReturnType<typeof createModel>;

/** More than that, and the graph is not worth playing. */
const MOST = 400;
export class TooMuch extends Error {}
/** What comes next depends on the order in which things came, which is nobody's promise. */
export class Ambiguous extends Error {}

export const isOpen = ({ state }: ModelExecution) => state === 'queued' || state === 'parked';

export function createModel(facts: Facts) {
  const versions: Plan[] = [];
  const cycles: ModelCycle[] = [];
  /** Connections taken, by `VERSION CONNECTION`. */
  const taken = new Map<string, number>();
  /** By `NODE ITEM`. */
  const places = new Map<string, ModelPlace>();
  /** What is there; copies with the executions that have put them there. */
  const items = new Map<ItemKey, { trashed: boolean; by: Set<ModelExecution> }>();
  const broken = new Set<string>();
  const queue: ModelExecution[] = [];
  let installed = true;
  let numbers = 0;

  const planOf = (cycle: ModelCycle) => versions[cycle.version - 1] ?? fail('no such version');
  const nodeOf = (execution: ModelExecution) => planOf(execution.cycle).nodes.get(execution.node);

  type New = Pick<ModelExecution, 'cycle' | 'sources' | 'connection' | 'branch' | 'input'> & {
    node: PlanNode;
    put?: boolean;
  };

  function create({ node, ...made }: New): ModelExecution {
    numbers += 1;
    if (numbers > MOST) throw new TooMuch();
    const execution: ModelExecution = {
      ...made,
      put: made.put ?? false,
      node: node.id,
      type: node.node.type,
      number: numbers,
      state: 'queued',
      action: null,
      superseded: false,
    };
    made.cycle.executions.push(execution);
    queue.push(execution);
    return execution;
  }

  function settle(cycle: ModelCycle): void {
    const open = cycle.executions.some(isOpen);
    if (open) {
      if (cycle.status === 'pending') cycle.status = 'in-progress';
      else if (cycle.status !== 'rerun') cycle.status = 'in-progress';
      return;
    }
    if (cycle.status === 'terminated') return;
    cycle.status = cycle.executions.some((one) => one.state === 'failed') ? 'failed' : 'success';
  }

  /** Runs what can run. */
  function run(): void {
    while (installed) {
      const execution = queue.pop();
      if (!execution) return;
      if (execution.state === 'queued') step(execution);
    }
  }

  function step(execution: ModelExecution): void {
    const node = nodeOf(execution);
    const kind = node?.node.namespace?.functionName ?? '';
    const isBroken = kind === 'user.fragile' && broken.has(execution.node);
    const isGiven = !Object.values(execution.input).includes(null);
    // The one that lets nothing out does not look at what it is given.
    if (node && kind === 'user.give') done(execution, node, {}, null);
    else if (!node || isBroken || !isGiven) failed(execution);
    else if (node.node.type === 'task') park(execution, itemOf(execution) ?? fail('a task has an item'));
    else {
      const { value, action } = resultOf(node, kind, execution);
      const [output] = node.node.outputs;
      done(execution, node, output ? { [output.name]: value } : {}, action);
    }
  }

  function resultOf(
    { id, node }: PlanNode,
    kind: string,
    execution: ModelExecution,
  ): { value: Value; action: string | null } {
    const item = itemOf(execution);
    const plain = { value: execution.input[kind === 'user.pair' ? 'a' : 'item'] ?? null, action: null };
    if (item === null) return plain;
    const { datasetId, customNodeConfig } = node.metadata as Metadata;
    if (node.type === 'storage')
      return { value: cloneOf(execution, item, facts.datasetName(datasetId)), action: null };
    if (kind === 'data_split') {
      const { groups, seed } = customNodeConfig;
      return { value: item, action: groupOfDraw(groups, draw(seed, id, facts.idOf(item))) };
    }
    if (kind !== 'user.twins') return plain;
    return { value: Array.from({ length: customNodeConfig.copies }, () => item), action: null };
  }

  function failed(execution: ModelExecution): void {
    execution.state = 'failed';
    settle(execution.cycle);
  }

  function done(
    execution: ModelExecution,
    node: PlanNode,
    outputs: Readonly<Record<string, Value>>,
    action: string | null,
  ): void {
    execution.state = 'success';
    execution.action = action;
    const entity = (value: unknown) => ({ name: String(value).split('@')[0] ?? '' });
    const sight = { entity, related: () => [] };
    const flow = flowOut(node, { outputs, action: action && canonicalAction(action) }, sight);
    for (const route of flow.routes) {
      const key = `${execution.cycle.version} ${route.connection}`;
      if (route.taken > 0) taken.set(key, (taken.get(key) ?? 0) + route.taken);
    }
    for (const { connection, value, element } of flow.deliveries) {
      const inner =
        element === null ? execution.branch : `${execution.branch}/${execution.number}.${element}`;
      const arrival = { execution, connection: connection.index, branch: inner, value: value as Value };
      if (connection.target.joins) meet(connection.target, connection.port.name, arrival);
      else {
        create({
          cycle: execution.cycle,
          node: connection.target,
          sources: [execution],
          connection: connection.index,
          branch: inner,
          input: { [connection.port.name]: value as Value },
        });
      }
    }
    settle(execution.cycle);
  }

  type Arriving = { execution: ModelExecution; connection: number; branch: string; value: Value };

  function meet(target: PlanNode, port: string, arrival: Arriving): void {
    const { cycle } = arrival.execution;
    const at = (branch: string) => cycle.slots.get(`${target.id} ${branch}`);
    // A second value for the same input meets the others before or after a third one comes.
    const within = (inner: string, outer: string) => inner === outer || inner.startsWith(`${outer}/`);
    const related = (branch: string) => within(branch, arrival.branch) || within(arrival.branch, branch);
    for (const [key, waiting] of cycle.slots) {
      const [node = '', branch = ''] = key.split(' ');
      if (node === target.id && related(branch) && waiting.has(port)) throw new Ambiguous();
    }
    const own = at(arrival.branch) ?? new Map();
    cycle.slots.set(`${target.id} ${arrival.branch}`, own);
    own.set(port, { value: arrival.value, source: arrival.execution });
    const values = (branch: string) => {
      const found = new Map<string, { value: Value; source: ModelExecution }>();
      for (let one = branch; ; one = one.slice(0, one.lastIndexOf('/'))) {
        for (const [name, slot] of at(one) ?? []) if (!found.has(name)) found.set(name, slot);
        if (one === '') break;
      }
      return target.fed.every((name) => found.has(name)) ? found : null;
    };
    const whole = values(arrival.branch);
    const below = [...cycle.slots.keys()]
      .filter((key) => key.startsWith(`${target.id} ${arrival.branch}/`))
      .map((key) => key.slice(target.id.length + 1));
    const complete = whole ? [arrival.branch] : below.filter((branch) => values(branch) !== null);
    for (const branch of complete) {
      const found = values(branch) ?? fail('it was complete');
      const sources = [arrival.execution, ...[...found.values()].map((slot) => slot.source)];
      const input = Object.fromEntries([...found].map(([name, slot]) => [name, slot.value]));
      const lists = Object.values(input).filter((value): value is ItemKey[] => Array.isArray(value));
      const base = { cycle, node: target, sources: [...new Set(sources)], connection: arrival.connection };
      const [length = 0] = lists.map((list) => list.length);
      if (lists.length === 0) create({ ...base, branch, input });
      else if (lists.some((list) => list.length !== length)) {
        const execution = create({ ...base, branch, input });
        execution.state = 'failed';
      } else {
        for (let row = 0; row < length; row += 1) {
          const values = Object.entries(input).map(([name, value]) => [
            name,
            Array.isArray(value) ? value[row] : value,
          ]);
          const inner = `${branch}/${arrival.execution.number}.${row}`;
          create({ ...base, branch: inner, input: Object.fromEntries(values) });
        }
      }
    }
  }

  /** The item in the dataset that it is, came from, or now becomes. */
  function cloneOf(execution: ModelExecution, item: ItemKey, dataset: string): ItemKey {
    const [name = '', way = ''] = item.split('@');
    const steps = way.split('/');
    const known = steps.lastIndexOf(dataset);
    if (known >= 0) return `${name}@${steps.slice(0, known + 1).join('/')}`;
    const clone = `${item}/${dataset}`;
    const there = items.get(clone) ?? { trashed: false, by: new Set() };
    items.set(clone, there);
    there.trashed = false;
    there.by.add(execution);
    return clone;
  }

  function park(execution: ModelExecution, item: ItemKey): void {
    const key = `${execution.node} ${item}`;
    const place: ModelPlace = places.get(key) ?? { state: 'open', status: null, executions: [] };
    places.set(key, place);
    place.executions = [...place.executions.filter((one) => one.state === 'parked'), execution];
    place.state = 'open';
    place.status = null;
    execution.state = 'parked';
    if (place.executions.filter((one) => one.cycle === execution.cycle).length > 1) throw new Ambiguous();
    settle(execution.cycle);
  }

  /** Takes it out of the task it is in. */
  function leaveTask(execution: ModelExecution): void {
    const place = [...places.values()].find((one) => one.executions.includes(execution));
    if (!place) return;
    place.executions = place.executions.filter((one) => one !== execution);
    if (place.executions.length > 0) return;
    place.state = 'withdrawn';
    place.status = null;
  }

  return {
    cycles,
    places,
    taken,
    items,
    broken,
    versions,
    isInstalled: () => installed,
    nodeOf,
    planOf,
    create,
    settle,
    leaveTask,
    run,
    addVersion: (graph: Graph) => versions.push(compilePlan(graph)),
    setInstalled(next: boolean) {
      installed = next;
    },
    start(item: ItemKey, version: number): void {
      const cycle: ModelCycle = {
        item,
        executions: [],
        version,
        priority: null,
        status: 'pending',
        cleared: false,
        slots: new Map(),
      };
      cycles.push(cycle);
      items.set(item, { trashed: false, by: new Set() });
      const plan = planOf(cycle);
      const node = plan.nodes.get(plan.graph.startNodes[0]?.nodeId ?? '') ?? fail('a graph has a start');
      create({ cycle, node, sources: [], connection: null, branch: '', input: { item } });
    },
    /** Puts it into the queue again. */
    again(execution: ModelExecution): void {
      execution.state = 'queued';
      queue.push(execution);
      settle(execution.cycle);
    },
    decide(place: ModelPlace, status: string): void {
      const waiting = place.executions.filter((one) => one.state === 'parked');
      place.state = 'done';
      place.status = status;
      for (const execution of waiting) {
        const node = nodeOf(execution) ?? fail('it waits at a node');
        const [output] = node.node.outputs;
        done(execution, node, { [output?.name ?? 'item']: itemOf(execution) }, status);
      }
    },
  };
}

type Metadata = {
  readonly datasetId: string;
  readonly customNodeConfig: {
    readonly groups: { name: string; distribution: number }[];
    readonly seed: string;
    readonly copies: number;
  };
};

/** The item that an execution is about. */
export function itemOf({ input }: ModelExecution): ItemKey | null {
  const value = input['item'] ?? input['a'] ?? input['b'];
  return typeof value === 'string' ? value : null;
}

export function fail(text: string): never {
  throw new Error(`the model is wrong: ${text}`);
}
