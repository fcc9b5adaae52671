/** Nodes of a test's own, beside those of the product: functions in the graph that run what the test says. */
import { SluiceError } from '#core/errors.ts';
import type { GraphNode, Port } from '#core/model/graph.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { SPECS } from '#core/pipeline/specs.ts';
import type { Graphs } from '#engine/jobs/graphs.ts';
import type { InlineNode, NodeRun, NodeRunner, RunNode, RunPlan } from '#engine/nodes/node.ts';

/** By the name of the function. */
export type Runners = Readonly<Record<string, NodeRunner>>;

type Ports = Readonly<Record<string, string>>;

export type FnDraft = {
  /** Types by name of the port; one item each when absent. */
  readonly inputs?: Ports;
  readonly outputs?: Ports;
  /** The decisions it can leave with. */
  readonly actions?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  /** Of inputs that no connection leads to, by name. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Variables that fill inputs, by name of the input. */
  readonly variables?: Readonly<Record<string, string>>;
};

/** A node that calls the test's function of that name. Its ports are called `ID.NAME`. */
export function fn(id: string, called: string, draft: FnDraft = {}): GraphNode {
  const { inputs = { item: 'Item' }, outputs = { item: 'Item' }, actions, config = {} } = draft;
  const node = makeNode('user', {
    id,
    name: id,
    at: [0, 0],
    functionName: `user.${called}`,
    metadata: { customNodeConfig: config },
  });
  const port = (name: string, type: string): Port => ({ portId: `${id}.${name}`, type, name });
  return {
    ...node,
    inputs: Object.entries(inputs).map(([name, type]) => ({
      ...port(name, type),
      ...(draft.defaults && name in draft.defaults ? { defaultValue: draft.defaults[name] } : {}),
      ...(draft.variables?.[name] ? { variableName: draft.variables[name] } : {}),
    })),
    outputs: Object.entries(outputs).map(([name, type], at) => ({
      ...port(name, type),
      ...(actions && at === 0 ? { actions: [...actions] } : {}),
    })),
  };
}

/** Lets the test's functions run where the graph calls them. */
export function withRunners(runners: Runners): (graphs: Graphs) => Graphs {
  return (graphs) => {
    const made = new WeakMap<RunPlan, RunPlan>();
    return (pipelineId, version) => {
      const plain = graphs(pipelineId, version);
      let plan = made.get(plain);
      if (!plan) {
        plan = replace(plain, runners);
        made.set(plain, plan);
      }
      return plan;
    };
  };
}

function replace(plan: RunPlan, runners: Runners): RunPlan {
  const nodes = new Map(
    [...plan.nodes].map(([id, node]): [string, RunNode] => {
      const called = node.node.namespace?.functionName?.replace(/^user\./, '') ?? '';
      const runner = node.node.type === SPECS.user.type ? runners[called] : undefined;
      return [id, runner ? { ...node, runner, lane: runner.lane } : node];
    }),
  );
  return { ...plan, nodes, byKey: new Map([...nodes.values()].map((node) => [node.key, node])) };
}

/** What a node of the test is set up with. */
export function configOf(run: NodeRun): Readonly<Record<string, unknown>> {
  return (run.node.metadata['customNodeConfig'] ?? {}) as Record<string, unknown>;
}

/** A quick node that gives what its configuration says: `outputs`, in which "$item" stands for the item, and `action`. */
export const give: InlineNode = {
  lane: 'inline',
  writes: false,
  run(_tx, run) {
    const { outputs, action } = configOf(run);
    return {
      kind: 'done',
      ...(outputs === undefined ? {} : { outputs: filled(outputs as Record<string, unknown>, run) }),
      action: typeof action === 'string' ? action : null,
      why: 'gave what it was told to',
    };
  },
};

function filled(outputs: Readonly<Record<string, unknown>>, { work }: NodeRun): Record<string, unknown> {
  const entries = Object.entries(outputs).map(([name, value]) => [
    name,
    value === '$item' ? work.itemId : value,
  ]);
  return Object.fromEntries(entries);
}

/** A quick node that lets each input out by the output of the same name. */
export const echo: InlineNode = {
  lane: 'inline',
  writes: false,
  run: (_tx, run) => ({ kind: 'done', outputs: run.input, action: null, why: 'said it again' }),
};

/** A node that passes on what it is given, unless its name is among the broken ones. */
export function fragileNode(broken: ReadonlySet<string>): InlineNode {
  return {
    lane: 'inline',
    writes: false,
    run(_tx, run) {
      if (broken.has(run.node.name)) throw new SluiceError('invalid-input', 'It is broken.');
      return { kind: 'done', outputs: run.input, action: null, why: 'held' };
    },
  };
}
