/** Random graphs of nodes that the engine runs at once, without people and without waiting for anything outside. */

import type { Graph, GraphNode } from '#core/model/graph.ts';
import { type DatasetId, nodeIdSchema } from '#core/model/ids.ts';
import { makeNode } from '#core/pipeline/build.ts';
import { fc } from '#test/support/property.ts';

/** All that runs in one transaction. */
const QUICK = ['here', 'there', 'draw', 'quota', 'merge', 'wait', 'rule', 'set', 'update'] as const;
/** Those of which it does not matter in which order items come, and lists: nobody knows when a snippet is done. */
const WITH_LISTS = ['here', 'there', 'merge', 'merge', 'rule', 'list'] as const;
type Kind = (typeof QUICK | typeof WITH_LISTS)[number];

const CONDITIONS = [
  { name: '*a*' },
  { name: '*b' },
  { annotated: true },
  {
    filter: {},
    join: { on: { resource: 'annotations', local: 'itemId', forigen: 'id' }, filter: { label: 'Cat' } },
  },
  { 'metadata.user.seen': true },
  { 'metadata.system.tags.A': true },
  { $or: [{ dir: '/set' }, { name: { $regex: '^[0-4]' } }] },
] as const;

/** Where a node's input comes from: an earlier node, by a number that is taken modulo how many there are. */
const sourceArb = fc.record({
  from: fc.nat(20),
  condition: fc.option(fc.constantFrom(...CONDITIONS), { nil: null, freq: 2 }),
  /** Of the source's actions; null: any. */
  action: fc.option(fc.nat(5), { nil: null, freq: 2 }),
});

/** @param ways the most connections to an input */
const planOf = (kinds: readonly Kind[], ways: number) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      first: fc.array(sourceArb, { minLength: 1, maxLength: ways }),
      second: sourceArb,
      flag: fc.boolean(),
    }),
    { minLength: 3, maxLength: 9 },
  );

export const quickPlan = planOf(QUICK, 2);
export const listPlan = planOf(WITH_LISTS, 1);
export type GraphPlan = typeof quickPlan extends fc.Arbitrary<infer P> ? P : never;

export type Datasets = { readonly inbox: DatasetId; readonly other: DatasetId };

/** The graph of a plan: every node but the first is fed by earlier ones. */
export function realGraph(plan: GraphPlan, datasets: Datasets): Graph {
  const nodes: GraphNode[] = [node('here', 'n0', false, datasets)];
  const connections: Graph['connections'] = [];
  /** Nodes that items come to which did not exist before: nobody can know what is drawn for those. */
  const cloned = new Set<string>();
  for (const [at, { kind, first, second, flag }] of plan.entries()) {
    const sources = (kind === 'merge' ? [...first, second] : first).map((one) => ({
      ...one,
      node: nodes[one.from % nodes.length] ?? nodes[0],
    }));
    const fresh = sources.some((one) => one.node && cloned.has(one.node.id));
    const made = node(kind === 'draw' && fresh ? 'quota' : kind, `n${at + 1}`, flag, datasets);
    if (fresh || kind === 'there') cloned.add(made.id);
    sources.forEach(({ node: source, condition, action }, index) => {
      const output = source?.outputs[0];
      const input = made.inputs[kind === 'merge' && index === sources.length - 1 ? 1 : 0];
      if (!source || !output || !input) return;
      const actions = output.actions ?? [];
      connections.push({
        src: { nodeId: source.id, portId: output.portId },
        tgt: { nodeId: made.id, portId: input.portId },
        ...(condition ? { condition: JSON.stringify(condition) } : {}),
        ...(action !== null && actions.length > 0 ? { action: actions[action % actions.length] ?? '' } : {}),
      });
    });
    nodes.push(made);
  }
  return {
    nodes,
    connections,
    startNodes: [{ nodeId: nodeIdSchema.parse('n0'), type: 'root' }],
    variables: [{ name: 'last', type: 'Item', value: null }],
  };
}

/** Primes, so that no two groups are ever equally far behind: then the draw would decide. */
const SHARES = [
  { name: 'A', distribution: 1009 },
  { name: 'B', distribution: 613 },
  { name: 'C', distribution: 389 },
];

/** A function for the workspace: lets out the items that a node of the kind `list` names in its item's metadata. */
export const FRIENDS = 'export default (item) => item.metadata.user?.friends ?? [];';

function node(kind: Kind, id: string, flag: boolean, { inbox, other }: Datasets): GraphNode {
  const draft = { id, name: id, at: [0, 0] as const };
  switch (kind) {
    case 'here':
      return makeNode('storage', { ...draft, metadata: { datasetId: inbox } });
    case 'there':
      return makeNode('storage', {
        ...draft,
        metadata: { datasetId: other, ...(flag ? { dir: '/set' } : {}) },
      });
    case 'draw':
      return makeNode('split', {
        ...draft,
        metadata: { customNodeConfig: { groups: SHARES, itemMetadata: flag } },
      });
    case 'quota': {
      const customNodeConfig = { groups: SHARES, exact: true, itemMetadata: flag };
      return makeNode('split', { ...draft, metadata: { customNodeConfig } });
    }
    case 'list': {
      const made = makeNode('user', { ...draft, functionName: 'user.friends' });
      return { ...made, outputs: made.outputs.map((port) => ({ ...port, type: 'Item[]' })) };
    }
    case 'merge':
      return makeNode('merge', draft);
    case 'wait':
      return makeNode('wait', { ...draft, metadata: { customNodeConfig: { returnParent: flag } } });
    case 'rule':
      return makeNode('annotations.rule', { ...draft, metadata: { customNodeConfig: { minCount: 1 } } });
    case 'set': {
      const config = flag ? { metadata: { seen: true } } : { folder: '/set', tags: { add: ['A'] } };
      return makeNode('item.set', { ...draft, metadata: { customNodeConfig: config } });
    }
    case 'update': {
      const made = makeNode('updateVariable', draft);
      const port = (one: GraphNode['inputs'][number]) => ({ ...one, name: 'last', type: 'Item' });
      return { ...made, inputs: made.inputs.map(port), outputs: made.outputs.map(port) };
    }
  }
}
