/** Random graphs of quick nodes and people, and small changes to them. */

import type { Graph, GraphNode } from '#core/model/graph.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { fc } from '#test/support/property.ts';
import { graphOf, storage, task, type Way } from '../support/flow.ts';
import { fn } from '../support/nodes.ts';

export const KINDS = [
  'echo',
  'batch',
  'long',
  'storage',
  'task',
  'split',
  'twins',
  'fragile',
  'merge',
  'whole',
  'silent',
] as const;
export type Kind = (typeof KINDS)[number];

/** A node by what it does, and the nodes that lead to its inputs; `size` means something else for each kind. */
export type NodePlan = {
  readonly kind: Kind;
  readonly size: number;
  readonly fedBy: readonly number[];
  readonly how: number;
};

/** A way between two nodes by their places; `how` picks ports, an action or a condition. */
export type WayPlan = { readonly from: number; readonly to: number; readonly how: number };

export type GraphPlan = { readonly nodes: readonly NodePlan[]; readonly ways: readonly WayPlan[] };

export const DATASETS = ['one', 'two'] as const;

const nodePlan = fc.record({
  kind: fc.constantFrom(...KINDS.slice(0, -1), ...KINDS, 'echo', 'task', 'merge', 'merge', 'twins'),
  size: fc.nat(3),
  fedBy: fc.tuple(fc.nat(6), fc.nat(6)),
  how: fc.nat(11),
});
const wayPlan = fc.record({ from: fc.nat(7), to: fc.nat(7), how: fc.nat(11) });

export const graphPlan: fc.Arbitrary<GraphPlan> = fc.record({
  nodes: fc.array(nodePlan, { minLength: 2, maxLength: 8 }),
  ways: fc.array(wayPlan, { maxLength: 6 }),
});

const nameOf = (at: number) => `n${at}`;

function nodeOf({ kind, size }: NodePlan, at: number, datasets: readonly DatasetId[]): GraphNode {
  const id = nameOf(at);
  switch (kind) {
    case 'echo':
    case 'batch':
    case 'long':
    case 'fragile':
      return fn(id, kind);
    case 'silent':
      return fn(id, 'give', { config: { outputs: {} } });
    case 'twins':
      return fn(id, 'twins', { outputs: { item: 'Item[]' }, config: { copies: size } });
    case 'whole':
      return fn(id, 'echo', { inputs: { item: 'Item[]' }, outputs: { item: 'Item[]' } });
    case 'storage':
      return storage(id, datasets[size % datasets.length] ?? ('' as DatasetId));
    case 'task':
      return task(id);
    case 'split': {
      const groups = ['a', 'b'].map((name) => ({ name, distribution: size + 1 }));
      return makeNode('split', {
        id,
        name: id,
        at: [0, 0],
        metadata: { customNodeConfig: { groups, seed: id } },
      });
    }
    case 'merge':
      return fn(id, 'pair', { inputs: { a: 'Item', b: 'Item' }, outputs: { item: 'Item' } });
  }
}

/** The graph of a plan. Starts at the first node, which takes one item; ways that make no sense are left out. */
export function buildGraph(plan: GraphPlan, datasets: readonly DatasetId[]): Graph {
  const nodes = plan.nodes.map((node, at) =>
    nodeOf(at === 0 ? { ...node, kind: 'echo' } : node, at, datasets),
  );
  const ways: Way[] = [];
  const fed = new Set<string>();
  const seen = new Set<string>();
  const spine = plan.nodes.flatMap(({ fedBy, how }, to) =>
    to === 0
      ? []
      : fedBy
          .slice(0, nodes[to]?.inputs.length)
          .map((from, port) => ({ from: from % to, to, how: 2 * how + port })),
  );
  for (const one of [...spine, ...plan.ways]) {
    const way = wayOf(one, nodes, fed);
    const text = JSON.stringify(way);
    if (!way || seen.has(text)) continue;
    seen.add(text);
    ways.push(way);
  }
  return graphOf(nodes, ways);
}

function wayOf({ from, to, how }: WayPlan, nodes: readonly GraphNode[], fed: Set<string>): Way | null {
  const source = nodes[from % nodes.length];
  const target = nodes[to % nodes.length];
  if (!source || !target || source === target || target === nodes[0]) return backTo(source, target, how);
  const forward = nodes.indexOf(target) > nodes.indexOf(source);
  if (!forward) return backTo(source, target, how);
  const [output] = source.outputs;
  const input = target.inputs[how % target.inputs.length];
  if (!output || !input) return null;
  const fits = output.type === input.type || output.type === `${input.type}[]`;
  // What meets must not depend on what came first: one way into each input where several are fed.
  const place = `${target.id}.${input.name}`;
  if (!fits || (target.inputs.length > 1 && fed.has(place))) return null;
  fed.add(place);
  return { from: source.id, to: place, ...rest(output.actions ?? [], how) };
}

/** Only people send back: else items would go round for ever. */
function backTo(source: GraphNode | undefined, target: GraphNode | undefined, how: number): Way | null {
  if (!source || !target || source === target || source.type !== 'task' || target.inputs.length > 1)
    return null;
  if (target.inputs[0]?.type !== 'Item' || how % 2 === 0) return null;
  return { from: source.id, to: target.id, action: 'discard' };
}

/** What the way asks for: an action, a condition on the item's name, or nothing. */
function rest(actions: readonly string[], how: number): Partial<Way> {
  const action = actions[how % 3];
  if (how % 12 < 6) return action ? { action } : {};
  if (how % 12 < 9) return { condition: { name: how % 2 === 0 ? 'even*' : 'odd*' } };
  return {};
}
